package dev.lifeboat.formats.compress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.DataFormatException;

/** The range decoder of LZMS: reads units of 16 bits from the front of a chunk, and makes decisions of them. */
final class LzmsDecisions {
    /** Outcomes that a context remembers, as a power of two. */
    private static final int PROBABILITY_BITS = 6;

    /** The chunk, or a piece of it. */
    private byte[] bytes;

    private int in;
    private int limit;

    private StoredBytes stored;
    private byte[] piece;
    /** Where in the chunk the next piece begins, and where the last ends; 0 if there is no further piece. */
    private int next;

    private int end;
    private int range;
    private int code;

    void start(byte[] source, int from, int length) {
        bytes = source;
        in = from;
        limit = from + length;
        next = 0;
        end = 0;
        start();
    }

    void start(StoredBytes source, int length) {
        piece = piece == null ? new byte[StoredBytes.PIECE] : piece;
        bytes = piece;
        in = 0;
        limit = 0;
        stored = source;
        next = 0;
        end = length;
        start();
    }

    private void start() {
        range = -1;
        code = unit() << Character.SIZE;
        code |= unit();
    }

    private int unit() {
        if (in >= limit && next < end) {
            load();
        }
        int at = in;
        in = at + Character.BYTES;
        return at < limit ? (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 : 0;
    }

    private void load() {
        int n = Math.min(StoredBytes.PIECE, end - next);
        try {
            stored.read(next, piece, n);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        next += n;
        in = 0;
        limit = n;
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
        if (in > limit) {
            throw new DataFormatException("the chunk's decisions end before all of it is expanded");
        }
    }
}
