package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A scan of the rest of the MFT in a thread of its own. The damage that it meets waits until the caller has time for it, so
 * that it is told in the order of the records, and in the caller's thread.
 */
final class SecondScan implements MftCatalog.DamageListener {
    /** A volume may have millions of damaged records; the thread waits when so many have not been told. */
    private static final int WAITING = 1000;

    private static final int WAKE_UP_MILLIS = 100;

    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(WAITING);
    private Thread thread;
    private volatile boolean cancelled;

    /** What the scan meets. */
    private sealed interface Event permits Damage, End {}

    private record Damage(long record, CorruptImageException problem) implements Event {}

    /** Nothing more; the failure is null if all went well. */
    private record End(Throwable failure) implements Event {}

    /** Ends the scan when nobody wants to know any more. */
    private static final class CancelledException extends IOException {}

    /** What is done in the other thread. */
    interface Work {
        /**
         * Scans.
         *
         * @throws IOException if the storage cannot be read, or nobody wants to know any more
         */
        void scan() throws IOException;
    }

    /**
     * Starts.
     *
     * @param work that tells this object of damage
     */
    void start(Work work) {
        thread = new Thread(() -> run(work), "MFT");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Work work) {
        Throwable failure = null;
        try {
            work.scan();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        try {
            pass(new End(failure));
        } catch (IOException e) {
            // nobody wants to know
        }
    }

    @Override
    public void damaged(long record, CorruptImageException problem) throws IOException {
        pass(new Damage(record, problem));
    }

    private void pass(Event event) throws IOException {
        try {
            while (!cancelled) {
                if (events.offer(event, WAKE_UP_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        throw new CancelledException();
    }

    /**
     * Waits for the end.
     *
     * @param damage receives what could not be read, in this thread
     * @throws IOException if the storage cannot be read, or the listener throws
     */
    void finish(MftCatalog.DamageListener damage) throws IOException {
        try {
            Event event = events.take();
            while (event instanceof Damage found) {
                damage.damaged(found.record(), found.problem());
                event = events.take();
            }
            rethrow(((End) event).failure());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static void rethrow(Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    /** Returns when nothing reads the volume any more. The thread is not interrupted: that would close the image's channel. */
    void stop() {
        cancelled = true;
        events.clear();
        boolean interrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Lets the work end early.
     *
     * @throws IOException if nobody wants to know any more
     */
    void requireWanted() throws IOException {
        if (cancelled) {
            throw new CancelledException();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }
}
