package dev.lifeboat.mount.extract;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;

/**
 * Work for a second thread. What is to be done after each piece, such as telling how it went, is done in the thread of the
 * owner, in the order in which the pieces were given: the outcome is the same as with one thread. When the second thread has
 * enough to do, or is waited for, the owner's thread does pieces itself.
 */
final class Pipeline implements AutoCloseable {
    /** Pieces that wait. Each may hold a small file in memory. */
    private static final int WAITING = 32;
    /** Pieces whose end was not looked at: more than wait, since those behind a large one are done before it. */
    private static final int MOST = 256;

    private static final Step END = new Step(() -> {}, failure -> {});

    private final Deque<Step> steps = new ArrayDeque<>();
    private final BlockingQueue<Step> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread thread = new Thread(this::run, "second writer");
    private volatile boolean abandoned;
    private boolean finishing;

    /** Done in any thread. */
    interface Work {
        void run() throws IOException;
    }

    /** Done in the owner's thread. */
    interface After {
        /**
         * Takes note of what became of a piece of work.
         *
         * @param failure null if it was done
         * @throws IOException to end everything
         */
        void done(IOException failure) throws IOException;
    }

    private static final class Step {
        private final Work work;
        private final After after;
        private final CountDownLatch done = new CountDownLatch(1);
        private IOException failure;
        private Throwable mistake;

        Step(Work work, After after) {
            this.work = work;
            this.after = after;
        }

        void run() {
            try {
                work.run();
            } catch (IOException e) {
                failure = e;
            } catch (RuntimeException | Error e) {
                mistake = e;
            } finally {
                done.countDown();
            }
        }

        void finish() throws IOException {
            if (mistake instanceof Error e) {
                throw e;
            }
            if (mistake instanceof RuntimeException e) {
                throw e;
            }
            after.done(failure);
        }
    }

    Pipeline() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            for (Step step = waiting.take(); step != END; step = waiting.take()) {
                if (!abandoned) {
                    step.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives a piece of work. */
    void add(Work work, After after) throws IOException {
        Step step = new Step(work, after);
        steps.add(step);
        if (!waiting.offer(step)) {
            step.run();
        }
        finishDone();
    }

    /** Does a piece of work at once, in this thread; what follows it is still done in its turn. */
    void now(Work work, After after) throws IOException {
        Step step = new Step(work, after);
        steps.add(step);
        step.run();
        finishDone();
    }

    /** Does something in its turn, after what was given before; at once in what is done after a piece. */
    void inTurn(Runnable action) {
        if (finishing || steps.isEmpty()) {
            action.run();
            return;
        }
        Step step = new Step(() -> {}, failure -> action.run());
        step.done.countDown();
        steps.add(step);
    }

    /** Waits until what is not looked at is no more than can be remembered. */
    void keepUp() throws IOException {
        while (steps.size() > MOST) {
            finishFirst();
        }
    }

    private void finishDone() throws IOException {
        while (!steps.isEmpty() && steps.element().done.getCount() == 0) {
            finish(steps.remove());
        }
    }

    private void finishFirst() throws IOException {
        Step first = steps.remove();
        while (first.done.getCount() > 0) {
            Step other = waiting.poll();
            if (other == null) {
                await(first);
            } else {
                other.run();
            }
        }
        finish(first);
    }

    private void finish(Step step) throws IOException {
        finishing = true;
        try {
            step.finish();
        } finally {
            finishing = false;
        }
    }

    /** Waits until all is done. */
    void finish() throws IOException {
        while (!steps.isEmpty()) {
            finishFirst();
        }
    }

    private static void await(Step step) throws InterruptedIOException {
        try {
            step.done.await();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    /** Ends the second thread when it has done the piece that it is at; what waits is given up. */
    @Override
    public void close() throws IOException {
        abandoned = true;
        waiting.clear();
        try {
            waiting.put(END);
            thread.join();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }
}
