package dev.lifeboat.it.damage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs trials one by one in a thread of their own, and gives up on one that does not end. */
final class TimeLimit {
    private static final int FRAMES = 12;

    private final Duration limit;
    private volatile Thread thread;

    /** One that hangs keeps its thread; those after it get another. */
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        thread = new Thread(task, "trial");
        thread.setDaemon(true);
        return thread;
    });

    TimeLimit(Duration limit) {
        this.limit = limit;
    }

    /** Returns what came out, or the defect that nothing did. */
    Trial.Result run(Trial trial) throws InterruptedException {
        Future<Trial.Result> future = executor.submit(trial::run);
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return defect("took more than " + limit.toSeconds() + " s", thread.getStackTrace());
        } catch (ExecutionException e) {
            return defect("threw " + e.getCause(), e.getCause().getStackTrace());
        }
    }

    private static Trial.Result defect(String what, StackTraceElement[] stack) {
        List<StackTraceElement> top = List.of(stack).subList(0, Math.min(FRAMES, stack.length));
        return new Trial.Result(Outcome.REFUSED, "", true, Optional.of(what + " at " + top));
    }
}
