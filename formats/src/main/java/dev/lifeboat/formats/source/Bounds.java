package dev.lifeboat.formats.source;

import java.nio.ByteBuffer;

/** The one range check that every source makes, in an order that cannot overflow. */
public final class Bounds {
    private Bounds() {}

    /**
     * Checks that a range lies in a source.
     *
     * @param source whose size bounds the range
     * @param offset in bytes
     * @param length in bytes
     * @param what the range is for, for the message
     * @throws CorruptImageException if it does not
     */
    public static void check(ByteSource source, long offset, long length, String what) throws CorruptImageException {
        if (offset < 0 || length < 0 || offset > source.size() - length) {
            throw new CorruptImageException(
                    source, offset, what, length + " bytes do not fit in " + source.size() + " bytes");
        }
    }

    /**
     * Checks that the rest of a buffer can be filled from a source.
     *
     * @param source whose size bounds the range
     * @param offset in bytes
     * @param target the buffer to be filled
     * @throws CorruptImageException if it cannot
     */
    public static void check(ByteSource source, long offset, ByteBuffer target) throws CorruptImageException {
        check(source, offset, target.remaining(), "read");
    }
}
