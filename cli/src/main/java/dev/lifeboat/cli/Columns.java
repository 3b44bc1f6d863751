package dev.lifeboat.cli;

/** How much of a terminal's line text takes up: letters of East Asia two columns each, combining marks none. */
final class Columns {
    private static final String CUT = "...";
    /** First and last of the ranges that are wide, Unicode's East Asian Width: W and F, the unassigned between them too. */
    private static final int[] WIDE = {
        0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0xa4cf, 0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f,
        0xff00, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x18aff, 0x1b000, 0x1b2ff, 0x1f300, 0x1faff, 0x20000, 0x3fffd
    };

    private Columns() {}

    static int width(String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    private static int width(int character) {
        if (character < WIDE[0]) {
            int type = character < 0x300 ? 0 : Character.getType(character);
            return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK ? 0 : 1;
        }
        for (int i = 0; i < WIDE.length; i += 2) {
            if (character >= WIDE[i] && character <= WIDE[i + 1]) {
                return 2;
            }
        }
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.FORMAT ? 0 : 1;
    }

    /** As much of the beginning as there is room for. */
    static String begin(String text, int room) {
        int end = 0;
        for (int used = 0; end < text.length(); end += Character.charCount(text.codePointAt(end))) {
            used += width(text.codePointAt(end));
            if (used > room) {
                break;
            }
        }
        return text.substring(0, end);
    }

    /** As much of the end as there is room for: of a path, the name. */
    static String end(String text, int room) {
        if (width(text) <= room) {
            return text;
        }
        int begin = text.length();
        for (int used = CUT.length(); begin > 0; ) {
            int character = text.codePointBefore(begin);
            used += width(character);
            if (used > room) {
                break;
            }
            begin -= Character.charCount(character);
        }
        return begin(CUT + text.substring(begin), room);
    }
}
