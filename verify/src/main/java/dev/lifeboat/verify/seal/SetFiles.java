package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.BackupVersion;
import dev.lifeboat.formats.backup.ComputerBackups;
import dev.lifeboat.formats.backup.OpaqueFile;
import dev.lifeboat.formats.backup.SetDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every file of a backup's version: what lies in its folder, and the computer's MediaId, catalogs and SPPMetadataCache. Of a
 * single image that file alone; of a folder that merely holds images, these and the documents beside them.
 *
 * @param folder the names are below it
 * @param files by name
 */
public record SetFiles(Path folder, List<SetFile> files) {
    /** Real backups have less than a hundred. */
    private static final int MOST = 10_000;

    private static final int DEPTH = 16;

    /**
     * Lists the files.
     *
     * @param location the backup, or a single image
     * @return the files; links to folders are not followed
     * @throws IOException if a folder cannot be listed, or there are more than 10,000 files
     */
    public static SetFiles of(BackupLocation location) throws IOException {
        Optional<BackupSet> set = location.set();
        if (set.isEmpty()) {
            Path image = location.images().get(0);
            Path folder = image.toAbsolutePath().normalize().getParent();
            SetFile only = new SetFile(String.valueOf(image.getFileName()), image, true);
            return new SetFiles(folder == null ? image : folder, List.of(only));
        }
        return of(set.get(), location.images());
    }

    private static SetFiles of(BackupSet set, List<Path> images) throws IOException {
        Path version = set.version().folder();
        boolean loose =
                set.version().time().isEmpty(); // nothing but images in any folder: what lies above is not its own
        Path folder = loose ? version : set.computer().folder();
        String prefix = loose ? "" : set.version().name() + "/";
        List<SetFile> files = new ArrayList<>();
        for (Path file : loose ? known(set.version(), images) : within(version, images)) {
            String name = prefix
                    + version.relativize(file)
                            .toString()
                            .replace(file.getFileSystem().getSeparator(), "/");
            files.add(new SetFile(name, file, images.contains(file)));
        }
        if (!loose) {
            ofComputer(set.computer(), files);
        }
        files.sort(Comparator.comparing(SetFile::name));
        return new SetFiles(folder, List.copyOf(files));
    }

    private static void ofComputer(ComputerBackups computer, List<SetFile> files) {
        Stream.of(computer.mediaId().stream(), computer.catalogs().stream(), computer.metadataCache().stream())
                .flatMap(s -> s)
                .map(OpaqueFile::file)
                .forEach(file -> {
                    String separator = file.getFileSystem().getSeparator();
                    String name = computer.folder().relativize(file).toString().replace(separator, "/");
                    files.add(new SetFile(name, file, false));
                });
    }

    /** Of a folder that is no backup, which may be the top of a drive: nothing else in it belongs to the images. */
    private static List<Path> known(BackupVersion version, List<Path> images) {
        return Stream.concat(images.stream(), version.documents().stream().map(SetDocument::file))
                .toList();
    }

    /** The folder itself may be a link; those below it are not followed. */
    private static List<Path> within(Path folder, List<Path> images) throws IOException {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(folder)) {
            entries = listed.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        List<Path> files = new ArrayList<>();
        for (Path entry : entries) {
            Files.walkFileTree(entry, EnumSet.noneOf(FileVisitOption.class), DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (isFile(file, attributes)) {
                        files.add(file);
                    }
                    if (files.size() > MOST) {
                        throw new IOException(folder + " holds more than " + MOST + " files, which no backup has");
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        images.stream().filter(image -> !files.contains(image)).forEach(files::add); // whoever opens them is told why
        return files;
    }

    /** An image may be a link to a file; a pipe or a folder is none. */
    private static boolean isFile(Path file, BasicFileAttributes attributes) {
        return attributes.isRegularFile() || (attributes.isSymbolicLink() && Files.isRegularFile(file));
    }

    /** The files by their names, which are those in a seal. */
    Map<String, SetFile> byName() {
        Map<String, SetFile> byName = new HashMap<>();
        files.forEach(file -> byName.put(file.name(), file));
        return byName;
    }
}
