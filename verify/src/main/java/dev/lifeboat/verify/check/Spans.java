package dev.lifeboat.verify.check;

import java.util.Arrays;

/**
 * Ranges of numbers, in order and apart from each other: bytes of a volume, clusters, records. How much of any other range they
 * cover is found by binary search, whatever its length.
 */
public final class Spans {
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
    public void add(long from, long end) {
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

    /**
     * Returns how many there are.
     *
     * @return 0 or more
     */
    public int count() {
        return count;
    }

    /**
     * Tells whether there is none.
     *
     * @return true if nothing was added
     */
    public boolean isEmpty() {
        return count == 0;
    }

    /**
     * Returns where a span begins.
     *
     * @param span 0 to {@link #count()} - 1
     * @return its first number
     */
    public long start(int span) {
        return starts[span];
    }

    /**
     * Returns where a span ends.
     *
     * @param span 0 to {@link #count()} - 1
     * @return the first number behind it
     */
    public long end(int span) {
        return ends[span];
    }

    /**
     * Returns how many numbers are in all spans together.
     *
     * @return the sum of their lengths
     */
    public long total() {
        return count == 0 ? 0 : before[count - 1] + ends[count - 1] - starts[count - 1];
    }

    /**
     * Finds the first span that ends behind a number.
     *
     * @param number any
     * @return its index; {@link #count()} if there is none
     */
    public int firstBehind(long number) {
        int found = Arrays.binarySearch(ends, 0, count, number);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /**
     * Counts the numbers of a range that are in a span.
     *
     * @param from first of the range
     * @param to behind the last; nothing is counted where it is not greater
     * @return how many
     */
    public long within(long from, long to) {
        return from >= to ? 0 : below(to) - below(from);
    }

    /**
     * Tells whether a number is in a span.
     *
     * @param number any
     * @return true if it is
     */
    public boolean contains(long number) {
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
