package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.UnsupportedImageException;

/** Whether something large may be held in memory. A number in an image must not end in an OutOfMemoryError. */
final class Memory {
    private Memory() {}

    /**
     * Insists that something takes no more than half of the memory that this run may use.
     *
     * @param bytes that it takes
     * @param where the source, for the message
     * @param what it is
     * @throws UnsupportedImageException if it takes more; says how to give more
     */
    static void require(long bytes, String where, String what) throws UnsupportedImageException {
        long allowed = Math.min(Runtime.getRuntime().maxMemory() / 2, Integer.MAX_VALUE - 8);
        if (bytes > allowed) {
            throw refusal(bytes, where, what);
        }
    }

    static UnsupportedImageException refusal(long bytes, String where, String what) {
        long megabytes = Math.max(1, (2 * bytes) >> 20);
        return new UnsupportedImageException(
                where,
                what + " takes " + (bytes >> 20)
                        + " MB of memory, more than is allowed; if the image is that large, run"
                        + " with LIFEBOAT_JAVA_OPTS=-Xmx" + megabytes + "m");
    }
}
