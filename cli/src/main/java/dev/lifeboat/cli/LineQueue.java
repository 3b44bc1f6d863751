package dev.lifeboat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Lines of a listing on their way to being written, by a thread of its own: of the time that listing a whole volume takes,
 * writing is half. Lines come out in the order they went in.
 */
final class LineQueue {
    /** Lines that are handed over together: waking a thread for each would cost more than writing it. */
    private static final int BATCH = 512;

    private static final int BATCHES = 4;

    /** So long lines wait for others: finding or hashing the next may take minutes. */
    private static final long PATIENCE_NANOS = 200_000_000;

    private final Listing.Format format;
    private final BlockingQueue<List<Listing.Line>> batches = new ArrayBlockingQueue<>(BATCHES);
    private List<Listing.Line> batch = new ArrayList<>();
    private Thread writer;
    private long handedAt = System.nanoTime();
    private volatile Throwable failure;
    private volatile boolean lost;

    LineQueue(Listing.Format format) {
        this.format = format;
    }

    /**
     * Adds a line.
     *
     * @param line to be written
     * @throws OutputLostException if what was written before did not get out, so that there is no use in finding more
     */
    void add(Listing.Line line) {
        batch.add(line);
        proceed();
    }

    /**
     * Hands over the lines that have waited long enough.
     *
     * @throws OutputLostException as {@link #add} does
     */
    void proceed() {
        rethrow();
        if (lost) {
            throw new OutputLostException();
        }
        boolean late = !batch.isEmpty() && System.nanoTime() - handedAt > PATIENCE_NANOS;
        if (late || batch.size() == BATCH) {
            hand(batch);
            batch = new ArrayList<>(BATCH);
        }
    }

    private void hand(List<Listing.Line> lines) {
        handedAt = System.nanoTime();
        if (writer == null) {
            writer = new Thread(this::writeAll, "listing");
            writer.setDaemon(true);
            writer.start();
        }
        uninterruptibly(() -> batches.put(lines));
    }

    /** Ends at an empty batch. After a failure the rest is taken off the queue all the same, so that nobody waits for ever. */
    private void writeAll() {
        boolean[] ended = {false};
        while (!ended[0]) {
            uninterruptibly(() -> {
                List<Listing.Line> lines = batches.take();
                ended[0] = lines.isEmpty();
                if (failure == null && !lost) {
                    write(lines);
                }
            });
        }
    }

    private void write(List<Listing.Line> lines) {
        try {
            for (Listing.Line line : lines) {
                if (line instanceof Listing.Entry entry) {
                    format.write(entry);
                } else if (line instanceof Listing.Damage damage) {
                    format.write(damage);
                } else if (line instanceof Listing.Deleted deleted) {
                    format.write(deleted);
                }
            }
            lost = format.lost();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    /** Returns when all lines have been written. More may follow. */
    void finish() {
        List<Listing.Line> last = batch;
        batch = new ArrayList<>();
        if (!last.isEmpty()) {
            hand(last);
        }
        if (writer != null) {
            hand(List.of());
            uninterruptibly(writer::join);
            writer = null;
        }
        rethrow();
    }

    /** Once: an exception that is thrown again while it closes what it left cannot be added to itself. */
    private void rethrow() {
        Throwable thrown = failure;
        if (thrown == null) {
            return;
        }
        lost = true;
        failure = null;
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }

    private interface Waiting {
        void run() throws InterruptedException;
    }

    private static void uninterruptibly(Waiting waiting) {
        boolean interrupted = false;
        while (true) {
            try {
                waiting.run();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
