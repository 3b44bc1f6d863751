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
     * @throws AmbiguousBackupException if there are several computers and none was named
     * @throws IOException if a folder cannot be read
     */
    public static BackupLocation find(Path path, Optional<String> machine, Optional<String> version)
            throws IOException {
        if (!isFolder(path)) {
            return new BackupLocation(List.of(path), Optional.empty());
        }
        Path top = withName(path).orElse(path);
        Optional<BackupSet> named = namedVersion(top);
        if (named.isPresent()) {
            return of(named.get());
        }
        ComputerBackups folder = ComputerBackups.of(top);
        if (!folder.versions().isEmpty()) {
            return of(new BackupSet(storeAbove(top), folder, choose(folder, version)));
        }
        BackupStore store = BackupStore.of(top);
        ComputerBackups computer = choose(store, machine);
        return of(new BackupSet(Optional.of(store), computer, choose(computer, version)));
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
        if (namedVersion(top).isPresent() || !ComputerBackups.of(top).versions().isEmpty()) {
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

    private static Optional<Path> withName(Path folder) {
        return FolderContent.of(folder).entries().stream()
                .filter(e -> FolderContent.name(e).equalsIgnoreCase(BackupStore.NAME) && Files.isDirectory(e))
                .findFirst();
    }

    /** A version's folder by its name; a folder that merely holds images will do too when it is named itself. */
    private static Optional<BackupSet> namedVersion(Path folder) {
        BackupVersion version = BackupVersion.of(folder);
        if (version.time().isEmpty() && version.images().isEmpty()) {
            return Optional.empty();
        }
        Path computer = folder.toAbsolutePath().normalize().getParent();
        return computer == null
                ? Optional.empty()
                : Optional.of(new BackupSet(storeAbove(computer), ComputerBackups.of(computer), version));
    }

    /** Only one that is named so: any folder is above another. */
    private static Optional<BackupStore> storeAbove(Path computer) {
        Path parent = computer.toAbsolutePath().normalize().getParent();
        return parent != null && FolderContent.name(parent).equalsIgnoreCase(BackupStore.NAME)
                ? Optional.of(BackupStore.of(parent))
                : Optional.empty();
    }

    private static ComputerBackups choose(BackupStore store, Optional<String> machine) throws IOException {
        if (store.problem().isPresent()) {
            throw store.problem().get();
        }
        List<ComputerBackups> computers = store.computers();
        if (computers.isEmpty()) {
            throw new NoSuchFileException(
                    store.folder().toString(),
                    null,
                    "holds no backup: there is no folder 'Backup YYYY-MM-DD HHMMSS' with images in it");
        }
        if (machine.isPresent()) {
            return computers.stream()
                    .filter(c -> c.name().equalsIgnoreCase(machine.get()))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchFileException(
                            store.folder().toString(),
                            null,
                            "has no backup of '" + machine.get() + "'; it has " + computerNames(computers)));
        }
        if (computers.size() > 1) {
            throw new AmbiguousBackupException(store.folder() + " holds backups of several computers: "
                    + computerNames(computers) + "; choose one with --machine NAME");
        }
        return computers.get(0);
    }

    private static BackupVersion choose(ComputerBackups computer, Optional<String> wanted) throws IOException {
        if (computer.versions().isEmpty()) {
            if (computer.problem().isPresent()) {
                throw computer.problem().get();
            }
            throw new NoSuchFileException(
                    computer.folder().toString(),
                    null,
                    "holds no backup: there is no folder 'Backup YYYY-MM-DD HHMMSS' in it");
        }
        if (wanted.isEmpty()) {
            return computer.newest().orElseThrow();
        }
        return computer.versions().stream()
                .filter(v -> v.name().endsWith(wanted.get())
                        || v.identifier().filter(wanted.get()::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> new NoSuchFileException(
                        computer.folder().toString(),
                        null,
                        "has no backup '" + wanted.get() + "'; it has "
                                + String.join(
                                        ", ",
                                        computer.versions().stream()
                                                .map(BackupVersion::name)
                                                .toList())));
    }

    private static String computerNames(List<ComputerBackups> computers) {
        return String.join(", ", computers.stream().map(ComputerBackups::name).toList());
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
