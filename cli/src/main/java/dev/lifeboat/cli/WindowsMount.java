package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.mount.windows.MountRefusedException;
import dev.lifeboat.mount.windows.NativeMount;
import dev.lifeboat.mount.windows.NativeRequest;
import dev.lifeboat.mount.windows.NativeRequest.Showing;
import dev.lifeboat.mount.windows.NotElevatedException;
import dev.lifeboat.verify.seal.SealPlaces;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Mounts the images of a backup with Windows' own means: which volumes, and where each. */
final class WindowsMount implements Closeable {
    private static final Set<VolumeKind> SHOWN = EnumSet.of(
            VolumeKind.NTFS, VolumeKind.FAT12, VolumeKind.FAT16, VolumeKind.FAT32, VolumeKind.EXFAT, VolumeKind.REFS);

    private final List<NativeMount> mounts = new ArrayList<>();

    /**
     * What is asked for.
     *
     * @param where a drive letter with a colon, or a folder
     * @param volume which; empty for all, which only a folder can take
     * @param overlay whether Windows may write into a temporary file
     * @param background whether it stays
     */
    record Request(String where, Optional<String> volume, boolean overlay, boolean background) {
        boolean letter() {
            return isLetter(where);
        }

        /** As Windows wants it, with a backslash at its end. */
        String place() {
            String whole = letter()
                    ? where.substring(0, 2).toUpperCase(Locale.ROOT)
                    : Path.of(where).toAbsolutePath().normalize().toString();
            return whole.endsWith("\\") ? whole : whole + "\\";
        }
    }

    private WindowsMount() {}

    /** Tells whether a place is a drive letter. */
    static boolean isLetter(String where) {
        return where.matches("[A-Za-z]:\\\\?");
    }

    /**
     * Mounts what is asked for; if something fails, nothing stays.
     *
     * @param input the images
     * @param told receives what is being done
     * @throws NotElevatedException if this process lacks the rights
     * @throws FailedException if it is refused, or Windows refuses
     */
    static WindowsMount mount(ImageInput input, Request request, Consumer<String> told) throws IOException {
        if (input.container().isPresent()) {
            throw new FailedException(
                    ExitCode.REFUSED,
                    "the backup lies inside " + input.container().get().image()
                            + ": mount that image with --outer first, then the backup in it. \"lifeboat extract\" goes there at once");
        }
        Map<Path, List<Showing>> showings = showings(input.images(), request);
        WindowsMount all = new WindowsMount();
        try {
            for (Map.Entry<Path, List<Showing>> image : showings.entrySet()) {
                all.mounts.add(NativeMount.mount(
                        new NativeRequest(
                                request.place(),
                                image.getKey(),
                                image.getValue(),
                                request.overlay(),
                                request.background(),
                                notes()),
                        line -> told.accept(image.getKey().getFileName() + ": " + line)));
            }
            return all;
        } catch (IOException | RuntimeException e) {
            all.abandon(e);
            if (e instanceof NotElevatedException) {
                throw e;
            }
            if (e instanceof IOException) {
                throw new FailedException(
                        e instanceof MountRefusedException ? ExitCode.REFUSED : ExitCode.FAILED, e.getMessage());
            }
            throw e;
        }
    }

    /** The folder in which mounts are noted. */
    static Path notes() {
        return SealPlaces.userData().resolve("mounts");
    }

    private static Map<Path, List<Showing>> showings(ImageSet set, Request request) throws IOException {
        Map<Path, List<Showing>> byImage = new LinkedHashMap<>();
        if (request.volume().isPresent() || request.letter()) {
            NumberedVolume volume =
                    request.volume().isPresent() ? set.volume(request.volume().get()) : only(set);
            byImage.put(volume.image().path(), List.of(showing(set, volume, request.place())));
            return byImage;
        }
        for (NumberedVolume volume : set.volumes()) {
            if (SHOWN.contains(volume.volume().kind())) {
                String place = request.place() + folder(set, volume) + "\\";
                byImage.computeIfAbsent(volume.image().path(), image -> new ArrayList<>())
                        .add(showing(set, volume, place));
            }
        }
        if (byImage.isEmpty()) {
            throw new FailedException(ExitCode.REFUSED, "none of the volumes here is one that Windows shows");
        }
        return byImage;
    }

    private static NumberedVolume only(ImageSet set) {
        return set.onlyVolume()
                .orElseThrow(() -> new FailedException(
                        ExitCode.USAGE,
                        "there are " + set.volumes().size() + " volumes, and a drive letter takes one: choose it with"
                                + " --volume, or name an empty folder for all. \"lifeboat list\" shows them"));
    }

    private static Showing showing(ImageSet set, NumberedVolume volume, String place) {
        String name = new VolumeNames(set).name(volume);
        DiskVolume onDisk = volume.onDisk()
                .orElseThrow(
                        () -> new FailedException(
                                ExitCode.REFUSED,
                                "Windows mounts no images of a WIM this way; \"lifeboat ls\" and \"lifeboat extract\" read them"));
        if (onDisk.kind() == VolumeKind.BITLOCKER) {
            throw new FailedException(
                    ExitCode.REFUSED,
                    name
                            + " is encrypted with BitLocker inside the image. Attach the image in Disk Management, read-only, and"
                            + " unlock it with the recovery key");
        }
        return new Showing(name, onDisk.partition().map(Partition::offset).orElse(0L), place);
    }

    /** What the folder of a volume is called: its letter, or its number. */
    private static String folder(ImageSet set, NumberedVolume volume) {
        return set.letter(volume)
                .filter(letter -> letter.matches("[A-Za-z]"))
                .map(letter -> letter.toUpperCase(Locale.ROOT))
                .orElse(String.valueOf(volume.number()));
    }

    /** All that can be looked into. */
    List<NativeMount.Shown> shown() {
        return mounts.stream().flatMap(mount -> mount.shown().stream()).toList();
    }

    /** Leaves it to itself. */
    void leave() {
        mounts.forEach(NativeMount::leave);
    }

    private void abandon(Exception cause) {
        try {
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (int i = mounts.size() - 1; i >= 0; i--) {
            try {
                mounts.get(i).close();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        mounts.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
