package dev.lifeboat.cli;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.ToLongFunction;

/**
 * Work on several computers' backups at once, as many as the memory is sure to do for: on a network most of the time goes by
 * with waiting. One that might need more than all others leave works alone.
 */
final class Computers {
    /** Each works with two threads. More at once make an external disk slower, not faster. */
    private static final int AT_ONCE = 3;

    /** Of the memory Java may take, for the program itself. */
    private static final long OWN = 32L << 20;

    private Computers() {}

    /** What is to be done with one. */
    interface Work<T, R> {
        R of(T computer);
    }

    /**
     * Does the work on each, beginning in their order.
     *
     * @param computers what the work is done on
     * @param need how many bytes of memory it may take, told by the thread that does it
     * @param work throws nothing but what ends all
     * @return the results, in order of the computers
     */
    static <T, R> List<R> each(List<T> computers, ToLongFunction<T> need, Work<T, R> work)
            throws InterruptedIOException {
        return each(computers, need, work, Runtime.getRuntime().maxMemory() - OWN);
    }

    /** As above, with another amount of memory, in bytes. */
    static <T, R> List<R> each(List<T> computers, ToLongFunction<T> need, Work<T, R> work, long memory)
            throws InterruptedIOException {
        int shares = mebibytes(Math.max(memory, 1 << 20));
        Semaphore free = new Semaphore(shares, true); // in turn, or a large one waits for ever
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, run -> {
            Thread thread = new Thread(run, "computer");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<R>> running = new ArrayList<>();
            for (T computer : computers) {
                running.add(threads.submit(() -> {
                    int share = Math.min(shares, mebibytes(need.applyAsLong(computer)));
                    free.acquire(share);
                    try {
                        return work.of(computer);
                    } finally {
                        free.release(share);
                    }
                }));
            }
            List<R> results = new ArrayList<>();
            for (Future<R> result : running) {
                results.add(result.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } finally {
            threads.shutdown(); // never interrupted: that would close the channels of images
        }
    }

    private static int mebibytes(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, (bytes >> 20) + 1);
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }
}
