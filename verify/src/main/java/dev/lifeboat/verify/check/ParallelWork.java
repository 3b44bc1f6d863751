package dev.lifeboat.verify.check;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/** Numbered tasks, done by two threads, each with a buffer of its own. */
public final class ParallelWork {
    /** Enough for most, in bytes. */
    public static final int BUFFER = 1 << 19;

    /** More would need more memory: each expands chunks of up to 2 MiB, or one of 64 MiB. */
    private static final int THREADS = 2;

    private static final int TELL_MILLIS = 100;

    private final int tasks;
    private final int buffer;
    private final Task task;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** What is to be done. */
    public interface Task {
        /**
         * Does a part of it.
         *
         * @param index of the task, each once, by any thread, beginning in order
         * @param buffer of this thread
         * @param done receives how many bytes were read
         * @throws IOException ends the work
         */
        void run(int index, byte[] buffer, LongConsumer done) throws IOException;
    }

    private ParallelWork(int tasks, int buffer, Task task) {
        this.tasks = tasks;
        this.buffer = buffer;
        this.task = task;
    }

    /**
     * Does all tasks.
     *
     * @param tasks how many
     * @param buffer bytes that each thread gets for its own
     * @param task does one
     * @param read is told in this thread how many more bytes were read
     * @throws IOException the first that a task threw
     */
    public static void run(int tasks, int buffer, Task task, LongConsumer read) throws IOException {
        new ParallelWork(tasks, buffer, task).run(read);
    }

    private void run(LongConsumer read) throws IOException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(THREADS, tasks); i++) {
            // Never interrupted: that would close the file's channel.
            Thread thread = new Thread(this::work, "verify " + (i + 1));
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        try {
            for (Thread thread : threads) {
                while (thread.isAlive()) {
                    thread.join(TELL_MILLIS);
                    read.accept(done.getAndSet(0));
                }
            }
        } catch (InterruptedException e) {
            next.set(tasks);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        read.accept(done.getAndSet(0));
        rethrow(failure.get());
    }

    private void work() {
        byte[] own = new byte[buffer];
        try {
            for (int i = next.getAndIncrement(); i >= 0 && i < tasks; i = next.getAndIncrement()) {
                task.run(i, own, done::addAndGet);
            }
        } catch (IOException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            next.set(tasks);
        }
    }

    private static void rethrow(Throwable failure) throws IOException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }
}
