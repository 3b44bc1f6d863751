package dev.lifeboat.formats.compress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Copies of what was expanded before: what all these codecs spend most of their output on. */
final class Matches {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** From here on, a call of the runtime is faster than a loop. */
    private static final int LONG_COPY = 64;

    private Matches() {}

    /**
     * Repeats bytes. Up to 7 bytes behind the copy may be changed, too, but none at or behind {@code end}.
     *
     * @param bytes what is expanded so far, and room
     * @param at index of the first byte to be written
     * @param offset how far back the first byte to be repeated lies, 1 or more, inside the array
     * @param length how many, 1 or more; may be more than the offset: then the copy repeats itself
     * @param end of what may be written; {@code at + length} at least
     */
    static void copy(byte[] bytes, int at, int offset, int length, int end) {
        int from = at - offset;
        int to = at + length;
        if (offset >= Long.BYTES && length <= LONG_COPY && to <= end - Long.BYTES) {
            for (int i = at; i < to; i += Long.BYTES) {
                LONGS.set(bytes, i, (long) LONGS.get(bytes, i - offset));
            }
        } else if (offset >= length) {
            System.arraycopy(bytes, from, bytes, at, length);
        } else if (offset == 1) {
            Arrays.fill(bytes, at, to, bytes[from]);
        } else if (length <= LONG_COPY) {
            for (int i = at; i < to; i++) {
                bytes[i] = bytes[i - offset];
            }
        } else {
            repeat(bytes, from, at, to);
        }
    }

    /** Doubles the pattern until it is long enough. */
    private static void repeat(byte[] bytes, int from, int at, int to) {
        int done = at;
        while (done < to) {
            int n = Math.min(done - from, to - done);
            System.arraycopy(bytes, from, bytes, done, n);
            done += n;
        }
    }
}
