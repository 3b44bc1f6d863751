package dev.lifeboat.cli;

import java.util.Locale;

/** Text for people. */
final class Text {
    private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB"};

    private Text() {}

    /**
     * Makes text from an image harmless for a terminal: control characters, which could move the cursor or recolour the
     * verdict, direction marks, which could turn a name around, half surrogates, and what no XML may hold are written as
     * {@code \\u001b}.
     *
     * @param text any
     * @return one line of printable text
     */
    static String safe(String text) {
        int i = 0;
        while (i < text.length() && (isPlain(text.charAt(i)) || printable(text, i))) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, i);
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (printable(text, i)) {
                safe.append(c);
            } else {
                safe.append(String.format("\\u%04x", (int) c));
            }
        }
        return safe.toString();
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7f;
    }

    private static boolean printable(String text, int at) {
        char c = text.charAt(at);
        if (c <= 0x7f) {
            return isPlain(c);
        }
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return c > 0x9f
                && c != 0x61c
                && !(c >= 0x200e && c <= 0x200f)
                && !(c >= 0x2028 && c <= 0x202e)
                && !(c >= 0x2066 && c <= 0x2069)
                && c != 0xfeff
                && c < 0xfffe;
    }

    /**
     * Writes a size as Windows shows it: powers of 1024, three digits.
     *
     * @param bytes 0 or more
     * @return such as {@code 1.46 GB}
     */
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        double value = bytes;
        int unit = -1;
        do {
            value /= 1024;
            unit++;
        } while (value >= 999.5 && unit < UNITS.length - 1);
        String format = value < 9.995 ? "%.2f %s" : value < 99.95 ? "%.1f %s" : "%.0f %s"; // not 10.00 or 100.0
        return String.format(Locale.ROOT, format, value, UNITS[unit]);
    }
}
