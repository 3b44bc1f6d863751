package dev.lifeboat.formats.compress;

import java.util.Arrays;

/**
 * One kind of decision in LZMS: how likely it is in each context, which is how the last ones of its kind went. A context
 * remembers its last 64 outcomes, a bit each.
 */
final class LzmsChoice {
    /** Of 64 outcomes 48 zeros, and these not lately. */
    private static final long AT_FIRST = 0x5555_5555L;

    /** Outcomes in each context, the latest one lowest. */
    final long[] history;

    /** The context: outcomes of the last decisions, the latest one lowest. */
    int context;

    /**
     * @param bits how many outcomes make a context
     */
    LzmsChoice(int bits) {
        history = new long[1 << bits];
    }

    void start() {
        Arrays.fill(history, AT_FIRST);
        context = 0;
    }
}
