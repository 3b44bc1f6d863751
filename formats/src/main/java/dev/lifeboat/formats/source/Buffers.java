package dev.lifeboat.formats.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Fills parts of a buffer, so that one read can be served from several places without copies or allocation. */
public final class Buffers {
    private static final byte[] ZEROS = new byte[1 << 16];

    private Buffers() {}

    /**
     * Fills the next bytes of a buffer from a source.
     *
     * @param source where from
     * @param offset in the source, in bytes
     * @param target its position advances by {@code length}; its limit stays
     * @param length in bytes, at most what remains in the buffer
     * @throws IOException as {@link ByteSource#read}
     */
    public static void fill(ByteSource source, long offset, ByteBuffer target, int length) throws IOException {
        int limit = target.limit();
        target.limit(target.position() + length);
        try {
            source.read(offset, target);
        } finally {
            target.limit(limit);
        }
    }

    /**
     * Fills the next bytes of a buffer with zeros.
     *
     * @param target its position advances by {@code length}
     * @param length in bytes, at most what remains in the buffer
     */
    public static void zeros(ByteBuffer target, int length) {
        int left = length;
        while (left > 0) {
            int n = Math.min(left, ZEROS.length);
            target.put(ZEROS, 0, n);
            left -= n;
        }
    }
}
