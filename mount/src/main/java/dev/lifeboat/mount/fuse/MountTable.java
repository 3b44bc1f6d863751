package dev.lifeboat.mount.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is mounted, as {@code /proc/self/mountinfo} says (proc(5)). */
public final class MountTable {
    private static final Path FILE = Path.of("/proc/self/mountinfo");
    private static final int WHERE = 4;
    private static final String KIND = "fuse." + MountOptions.SUBTYPE;

    private MountTable() {}

    /**
     * A mount of any kind.
     *
     * @param where its folder
     * @param kind of file system, such as {@code fuse.lifeboat}
     * @param source what is mounted
     */
    public record Entry(String where, String kind, String source) {
        public boolean ours() {
            return kind.equals(KIND);
        }
    }

    /**
     * Reads all.
     *
     * @return in the order in which they were made; a folder may be there twice, then the last is seen
     * @throws IOException if the system does not tell
     */
    public static List<Entry> read() throws IOException {
        // Names are bytes, of any encoding; as Latin-1 each stays one character until the escapes are gone.
        return parse(Files.readString(FILE, StandardCharsets.ISO_8859_1));
    }

    static List<Entry> parse(String table) {
        List<Entry> entries = new ArrayList<>();
        for (String line : table.split("\n", -1)) {
            String[] parts = line.split(" - ", 2);
            String[] before = parts[0].split(" ", -1);
            String[] behind = parts.length == 2 ? parts[1].split(" ", -1) : new String[0];
            if (before.length > WHERE && behind.length >= 2) {
                entries.add(new Entry(plain(before[WHERE]), plain(behind[0]), plain(behind[1])));
            }
        }
        return entries;
    }

    /** Space, tab, newline, backslash and number sign are written as a backslash and three octal digits. */
    private static String plain(String field) {
        StringBuilder plain = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && field.substring(i + 1).matches("(?s)[0-3][0-7]{2}.*")) {
                plain.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                plain.append(c);
            }
        }
        return new String(plain.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /**
     * Finds what is seen in a folder.
     *
     * @param where absolute, without links
     * @return the last mount there
     * @throws IOException if the system does not tell
     */
    public static Optional<Entry> at(Path where) throws IOException {
        return read().stream()
                .filter(entry -> entry.where().equals(where.toString()))
                .reduce((first, second) -> second);
    }
}
