package dev.lifeboat.formats.compress;

import java.util.zip.DataFormatException;

/** The range decoder of LZMS: reads units of 16 bits from the front of a chunk, and makes decisions of them. */
final class LzmsDecisions {
    /** Outcomes that a context remembers, as a power of two. */
    private static final int PROBABILITY_BITS = 6;

    private byte[] source;
    private int in;
    private int end;
    private int range;
    private int code;

    void start(byte[] bytes, int from, int length) {
        source = bytes;
        in = from;
        end = from + length;
        range = -1;
        code = unit() << Character.SIZE;
        code |= unit();
    }

    private int unit() {
        int at = in;
        in = at + Character.BYTES;
        return at < end ? (source[at] & 0xff) | (source[at + 1] & 0xff) << 8 : 0;
    }

    /** Makes a decision: 0 or 1. */
    int next(LzmsChoice choice) {
        if (range >>> Character.SIZE == 0) {
            range <<= Character.SIZE;
            code = code << Character.SIZE | unit();
        }
        long[] history = choice.history;
        int context = choice.context;
        long outcomes = history[context];
        // Neither outcome is ever impossible.
        int zeros = Math.min(Math.max(Long.SIZE - Long.bitCount(outcomes), 1), Long.SIZE - 1);
        int bound = (range >>> PROBABILITY_BITS) * zeros;
        int outcome;
        if (Integer.compareUnsigned(code, bound) < 0) {
            range = bound;
            outcome = 0;
        } else {
            range -= bound;
            code -= bound;
            outcome = 1;
        }
        history[context] = outcomes << 1 | outcome;
        choice.context = (context << 1 | outcome) & (history.length - 1);
        return outcome;
    }

    void requireNotBehindEnd() throws DataFormatException {
        if (in > end) {
            throw new DataFormatException("the chunk's decisions end before all of it is expanded");
        }
    }
}
