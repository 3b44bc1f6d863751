package dev.lifeboat.mount.contained;

import dev.lifeboat.formats.backup.AmbiguousBackupException;
import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.Image;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.nio.ImageFileSystem;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A backup whose WindowsImageBackup folder lies at the root of a volume of a disk image, such as a {@code Backup.vhdx} that
 * was made to be the target of a backup. Its paths are read from the image; nothing is copied.
 */
public final class ContainedBackup implements Closeable {
    private static final String FOLDER = "WindowsImageBackup";
    /** Images at the top of a folder that are looked into, so that a folder of thousands does not take minutes. */
    private static final int MOST_LOOKED_INTO = 64;

    private final Path image;
    private final int volume;
    private final ImageFileSystem files;
    private final Closeable owned;

    private ContainedBackup(Path image, int volume, ImageFileSystem files, Closeable owned) {
        this.image = image;
        this.volume = volume;
        this.files = files;
        this.owned = owned;
    }

    /**
     * Opens an image and looks for a backup in it.
     *
     * @param image a file of the host; in one that itself lies in an image nothing is looked for
     * @return the backup, which the caller closes and which closes the image; empty if no volume that can be read holds one
     * @throws ImageException if the image cannot be opened
     * @throws AmbiguousBackupException if several volumes hold one
     * @throws IOException if the file cannot be read
     */
    public static Optional<ContainedBackup> open(Path image) throws IOException {
        if (isContained(image)) {
            return Optional.empty();
        }
        DiskImage disk = DiskImage.open(image);
        try {
            Optional<ContainedBackup> found = in(disk);
            if (found.isPresent()) {
                ContainedBackup backup = found.get();
                return Optional.of(new ContainedBackup(image, backup.volume, backup.files, disk));
            }
        } catch (IOException | RuntimeException e) {
            disk.close();
            throw e;
        }
        disk.close();
        return Optional.empty();
    }

    /**
     * Looks for a backup in an image.
     *
     * @param image which stays open as long as the backup is used; closing the backup does not close it
     * @return the backup; empty if no volume that can be read holds one
     * @throws AmbiguousBackupException if several volumes hold one
     * @throws IOException if the file cannot be read
     */
    public static Optional<ContainedBackup> in(Image image) throws IOException {
        // Nobody makes a WIM the target of a backup, and to look into it takes as long as to list it.
        return image instanceof DiskImage disk ? in(disk) : Optional.empty();
    }

    private static Optional<ContainedBackup> in(DiskImage image) throws IOException {
        List<ContainedBackup> found = new ArrayList<>();
        if (!isContained(image.path())) {
            int number = 0;
            for (DiskVolume volume : image.volumes()) {
                number++;
                if (FileTrees.supports(volume)) {
                    on(volume, number, image.path()).ifPresent(found::add);
                }
            }
        }
        if (found.size() > 1) {
            List<String> numbers =
                    found.stream().map(backup -> String.valueOf(backup.volume)).toList();
            throw new AmbiguousBackupException(image.path() + " holds backups on its volumes "
                    + String.join(" and ", numbers) + "; --outer shows the volumes themselves");
        }
        return found.stream().findFirst();
    }

    private static boolean isContained(Path image) {
        return image.getFileSystem() instanceof ImageFileSystem;
    }

    private static Optional<ContainedBackup> on(DiskVolume volume, int number, Path image) throws IOException {
        FileTree tree;
        try {
            tree = FileTrees.open(volume);
            if (!tree.find("/" + FOLDER).directory()) {
                return Optional.empty();
            }
        } catch (ImageException | NoSuchFileException e) {
            return Optional.empty(); // if the volume is damaged, those who look at the image itself will say so
        }
        ImageFileSystem files = ImageFileSystem.of(tree, image + ":" + number);
        return isEmpty(files) ? Optional.empty() : Optional.of(new ContainedBackup(image, number, files, () -> {}));
    }

    /** A folder that was made and never filled hides nothing; one that is damaged may. */
    private static boolean isEmpty(ImageFileSystem files) throws IOException {
        try {
            BackupLocation.find(files.getPath("/"), Optional.empty(), Optional.empty());
            return false;
        } catch (NoSuchFileException e) {
            return files.damage().isEmpty();
        } catch (ImageException | AmbiguousBackupException e) {
            return false;
        }
    }

    /**
     * Finds the images at the top of a folder that hold a backup.
     *
     * @param folder of the host
     * @return the images with names like those of virtual disks, at most 64 of which were looked into; by name
     * @throws IOException if the folder cannot be read
     */
    public static List<Path> imagesIn(Path folder) throws IOException {
        List<Path> holding = new ArrayList<>();
        for (Path image : virtualDisks(folder)) {
            if (holdsOne(image)) {
                holding.add(image);
            }
        }
        return holding;
    }

    private static boolean holdsOne(Path image) throws IOException {
        Optional<ContainedBackup> backup;
        try {
            backup = open(image);
        } catch (AmbiguousBackupException e) {
            return true;
        } catch (ImageException e) {
            return false; // what cannot be opened is not known to hold one
        }
        if (backup.isPresent()) {
            backup.get().close();
        }
        return backup.isPresent();
    }

    private static List<Path> virtualDisks(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(ContainedBackup::isVirtualDisk)
                    .sorted()
                    .limit(MOST_LOOKED_INTO)
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isVirtualDisk(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return (name.endsWith(".vhdx") || name.endsWith(".vhd")) && Files.isRegularFile(file);
    }

    /**
     * Returns the image that holds the backup.
     *
     * @return a file of the host
     */
    public Path image() {
        return image;
    }

    /**
     * Returns the volume that holds the backup.
     *
     * @return its number, from 1, as {@code lifeboat list --outer} shows it
     */
    public int volume() {
        return volume;
    }

    /**
     * Returns the folder that holds WindowsImageBackup.
     *
     * @return the root of the volume; usable until this is closed
     */
    public Path root() {
        return files.getPath("/");
    }

    /**
     * Returns what could not be listed of the folders that were looked at so far, because the image is damaged there.
     *
     * @return empty when all is well
     */
    public List<ImageException> damage() {
        return files.damage();
    }

    @Override
    public void close() throws IOException {
        files.close();
        owned.close();
    }
}
