package dev.lifeboat.formats.source;

import java.nio.ByteBuffer;

/** Puts zeros into buffers: what a hole, an absent block or data never written reads as. */
public final class Zeros {
    private static final byte[] PAGE = new byte[8192];

    private Zeros() {}

    /**
     * Writes zeros.
     *
     * @param target receives them at its position
     * @param count how many, at most what remains
     */
    public static void put(ByteBuffer target, int count) {
        for (int left = count; left > 0; left -= PAGE.length) {
            target.put(PAGE, 0, Math.min(left, PAGE.length));
        }
    }
}
