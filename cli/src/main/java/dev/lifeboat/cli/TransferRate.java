package dev.lifeboat.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/** Bytes a second, of the last few seconds: large files go faster than small ones. */
final class TransferRate {
    private static final long WINDOW = 10_000_000_000L;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long time, long bytes) {}

    /**
     * @param start time in nanoseconds when nothing was done
     */
    TransferRate(long start) {
        samples.add(new Sample(start, 0));
    }

    /**
     * Takes note of how far the work is.
     *
     * @param now in nanoseconds; more than at the last call
     * @param bytes done so far
     * @return bytes a second
     */
    long at(long now, long bytes) {
        samples.addLast(new Sample(now, bytes));
        while (samples.size() > 2 && now - samples.getFirst().time() > WINDOW) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        double seconds = Math.max(1, now - first.time()) / 1e9;
        return (long) (Math.max(0, bytes - first.bytes()) / seconds);
    }
}
