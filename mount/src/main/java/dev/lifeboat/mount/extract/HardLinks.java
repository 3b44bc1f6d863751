package dev.lifeboat.mount.extract;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Where files with several names were written first. It forgets some rather than take up all memory. */
final class HardLinks {
    /** Characters of all paths together: enough for 200,000 files of a Windows installation. */
    private static final int MOST_CHARACTERS = 24 << 20;

    private final Map<Object, First> firsts = new HashMap<>();
    private int characters;

    /** The place of a file, and how many of its names have not been met yet. */
    private record First(String path, int left) {}

    /**
     * Returns where a file was written.
     *
     * @param file key of the file
     * @return its first place, or null
     */
    Path first(Object file) {
        if (firsts.isEmpty()) {
            return null;
        }
        First first = firsts.get(file);
        return first == null ? null : Path.of(first.path());
    }

    void written(Object file, Path path, int names) {
        String text = path.toString();
        if (names > 1 && characters <= MOST_CHARACTERS - text.length()) {
            firsts.put(file, new First(text, names - 1));
            characters += text.length();
        }
    }

    /** Notes that a further name was linked; after the last one the file is forgotten. */
    void linked(Object file) {
        First first = firsts.get(file);
        if (first.left() > 1) {
            firsts.put(file, new First(first.path(), first.left() - 1));
        } else {
            forget(file);
        }
    }

    void forget(Object file) {
        First first = firsts.remove(file);
        characters -= first.path().length();
    }
}
