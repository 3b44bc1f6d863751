package dev.lifeboat.mount.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Units of a disk in their order, read in a thread of its own while those before are being written. */
final class UnitQueue implements Closeable {
    /** In all buffers together. */
    private static final int MEMORY = 64 << 20;

    private static final int MOST_BUFFERS = 8;

    private final UnitReader reader;
    private final BlockingQueue<ByteBuffer> free;
    private final BlockingQueue<Read> full;
    private final Thread thread;
    private volatile boolean cancelled;

    /**
     * A unit that was read, or the end: then there is no data, and a failure unless all was read.
     *
     * @param number of the unit
     */
    record Read(long number, ByteBuffer data, List<UnitReader.Damage> damage, Throwable failure) {}

    UnitQueue(UnitReader reader, int unitSize, long first) {
        this.reader = reader;
        int buffers = Math.max(2, Math.min(MOST_BUFFERS, MEMORY / unitSize));
        this.free = new ArrayBlockingQueue<>(buffers);
        this.full = new ArrayBlockingQueue<>(buffers + 1);
        for (int n = 0; n < buffers; n++) {
            free.add(ByteBuffer.allocateDirect(unitSize));
        }
        // Never interrupted while it reads: that would close the channel of the image.
        this.thread = new Thread(() -> read(first), "export read");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(long first) {
        Throwable failure = null;
        try {
            for (long unit = reader.nextFrom(first); unit >= 0 && !cancelled; unit = reader.nextFrom(unit + 1)) {
                ByteBuffer buffer = free.take();
                if (cancelled) {
                    return;
                }
                full.add(new Read(unit, buffer, reader.read(unit, buffer), null));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        full.add(new Read(-1, null, List.of(), failure));
    }

    /**
     * Waits for the next unit.
     *
     * @return null at the end
     * @throws IOException if it could not be read
     */
    Read next() throws IOException {
        try {
            Read read = full.take();
            if (read.data() != null) {
                return read;
            }
            if (read.failure() instanceof IOException e) {
                throw e;
            }
            if (read.failure() instanceof RuntimeException e) {
                throw e;
            }
            if (read.failure() instanceof Error e) {
                throw e;
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Gives the buffer of a unit back. */
    void done(Read read) {
        free.add(read.data());
    }

    /** Waits until nothing is read any more. */
    @Override
    public void close() throws IOException {
        cancelled = true;
        // It may wait for a buffer; there is room for one more, as there are none outside when it waits.
        free.offer(ByteBuffer.allocate(0));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
