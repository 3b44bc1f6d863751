package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.AmbiguousBackupException;
import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.BackupStore;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.contained.ContainedBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command that reads an image has in common: where the image is. */
final class ImageArguments {
    @Parameters(
            index = "0",
            paramLabel = "PATH",
            description =
                    "A WindowsImageBackup folder, the drive or folder that holds it, a computer or a version in it,"
                            + " or one image: .vhdx, .vhd, .img, .iso, a disk, .wim, .esd, .swm, .ppkg. Of an image that holds a WindowsImageBackup"
                            + " folder, that backup is meant.")
    private Path path;

    @Option(
            names = "--machine",
            paramLabel = "NAME",
            description = "Which computer, where there are backups of several.")
    private String machine;

    @Option(
            names = "--backup",
            paramLabel = "ID",
            description = "Which version, such as '2026-01-31 120000'; the newest if not given.")
    private String backup;

    @Option(names = "--outer", description = "Take the image PATH itself, not the backup inside it.")
    private boolean outer;

    Path path() {
        return path;
    }

    Optional<String> machine() {
        return Optional.ofNullable(machine);
    }

    Optional<String> backup() {
        return Optional.ofNullable(backup);
    }

    boolean outer() {
        return outer;
    }

    /**
     * Finds the computers, where PATH holds several and none is chosen.
     *
     * @return empty if PATH means one thing
     * @throws IOException if there is nothing
     */
    Optional<BackupStore> severalComputers() throws IOException {
        return machine == null
                ? BackupLocation.store(path).filter(store -> store.computers().size() > 1)
                : Optional.empty();
    }

    /**
     * Finds the images on this computer; a backup inside one of them is not looked for.
     *
     * @return where they are
     * @throws AmbiguousBackupException also if PATH is a folder of images that hold backups
     * @throws IOException if there is nothing
     */
    BackupLocation locate() throws IOException {
        BackupLocation location = BackupLocation.find(path, machine(), backup());
        if (!outer && isMereFolder(location)) {
            List<Path> holding = ContainedBackup.imagesIn(path);
            if (!holding.isEmpty()) {
                throw new AmbiguousBackupException(path + " has no WindowsImageBackup folder, but a backup lies inside "
                        + String.join(
                                " and ", holding.stream().map(Path::toString).toList())
                        + "; name the image as PATH, or take the images themselves with --outer");
            }
        }
        return location;
    }

    /** A folder that nothing but the images in it makes a backup, such as the top of a drive. */
    private static boolean isMereFolder(BackupLocation location) {
        return location.set().filter(set -> set.version().time().isEmpty()).isPresent();
    }

    /**
     * Opens the backup that lies inside the image PATH.
     *
     * @return the backup, which the caller closes; empty if PATH is no single image that can be opened and holds one
     * @throws IOException if the file cannot be read
     */
    Optional<ContainedBackup> container() throws IOException {
        if (outer || !Files.exists(path) || Files.isDirectory(path)) {
            return Optional.empty();
        }
        try {
            return ContainedBackup.open(path);
        } catch (ImageException e) {
            return Optional.empty(); // whoever opens the image itself is told
        }
    }

    /**
     * Opens the images that are meant.
     *
     * @return the images, which the caller closes
     * @throws IOException if there are none, or none can be opened
     */
    ImageInput open() throws IOException {
        ImageInput input = openAny();
        try {
            input.images().requireImages();
            return input;
        } catch (IOException e) {
            input.close();
            throw e;
        }
    }

    /**
     * Opens the images that are meant, for who has something to say of a version without images, too.
     *
     * @return the images, which the caller closes; of a version there may be none, and none may be open
     * @throws IOException if there is nothing
     */
    ImageInput openAny() throws IOException {
        ImageSet set = ImageSet.openAny(locate());
        try {
            if (set.location().set().isEmpty()) {
                set.requireImages();
            }
            if (outer || Files.isDirectory(path)) {
                return ImageInput.of(set);
            }
            Optional<ContainedBackup> inside = ContainedBackup.in(set.images().get(0));
            if (inside.isEmpty()) {
                return ImageInput.of(set);
            }
            return ImageInput.inside(ImageSet.openAny(locate(inside.get())), set, inside.get());
        } catch (IOException | RuntimeException e) {
            set.close();
            throw e;
        }
    }

    private BackupLocation locate(ContainedBackup inside) throws IOException {
        try {
            return BackupLocation.find(inside.root(), machine(), backup());
        } catch (NoSuchFileException e) {
            if (inside.damage().isEmpty()) {
                throw e;
            }
            throw inside.damage().get(0); // it may be there, but its folder cannot be read
        }
    }
}
