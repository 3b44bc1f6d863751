package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;

/** Names of keys and values. */
final class Names {
    private Names() {}

    /**
     * Reads a name.
     *
     * @param s that holds it
     * @param at where
     * @param length in bytes
     * @param compressed whether each byte is a character below U+0100, rather than half a UTF-16 unit
     * @return the name; unpaired surrogates are kept
     */
    static String read(Struct s, int at, int length, boolean compressed) throws CorruptImageException {
        if (compressed) {
            return s.ascii(at, length);
        }
        if (length % 2 != 0) {
            throw s.corrupt(at, "name", "of " + length + " bytes is no UTF-16");
        }
        return s.utf16(at, length / 2);
    }

    /** Tells whether Windows takes two names for the same: it compares UTF-16 units, whatever their case. */
    static boolean equal(String a, String b) {
        if (a.length() != b.length()) {
            return false;
        }
        for (int i = 0; i < a.length(); i++) {
            char c = a.charAt(i);
            char d = b.charAt(i);
            if (c != d && upper(c) != upper(d)) {
                return false;
            }
        }
        return true;
    }

    /** Unlike Java, Windows has no capital for the micro sign, and none of ASCII for a letter beyond it. */
    private static char upper(char c) {
        char upper = Character.toUpperCase(c);
        return c == '\u00b5' || (c >= 0x80 && upper < 0x80) ? c : upper;
    }
}
