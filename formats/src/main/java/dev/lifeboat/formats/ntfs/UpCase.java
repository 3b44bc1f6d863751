package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** $UpCase: the volume's own table of capital letters, by which names are compared and directories are ordered. */
public final class UpCase {
    private static final int SIZE = 65536;

    private final char[] table;

    private UpCase(char[] table) {
        this.table = table;
    }

    /**
     * Reads the table.
     *
     * @param stream the content of $UpCase
     * @return the table
     * @throws CorruptImageException if it is too short
     * @throws IOException if the storage cannot be read
     */
    static UpCase read(ByteSource stream) throws IOException {
        char[] table = new char[SIZE];
        ByteBuffer.wrap(stream.bytes(0, 2 * SIZE))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asCharBuffer()
                .get(table);
        return new UpCase(table);
    }

    /**
     * Makes a stand-in for a volume whose table cannot be read.
     *
     * @return the capital letters that Java knows
     */
    static UpCase ofJava() {
        char[] table = new char[SIZE];
        for (int c = 0; c < SIZE; c++) {
            table[c] = Character.toUpperCase((char) c);
        }
        return new UpCase(table);
    }

    /**
     * Returns the capital letter.
     *
     * @param c any UTF-16 unit
     * @return its capital, or itself
     */
    public char toUpper(char c) {
        return table[c];
    }

    /**
     * Orders names as directories do (COLLATION_FILE_NAME), ignoring case.
     *
     * @param a a name
     * @param b another
     * @return less than, equal to or greater than 0
     */
    public int compare(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            int difference = table[a.charAt(i)] - table[b.charAt(i)];
            if (difference != 0) {
                return difference;
            }
        }
        return a.length() - b.length();
    }
}
