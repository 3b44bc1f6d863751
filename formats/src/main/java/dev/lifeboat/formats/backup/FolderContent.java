package dev.lifeboat.formats.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final Comparator<Path> BY_NAME = Comparator.comparing(FolderContent::name);

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
     * @return empty for a root
     */
    static String name(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? "" : name.toString();
    }
}
