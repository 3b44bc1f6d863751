package dev.lifeboat.formats.cms;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Walks over the elements of a DER structure (X.690, 8.1) before a library parses it: lengths have to fit, and depth and number are
 * bounded, so that the parser's recursion and memory are, too.
 */
final class Der {
    private static final int DEEPEST = 64;

    private Der() {}

    /**
     * Checks the first element of a structure, with all that is in it.
     *
     * @param s may go on behind it, with padding
     * @param mostElements that are supported
     * @return its end, relative to the structure
     */
    static int check(Struct s, int mostElements) throws ImageException {
        Deque<Integer> ends = new ArrayDeque<>();
        ends.push(s.size());
        int at = 0;
        int end = 0;
        int elements = 0;
        do {
            DerElement element = DerElement.at(s, at, ends.element());
            end = end == 0 ? element.end() : end;
            if (++elements > mostElements || ends.size() > DEEPEST) {
                throw s.unsupported(
                        "more than " + mostElements + " elements, or " + DEEPEST + " in each other, are not supported");
            }
            if (element.constructed()) {
                ends.push(element.end());
                at = element.start();
            } else {
                at = element.end();
            }
            while (ends.size() > 1 && at == ends.element()) {
                ends.pop();
            }
        } while (ends.size() > 1);
        return end;
    }

    /** Puts a tag and a length before contents. */
    static byte[] wrap(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length += content.length;
        }
        int lengthBytes = length < 0x80 ? 0 : (39 - Integer.numberOfLeadingZeros(length)) / 8;
        byte[] all = new byte[2 + lengthBytes + length];
        all[0] = (byte) tag;
        all[1] = (byte) (lengthBytes == 0 ? length : 0x80 + lengthBytes);
        for (int i = 0; i < lengthBytes; i++) {
            all[2 + i] = (byte) (length >>> (8 * (lengthBytes - 1 - i)));
        }
        int at = 2 + lengthBytes;
        for (byte[] content : contents) {
            System.arraycopy(content, 0, all, at, content.length);
            at += content.length;
        }
        return all;
    }
}
