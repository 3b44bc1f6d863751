package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.formats.pe.Machine;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.wim.WimDescription;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.formats.wim.WimImage;
import dev.lifeboat.formats.windows.LanguageTag;
import dev.lifeboat.formats.windows.SoftwareFacts;
import dev.lifeboat.formats.windows.WindowsInstallation;
import dev.lifeboat.mount.tree.WimTree;
import dev.lifeboat.verify.check.StoredFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a WIM says of the recovery environment in it: of the image that the boot manager starts, else of the first.
 *
 * @param number of that image, from 1
 * @param name of the image: {@code Microsoft Windows Recovery Environment (amd64)}; may be empty
 * @param machine the processor that it is for; absent if nothing tells, or it is a number that is not known
 * @param build such as 26100; absent if nothing tells
 * @param updateRevision what updates have made of the build; absent if nothing tells
 * @param installation {@code WindowsPE}; may be empty
 * @param languages such as {@code de-DE}, that which is used first; may be empty
 * @param missing paths of {@link RecoveryFile} that are not there, or have no bytes
 * @param programs those by which the others are judged, as far as they are there
 */
public record RecoveryImage(
        int number,
        String name,
        Optional<Machine> machine,
        OptionalLong build,
        OptionalLong updateRevision,
        String installation,
        List<String> languages,
        List<String> missing,
        List<RecoveryProgram> programs) {
    /** Ten times that of a real one. */
    private static final long LARGEST_METADATA = 64 << 20;

    private static final long LARGEST_HIVE = 64 << 20;
    private static final List<RecoveryFile> PROGRAMS =
            List.of(RecoveryFile.IMAGE_RECOVERY, RecoveryFile.LOADER_UEFI, RecoveryFile.LOADER_BIOS);

    /**
     * Reads it: metadata, the headers of a few programs, and where the XML does not tell the version, the registry.
     *
     * @param wim with one image at least
     * @return what it says
     * @throws UnsupportedImageException if it has more metadata than any recovery environment
     * @throws ImageException if its metadata is damaged
     * @throws IOException if the storage cannot be read
     */
    public static RecoveryImage read(WimFile wim) throws IOException {
        long boot = wim.header().bootImage();
        WimImage image = wim.images().get(boot >= 1 && boot <= wim.images().size() ? (int) boot - 1 : 0);
        if (image.blob().size() > LARGEST_METADATA) {
            throw new UnsupportedImageException(
                    image.name(),
                    "has " + image.blob().size() + " bytes of metadata, more than any recovery environment");
        }
        StoredFiles files = new StoredFiles(WimTree.open(image));
        List<RecoveryProgram> programs = programs(wim, files);
        Optional<WimDescription.Image> description = image.description();
        Optional<WimDescription.Windows> windows = description.flatMap(WimDescription.Image::windows);
        Optional<RecoveryVersion> version = version(windows, files, programs);
        return new RecoveryImage(
                image.number(),
                description.map(WimDescription.Image::name).orElse(""),
                machine(windows, programs),
                version.isPresent() ? OptionalLong.of(version.get().build()) : OptionalLong.empty(),
                version.isPresent() ? version.get().update() : OptionalLong.empty(),
                windows.map(WimDescription.Windows::installation).orElse(""),
                windows.isPresent() ? languages(windows.get()) : List.of(),
                missing(files),
                programs);
    }

    /** Of a solid WIM none: to read one, up to 64 MiB would have to be expanded. */
    private static List<RecoveryProgram> programs(WimFile wim, StoredFiles files) throws IOException {
        List<RecoveryProgram> programs = new ArrayList<>();
        for (RecoveryFile file : wim.solid() ? List.<RecoveryFile>of() : PROGRAMS) {
            for (String path : file.paths()) {
                RecoveryProgram.read(files, path).ifPresent(programs::add);
            }
        }
        return List.copyOf(programs);
    }

    private static List<String> missing(StoredFiles files) throws IOException {
        List<String> missing = new ArrayList<>();
        for (RecoveryFile file : RecoveryFile.values()) {
            for (String path : file.paths()) {
                if (!files.has(path)) {
                    missing.add(path);
                }
            }
        }
        return List.copyOf(missing);
    }

    private static Optional<Machine> machine(Optional<WimDescription.Windows> windows, List<RecoveryProgram> programs) {
        Optional<Machine> said =
                switch (windows.map(WimDescription.Windows::architecture).orElse("")) {
                    case "x86" -> Optional.of(Machine.X86);
                    case "x64" -> Optional.of(Machine.X64);
                    case "arm" -> Optional.of(Machine.ARM_NT);
                    case "arm64" -> Optional.of(Machine.ARM64);
                    default -> Optional.empty();
                };
        return said.or(() ->
                programs.stream().flatMap(program -> program.machine().stream()).findFirst());
    }

    /** By the XML, which DISM keeps current; else by the registry of the image, else by its loader. */
    private static Optional<RecoveryVersion> version(
            Optional<WimDescription.Windows> windows, StoredFiles files, List<RecoveryProgram> programs)
            throws IOException {
        Optional<RecoveryVersion> said =
                windows.map(WimDescription.Windows::version).flatMap(RecoveryVersion::parse);
        if (said.isPresent() && said.get().update().isPresent()) {
            return said;
        }
        Optional<RecoveryVersion> registered = registered(files);
        return registered.isPresent()
                ? registered
                : said.or(() -> programs.stream()
                        .flatMap(program -> program.fileVersion().stream())
                        .flatMap(text -> RecoveryVersion.parse(text).stream())
                        .findFirst());
    }

    private static Optional<RecoveryVersion> registered(StoredFiles files) throws IOException {
        Optional<SoftwareFacts> software = WindowsInstallation.read(path -> small(files, path))
                .flatMap(WindowsInstallation::software)
                .filter(facts -> facts.build().isPresent());
        return software.map(facts -> new RecoveryVersion(facts.build().getAsLong(), facts.updateRevision()));
    }

    private static Optional<ByteSource> small(StoredFiles files, String path) throws IOException {
        return files.find(path).filter(node -> node.size() <= LARGEST_HIVE).isPresent()
                ? files.open(path)
                : Optional.empty();
    }

    private static List<String> languages(WimDescription.Windows windows) {
        return LanguageTag.among(
                windows.defaultLanguage().isBlank()
                        ? windows.languages().stream()
                        : Stream.of(windows.defaultLanguage()));
    }

    /** Whether a file is in none of its places. */
    boolean lacks(RecoveryFile file) {
        return missing.containsAll(file.paths());
    }

    /**
     * Returns build and update as Windows shows them.
     *
     * @return such as {@code 26100.1742}; empty if the build is not known
     */
    public String fullBuild() {
        String update = updateRevision.isPresent() ? "." + updateRevision.getAsLong() : "";
        return build.isPresent() ? build.getAsLong() + update : "";
    }
}
