package dev.lifeboat.formats.fat;

import java.nio.charset.Charset;
import java.util.Locale;

/**
 * The eleven bytes of a short name, section 6.1: eight and three, padded with blanks, without the dot. Nothing on the disk
 * says which code page they are in; code page 437, of an American PC, is taken. It matters only for names without a long
 * one, and Windows writes a long one wherever a letter is not ASCII.
 */
final class ShortName {
    private static final Charset OEM = Charset.forName("IBM437");
    private static final int BASE = 8;
    private static final int EXTENSION = 3;
    static final int SIZE = BASE + EXTENSION;

    private ShortName() {}

    /** The name with its dot, as it stands on the disk. */
    static String of(byte[] name) {
        return join(part(name, 0, BASE), part(name, BASE, EXTENSION));
    }

    /**
     * The name in the case that Windows NT shows it in.
     *
     * @param flags byte 12 of the entry: 0x08 the base is lower case, 0x10 the extension is; not in the specification
     */
    static String of(byte[] name, int flags) {
        String base = part(name, 0, BASE);
        String extension = part(name, BASE, EXTENSION);
        return join(
                (flags & 0x08) != 0 ? base.toLowerCase(Locale.ROOT) : base,
                (flags & 0x10) != 0 ? extension.toLowerCase(Locale.ROOT) : extension);
    }

    /**
     * Tells whether a name can be one, by its characters (section 6.1): none below a blank, no small letter, none that paths
     * or commands need.
     */
    static boolean isPossible(byte[] name) {
        for (int i = 0; i < SIZE; i++) {
            int c = name[i] & 0xff;
            boolean firstOfJapan = i == 0 && c == 0x05;
            if ((c < 0x20 && !firstOfJapan) || (c >= 'a' && c <= 'z') || "\"*+,./:;<=>?[\\]|".indexOf(c) >= 0) {
                return false;
            }
        }
        return name[0] != ' ';
    }

    /** A volume label, which has no dot. */
    static String label(byte[] name) {
        return new String(name, OEM).stripTrailing();
    }

    /** The sum that each part of a long name carries, so that it is known which name it belongs to, section 7.2. */
    static int checksum(byte[] name) {
        int sum = 0;
        for (byte b : name) {
            sum = ((sum >> 1) | (sum << 7)) + b & 0xff;
        }
        return sum;
    }

    private static String join(String base, String extension) {
        return extension.isEmpty() ? base : base + "." + extension;
    }

    private static String part(byte[] name, int from, int length) {
        byte[] part = new byte[length];
        System.arraycopy(name, from, part, 0, length);
        if (from == 0 && part[0] == 0x05) {
            part[0] = (byte) 0xe5; // which would mean a deleted entry
        }
        return new String(part, OEM).stripTrailing();
    }
}
