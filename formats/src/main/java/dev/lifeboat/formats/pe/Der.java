package dev.lifeboat.formats.pe;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Walks over the elements of a DER structure (X.690, 8.1) before a library parses it: lengths have to fit, and depth and number are
 * bounded, so that the parser's recursion and memory are, too.
 */
final class Der {
    private static final int DEEPEST = 64;
    private static final int MOST_ELEMENTS = 200_000;
    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_TAG = 0x1f;
    private static final int INDEFINITE = 0x80;

    private Der() {}

    /**
     * Returns the first element of a structure.
     *
     * @param s may go on behind it, with padding
     * @param name of the file, for messages
     * @return its bytes
     */
    static byte[] first(Struct s, String name) throws IOException {
        Deque<Integer> ends = new ArrayDeque<>();
        ends.push(s.size());
        int at = 0;
        int end = 0;
        int elements = 0;
        do {
            int tag = s.u8(at);
            int header = header(s, at, tag);
            int length = length(s, at + header, name);
            int content = at + header + lengthSize(s, at + header);
            if (length > ends.element() - content) {
                throw s.corrupt(at, "element", "of " + length + " bytes does not fit in " + (ends.element() - content));
            }
            end = end == 0 ? content + length : end;
            if (++elements > MOST_ELEMENTS || ends.size() > DEEPEST) {
                throw new UnsupportedImageException(
                        name,
                        "more than " + MOST_ELEMENTS + " elements, or " + DEEPEST + " in each other, are not"
                                + " supported");
            }
            at = content;
            if ((tag & CONSTRUCTED) != 0) {
                ends.push(content + length);
            } else {
                at += length;
            }
            while (ends.size() > 1 && at == ends.element()) {
                ends.pop();
            }
        } while (ends.size() > 1);
        return s.bytes(0, end);
    }

    private static int header(Struct s, int at, int tag) throws CorruptImageException {
        int size = 1;
        if ((tag & LONG_TAG) == LONG_TAG) {
            while ((s.u8(at + size++) & 0x80) != 0) {
                if (size > 5) {
                    throw s.corrupt(at, "tag", "has more than four further bytes");
                }
            }
        }
        return size;
    }

    private static int lengthSize(Struct s, int at) throws CorruptImageException {
        int first = s.u8(at);
        return first < INDEFINITE ? 1 : 1 + (first & 0x7f);
    }

    private static int length(Struct s, int at, String name) throws IOException {
        int first = s.u8(at);
        if (first < INDEFINITE) {
            return first;
        }
        if (first == INDEFINITE) {
            throw new UnsupportedImageException(name, "elements of indefinite length are not supported");
        }
        long length = 0;
        for (int i = 1; i <= (first & 0x7f); i++) {
            length = length << 8 | s.u8(at + i);
            if (length > Integer.MAX_VALUE) {
                throw s.corrupt(at, "length of an element", "is beyond any real size");
            }
        }
        return (int) length;
    }
}
