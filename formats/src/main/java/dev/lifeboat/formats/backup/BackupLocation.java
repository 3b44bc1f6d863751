package dev.lifeboat.formats.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * What a path means: one image, or one version of one computer's backup.
 *
 * @param images the image files, by name; of a version there may be none
 * @param set the version, with its computer's folder; absent for a single image
 */
public record BackupLocation(List<Path> images, Optional<BackupSet> set) {
    /**
     * Finds the images.
     *
     * @param path an image file or block device, a version's folder, a computer's, a WindowsImageBackup folder, or the
     *     folder that holds it
     * @param machine the computer to take where there are several
     * @param version the version to take, such as {@code 2026-01-31 120000}; the newest if absent
     * @return the images
     * @throws NoSuchFileException if there is nothing there, or nothing of that name; says what there is
     * @throws AmbiguousBackupException if there are several computers and none was named, or several of what was named
     * @throws IOException if a folder cannot be read
     */
    public static BackupLocation find(Path path, Optional<String> machine, Optional<String> version)
            throws IOException {
        if (!isFolder(path)) {
            return new BackupLocation(List.of(path), Optional.empty());
        }
        Path top = withName(path).orElse(path);
        if (BackupVersion.time(FolderContent.name(top)).isPresent()) {
            BackupSet named = asVersion(top);
            BackupChoice.requireComputer(named.computer(), machine);
            BackupChoice.requireVersion(named.version(), version);
            return of(named);
        }
        ComputerBackups folder = ComputerBackups.of(top);
        if (!folder.versions().isEmpty()) {
            BackupChoice.requireComputer(folder, machine);
            return of(new BackupSet(storeAbove(top), folder, BackupChoice.version(folder, version)));
        }
        BackupStore store = BackupStore.of(top);
        if (store.computers().isEmpty()) {
            // A folder that merely holds images will do too. Where there are computers, images beside them are stray
            // ones.
            BackupSet loose = asVersion(top);
            if (!loose.version().images().isEmpty()) {
                return of(loose);
            }
        }
        ComputerBackups computer = BackupChoice.computer(store, machine);
        return of(new BackupSet(Optional.of(store), computer, BackupChoice.version(computer, version)));
    }

    /**
     * Finds the WindowsImageBackup folder that a path means, with all its computers.
     *
     * @param path the folder, or the folder that holds it
     * @return empty if the path means a single image, computer or version
     * @throws NoSuchFileException if there is nothing there
     * @throws IOException if a folder cannot be read
     */
    public static Optional<BackupStore> store(Path path) throws IOException {
        if (!isFolder(path)) {
            return Optional.empty();
        }
        Path top = withName(path).orElse(path);
        if (BackupVersion.time(FolderContent.name(top)).isPresent()
                || !ComputerBackups.of(top).versions().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(BackupStore.of(top))
                .filter(store -> !store.computers().isEmpty());
    }

    private static BackupLocation of(BackupSet set) {
        List<Path> images = set.version().images().stream().map(SetImage::file).toList();
        return new BackupLocation(images, Optional.of(set));
    }

    /** By asking, so that a closed door is told apart from an empty place. */
    private static boolean isFolder(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(path.toString(), null, "does not exist");
        }
    }

    /** Windows knows no two names that differ in case only, but other systems do. */
    private static Optional<Path> withName(Path folder) throws AmbiguousBackupException {
        List<Path> found = FolderContent.of(folder).entries().stream()
                .filter(e -> FolderContent.name(e).equalsIgnoreCase(BackupStore.NAME)
                        && FolderContent.Kind.of(e).mayBeFolder())
                .toList();
        if (found.size() > 1) {
            throw new AmbiguousBackupException(folder + " holds "
                    + String.join(
                            " and ", found.stream().map(FolderContent::name).toList())
                    + ", which are the same name to Windows; give the path of one of them");
        }
        return found.stream().findFirst();
    }

    /** The top of a drive is in no computer's folder; it stands for that, too. */
    private static BackupSet asVersion(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        Path computer = absolute.getParent() == null ? absolute : absolute.getParent();
        return new BackupSet(storeAbove(computer), ComputerBackups.of(computer), BackupVersion.of(folder));
    }

    /** Only one that is named so: any folder is above another. What a link leads to may lie in one, too. */
    private static Optional<BackupStore> storeAbove(Path computer) {
        return namedAbove(computer.toAbsolutePath().normalize())
                .or(() -> real(computer).flatMap(BackupLocation::namedAbove))
                .map(BackupStore::of);
    }

    private static Optional<Path> namedAbove(Path computer) {
        return Optional.ofNullable(computer.getParent())
                .filter(parent -> FolderContent.name(parent).equalsIgnoreCase(BackupStore.NAME));
    }

    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns whose backup it is.
     *
     * @return empty for a single image
     */
    public Optional<String> computer() {
        return set.map(s -> s.computer().name());
    }

    /**
     * Returns the name of the version's folder.
     *
     * @return such as {@code Backup 2026-01-31 120000}, whose time is UTC; empty for a single image
     */
    public Optional<String> backup() {
        return set.map(s -> s.version().name());
    }
}
