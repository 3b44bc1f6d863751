package dev.lifeboat.formats.backup;

import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.BackupComponents;
import dev.lifeboat.formats.backup.document.BackupSpecs;
import dev.lifeboat.formats.backup.document.DocumentName;
import dev.lifeboat.formats.backup.document.DocumentOutline;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.formats.backup.document.WellKnownWriter;
import dev.lifeboat.formats.backup.document.WriterMetadata;
import dev.lifeboat.formats.source.FileSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The documents of a version, read. One that cannot be read does not keep the others from being read. */
public final class SetDocuments {
    private final Map<SetDocument, DocumentOutline> outlines = new LinkedHashMap<>();
    private final Map<SetDocument, WriterMetadata> writers = new LinkedHashMap<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private Optional<BackupSpecs> specs = Optional.empty();
    private Optional<BackupComponents> components = Optional.empty();
    private Optional<AsrMetadata> asr = Optional.empty();

    /**
     * A document that cannot be read.
     *
     * @param document which
     * @param problem an {@link dev.lifeboat.formats.source.ImageException} if its bytes are bad
     */
    public record Unreadable(SetDocument document, IOException problem) {}

    private SetDocuments() {}

    /**
     * Reads all documents.
     *
     * @param version whose
     * @return what they say
     */
    public static SetDocuments read(BackupVersion version) {
        SetDocuments all = new SetDocuments();
        for (SetDocument document : version.documents()) {
            try {
                all.add(document);
            } catch (IOException e) {
                all.unreadable.add(new Unreadable(document, e));
            }
        }
        return all;
    }

    /**
     * Reads only what names the volumes.
     *
     * @param version whose
     * @return what these documents say
     */
    static SetDocuments readVolumes(BackupVersion version) {
        SetDocuments some = new SetDocuments();
        for (SetDocument document : version.documents()) {
            if (document.name().kind() == DocumentName.Kind.BACKUP_SPECS || isAsr(document)) {
                try {
                    some.add(document);
                } catch (IOException e) {
                    some.unreadable.add(new Unreadable(document, e));
                }
            }
        }
        return some;
    }

    private void add(SetDocument document) throws IOException {
        try (FileSource source = FileSource.open(document.file())) {
            switch (document.name().kind()) {
                case BACKUP_SPECS -> specs = Optional.of(BackupSpecs.read(source));
                case COMPONENTS -> components = Optional.of(BackupComponents.read(source));
                case WRITER -> {
                    if (isAsr(document)) {
                        asr = Optional.of(AsrMetadata.read(source));
                        writers.put(document, asr.get().document());
                    } else {
                        writers.put(document, WriterMetadata.read(source));
                    }
                }
                case ADDITIONAL_FILES, REGISTRY_EXCLUDES -> outlines.put(document, DocumentOutline.read(source));
                default -> throw new IllegalStateException(document.toString());
            }
        }
    }

    private static boolean isAsr(SetDocument document) {
        return document.name().writer().filter(w -> w == WellKnownWriter.ASR).isPresent();
    }

    public Optional<BackupSpecs> specs() {
        return specs;
    }

    public Optional<BackupComponents> components() {
        return components;
    }

    public Optional<AsrMetadata> asr() {
        return asr;
    }

    public Map<SetDocument, WriterMetadata> writers() {
        return writers;
    }

    public Map<SetDocument, DocumentOutline> outlines() {
        return outlines;
    }

    public List<Unreadable> unreadable() {
        return unreadable;
    }

    /**
     * Returns the drive letter that a volume had when the backup was made.
     *
     * @param volume by its name
     * @return a letter without its colon, in upper case; empty if it had none or no document tells
     */
    public Optional<String> letter(VolumeName volume) {
        Optional<String> path = specs.flatMap(s -> s.volumes().stream()
                .filter(v -> v.volumeName().filter(volume::equals).isPresent())
                .map(v -> v.originalAccessPath().isEmpty() ? v.accessPath() : v.originalAccessPath())
                .findFirst());
        return path.filter(SetDocuments::isLetter)
                .or(() -> asr.flatMap(a -> a.volumes().stream()
                        .filter(v -> v.name().equals(volume))
                        .findFirst()
                        .flatMap(AsrMetadata.Volume::letter)))
                .filter(SetDocuments::isLetter)
                .map(l -> l.substring(0, 1).toUpperCase(Locale.ROOT));
    }

    private static boolean isLetter(String path) {
        return path.matches("[A-Za-z]:\\\\?");
    }

    /**
     * Returns what a person calls a volume that is not here.
     *
     * @param volume by its name
     * @return its letter with a colon if known, and its GUID
     */
    public String describe(VolumeName volume) {
        return letter(volume)
                .map(l -> l + ": (" + volume.guid() + ")")
                .orElse(volume.guid().toString());
    }

    /**
     * Finds the image of a volume.
     *
     * @param version to look in
     * @param volume by its name
     * @return its image file
     */
    public static Optional<Path> image(BackupVersion version, VolumeName volume) {
        return version.images().stream()
                .filter(i -> i.volume().filter(volume::equals).isPresent())
                .map(SetImage::file)
                .findFirst();
    }
}
