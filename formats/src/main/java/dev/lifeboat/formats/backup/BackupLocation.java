package dev.lifeboat.formats.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The image files that a path means: one image, or those of one version of one computer's backup.
 *
 * @param computer whose backup it is; absent for a single image
 * @param backup name of the version's folder, {@code Backup 2026-01-31 120000} (the time is UTC); absent for a single image
 * @param images the image files, by name
 */
public record BackupLocation(Optional<String> computer, Optional<String> backup, List<Path> images) {
    private static final String TOP = "WindowsImageBackup";
    private static final Pattern VERSION = Pattern.compile("Backup \\d{4}-\\d{2}-\\d{2} \\d{6}");
    private static final Comparator<Path> BY_NAME = Comparator.comparing(BackupLocation::name);

    /**
     * Finds the images.
     *
     * @param path an image file or block device, a version's folder, a computer's, a WindowsImageBackup folder, or the
     *     folder that holds it
     * @param machine the computer to take where there are several
     * @param version the version to take, such as {@code 2026-01-31 120000}; the newest if absent
     * @return at least one image
     * @throws NoSuchFileException if there is nothing there, or nothing of that name; says what there is
     * @throws AmbiguousBackupException if there are several computers and none was named
     * @throws IOException if a folder cannot be read
     */
    public static BackupLocation find(Path path, Optional<String> machine, Optional<String> version)
            throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString(), null, "does not exist");
        }
        if (!Files.isDirectory(path)) {
            return new BackupLocation(Optional.empty(), Optional.empty(), List.of(path));
        }
        Path top = path;
        if (Files.isDirectory(path.resolve(TOP))) {
            top = path.resolve(TOP);
        }
        if (isVersion(top)) {
            return version(top);
        }
        Path computer = versions(top).isEmpty() ? computer(top, machine) : top;
        List<Path> versions = versions(computer);
        Path chosen = versions.get(versions.size() - 1);
        if (version.isPresent()) {
            chosen = versions.stream()
                    .filter(v -> name(v).endsWith(version.get()))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchFileException(
                            computer.toString(),
                            null,
                            "has no backup '" + version.get() + "'; it has " + names(versions)));
        }
        return version(chosen);
    }

    private static Path computer(Path top, Optional<String> machine) throws IOException {
        List<Path> computers = new ArrayList<>();
        for (Path folder : list(top, Files::isDirectory)) {
            if (!versions(folder).isEmpty()) {
                computers.add(folder);
            }
        }
        if (computers.isEmpty()) {
            throw new NoSuchFileException(
                    top.toString(),
                    null,
                    "holds no backup: there is no folder 'Backup YYYY-MM-DD HHMMSS' with images in it");
        }
        if (machine.isPresent()) {
            return computers.stream()
                    .filter(c -> name(c).equalsIgnoreCase(machine.get()))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchFileException(
                            top.toString(),
                            null,
                            "has no backup of '" + machine.get() + "'; it has " + names(computers)));
        }
        if (computers.size() > 1) {
            throw new AmbiguousBackupException(top + " holds backups of several computers: " + names(computers)
                    + "; choose one with --machine NAME");
        }
        return computers.get(0);
    }

    private static BackupLocation version(Path folder) throws IOException {
        List<Path> images = list(folder, BackupLocation::isImage);
        if (images.isEmpty()) {
            throw new NoSuchFileException(folder.toString(), null, "holds no image (.vhdx or .vhd)");
        }
        Path computer = folder.toAbsolutePath().normalize().getParent();
        return new BackupLocation(
                Optional.ofNullable(computer).map(BackupLocation::name), Optional.of(name(folder)), images);
    }

    /** A version's folder by its name; a folder that merely holds images will do too when it is named itself. */
    private static boolean isVersion(Path folder) throws IOException {
        return VERSION.matcher(name(folder)).matches()
                || !list(folder, BackupLocation::isImage).isEmpty();
    }

    /** Oldest first: the names sort by time. */
    private static List<Path> versions(Path computer) throws IOException {
        return list(computer, f -> VERSION.matcher(name(f)).matches() && Files.isDirectory(f));
    }

    private static boolean isImage(Path file) {
        String name = name(file).toLowerCase(Locale.ROOT);
        return (name.endsWith(".vhdx") || name.endsWith(".vhd")) && Files.isRegularFile(file);
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(wanted).sorted(BY_NAME).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String name(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? "" : name.toString();
    }

    private static String names(List<Path> paths) {
        return String.join(", ", paths.stream().map(BackupLocation::name).toList());
    }
}
