package dev.lifeboat.formats.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a folder holds, as far as it can be told.
 *
 * @param entries by name; empty if it cannot be listed
 * @param problem why it cannot be listed
 */
record FolderContent(List<Path> entries, Optional<IOException> problem) {
    private static final Comparator<Path> BY_NAME = Comparator.comparing(path -> String.valueOf(path.getFileName()));

    /** What an entry is, links followed. */
    enum Kind {
        FILE,
        FOLDER,
        /** A pipe or a device, on which a reader would wait for ever. */
        OTHER,
        /** It cannot be asked. Opening it tells why, so that it must not be passed over. */
        UNKNOWN,
        /** A link to nowhere. */
        NOWHERE;

        /** Tells what an entry is. */
        static Kind of(Path entry) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
                return attributes.isDirectory() ? FOLDER : attributes.isRegularFile() ? FILE : OTHER;
            } catch (NoSuchFileException e) {
                return NOWHERE;
            } catch (IOException e) {
                return Files.isSymbolicLink(entry) ? NOWHERE : UNKNOWN; // round in a circle
            }
        }

        boolean mayBeFile() {
            return this == FILE || this == UNKNOWN;
        }

        boolean mayBeFolder() {
            return this == FOLDER || this == UNKNOWN;
        }
    }

    static FolderContent of(Path folder) {
        try (Stream<Path> listed = Files.list(folder)) {
            return new FolderContent(listed.sorted(BY_NAME).toList(), Optional.empty());
        } catch (UncheckedIOException e) {
            return new FolderContent(List.of(), Optional.of(e.getCause()));
        } catch (IOException e) {
            return new FolderContent(List.of(), Optional.of(e));
        }
    }

    /**
     * Returns the last part of a path.
     *
     * @param path any
     * @return of the top of a drive its letter, or {@code root}
     */
    static String name(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (absolute.getFileName() != null) {
            return absolute.getFileName().toString();
        }
        String root = absolute.toString()
                .replaceAll("[^\\p{IsAlphabetic}\\p{IsDigit}]+", " ")
                .strip();
        return root.isEmpty() ? "root" : root;
    }
}
