package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.UnsupportedImageException;
import java.util.concurrent.atomic.AtomicLong;

/** What several large things may take together, asked for by several threads before they make them. */
final class MemoryBudget {
    /** Of a sixteenth each, what is left is for all else. */
    private static final int SIXTEENTHS = 13;

    /** Positions of names in a {@link LinkTable} have 32 bits. */
    private static final long MOST = 1L << 32;

    private final long total;
    private final AtomicLong left;

    /**
     * Makes a budget.
     *
     * @param total in bytes
     */
    MemoryBudget(long total) {
        this.total = total;
        this.left = new AtomicLong(total);
    }

    static MemoryBudget ofThisRun() {
        return new MemoryBudget(Math.min(Runtime.getRuntime().maxMemory() / 16 * SIXTEENTHS, MOST));
    }

    /**
     * Asks for memory, for good.
     *
     * @param bytes that are about to be taken
     * @param where the source, for the message
     * @param what takes them
     * @throws UnsupportedImageException if there are not so many; says how to give more
     */
    void take(long bytes, String where, String what) throws UnsupportedImageException {
        long rest = left.addAndGet(-bytes);
        if (rest < 0) {
            throw Memory.refusal(total - rest, where, what);
        }
    }
}
