package dev.lifeboat.formats.udf;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;

/** OSTA compressed Unicode, UDF 2.1.1: a byte that tells the width of a character, then the characters. */
final class OstaText {
    private OstaText() {}

    /**
     * Reads text that fills a place.
     *
     * @param s holds it
     * @param at where the first byte stands
     * @param length of all of it, 0 for no text
     * @return the text; unpaired surrogates are kept
     */
    static String read(Struct s, long at, int length) throws CorruptImageException {
        if (length == 0) {
            return "";
        }
        int width = s.u8(at);
        return switch (width) {
            case 8 -> s.ascii(at + 1, length - 1);
            case 16 -> s.bigEndian().utf16(at + 1, (length - 1) / 2);
            default -> throw s.corrupt(at, "compression of the name", "is " + width + ", expected 8 or 16");
        };
    }

    /** Reads text in a field of fixed size whose last byte is the length, 1/7.2.12. */
    static String field(Struct s, int at, int size) throws CorruptImageException {
        int length = s.u8(at + size - 1);
        if (length >= size) {
            throw s.corrupt(at + size - 1, "length of the text", "is " + length + ", expected less than " + size);
        }
        return read(s, at, length);
    }
}
