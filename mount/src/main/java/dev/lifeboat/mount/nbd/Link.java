package dev.lifeboat.mount.nbd;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes to and from one client, plain or encrypted. One thread uses it; another may close it. */
abstract class Link implements Closeable {
    private volatile long deadline;
    private volatile boolean limited;

    /**
     * Reads what there is.
     *
     * @param target receives at least one byte
     * @return how many; -1 if the client has closed its side
     */
    abstract int read(ByteBuffer target) throws IOException;

    /** Writes all that remains of a buffer. */
    abstract void write(ByteBuffer source) throws IOException;

    /** Closes the link if what follows takes longer than that. */
    final void limit(long seconds) {
        deadline = System.nanoTime() + seconds * 1_000_000_000L;
        limited = true;
    }

    /** Lets what follows take as long as it likes. */
    final void unlimited() {
        limited = false;
    }

    final boolean overdue() {
        return limited && System.nanoTime() - deadline > 0;
    }
}
