package dev.lifeboat.mount.extract;

/**
 * The escapes of names that the host cannot hold: {@code %XX} for a character below 128, {@code %uXXXX} for another, a
 * percent sign escaped like the rest, so that the name can be told from what it became. A name that is too long is cut
 * before its extension and marked there: {@code %~} and a checksum of the whole, which no escape looks like.
 */
final class NameEscape {
    /** Begins what was not part of the name. */
    static final String MARK = "%~";
    /** What an empty name becomes. */
    private static final String EMPTY = "%";

    private static final int LONGEST_EXTENSION = 16;

    private NameEscape() {}

    /**
     * Escapes a name.
     *
     * @param name from the image
     * @param names says what has to be escaped, and how long it may get
     * @param mark goes before the extension; or empty
     * @return a name that the host can hold
     */
    static String escape(String name, HostNames names, String mark) {
        int dot = extension(name);
        String end = escape(name, dot, name.length(), names, Integer.MAX_VALUE);
        String whole = escape(name, 0, dot, names, Integer.MAX_VALUE) + mark + end;
        if (names.length(whole) <= HostNames.LONGEST) {
            return whole.isEmpty() ? EMPTY : whole;
        }
        String cut = mark.isEmpty() ? MARK + String.format("%08x", name.hashCode()) : mark;
        return escape(name, 0, dot, names, HostNames.LONGEST - names.length(cut + end)) + cut + end;
    }

    private static int extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && name.length() - dot <= LONGEST_EXTENSION ? dot : name.length();
    }

    private static String escape(String name, int from, int to, HostNames names, int room) {
        StringBuilder escaped = new StringBuilder(to - from + 16);
        int left = room;
        for (int i = from; i < to; ) {
            int width = width(name, i);
            String part =
                    name.charAt(i) != '%' && names.keeps(name, i) ? name.substring(i, i + width) : code(name, i, width);
            left -= names.length(part);
            if (left < 0) {
                break;
            }
            escaped.append(part);
            i += width;
        }
        return escaped.toString();
    }

    private static String code(String name, int at, int width) {
        StringBuilder code = new StringBuilder(12);
        for (int i = at; i < at + width; i++) {
            char c = name.charAt(i);
            code.append(String.format(c < 0x80 ? "%%%02X" : "%%u%04X", (int) c));
        }
        return code.toString();
    }

    /**
     * Returns how many chars belong together.
     *
     * @param name any text
     * @param at index
     * @return 2 for a surrogate pair, else 1
     */
    static int width(String name, int at) {
        return Character.charCount(name.codePointAt(at));
    }
}
