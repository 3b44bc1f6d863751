package dev.lifeboat.verify.check.ntfs;

import java.util.Arrays;

/**
 * Ranges of numbers, in order and apart from each other: bytes of a volume, clusters, records. How much of any other range they
 * cover is found by binary search, whatever its length.
 */
final class Spans {
    private long[] starts = new long[16];
    private long[] ends = new long[16];
    /** Length of all spans before each. */
    private long[] before = new long[16];

    private int count;

    /**
     * Adds a range.
     *
     * @param from not less than the end of the last one; what is, is left out. Where it is the same, the two become one
     * @param end nothing is added if this is not greater
     */
    void add(long from, long end) {
        long start = count == 0 ? from : Math.max(from, ends[count - 1]);
        if (start >= end) {
            return;
        }
        if (count > 0 && ends[count - 1] == start) {
            ends[count - 1] = end;
            return;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            before = Arrays.copyOf(before, 2 * count);
        }
        starts[count] = start;
        ends[count] = end;
        before[count] = total();
        count++;
    }

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    long start(int span) {
        return starts[span];
    }

    long end(int span) {
        return ends[span];
    }

    /** The sum of all lengths. */
    long total() {
        return count == 0 ? 0 : before[count - 1] + ends[count - 1] - starts[count - 1];
    }

    /** The first span that ends behind a number; {@link #count()} if none does. */
    int firstBehind(long number) {
        int found = Arrays.binarySearch(ends, 0, count, number);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** How many of the numbers from one up to, but without, another are in a span. */
    long within(long from, long to) {
        return from >= to ? 0 : below(to) - below(from);
    }

    boolean contains(long number) {
        int span = firstBehind(number);
        return span < count && starts[span] <= number;
    }

    private long below(long number) {
        int span = firstBehind(number);
        if (span == count) {
            return total();
        }
        return before[span] + Math.max(0, number - starts[span]);
    }
}
