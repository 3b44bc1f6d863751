package dev.lifeboat.formats.compress;

/**
 * The last different offsets of one kind of match. What a match has used may be repeated only after another kind of item came in
 * between: before, it would have been one longer match.
 */
final class LzmsRecent {
    private static final int REPEATABLE = 3;

    private final long[] values = new long[REPEATABLE + 1];
    /** 1 while the first value is not repeatable yet. */
    private int fresh;

    void start() {
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1L;
        }
        fresh = 0;
    }

    /** Notes that another kind of item came. */
    void settle() {
        fresh = 0;
    }

    long add(long value) {
        return toFront(value, REPEATABLE);
    }

    /** Repeats one, 0 to 2. */
    long repeat(int which) {
        return toFront(values[which + fresh], which + fresh);
    }

    private long toFront(long value, int from) {
        System.arraycopy(values, 0, values, 1, from);
        values[0] = value;
        fresh = 1;
        return value;
    }
}
