package dev.lifeboat.formats.compress;

/**
 * The slots that LZX divides matches' offsets into: three for the latest ones, then for each number of bits two, up to 17 bits,
 * of which there are as many as the window needs.
 */
final class LzxOffsets {
    /** Slots that mean the latest offsets. */
    static final int RECENT = 3;

    private static final int MOST_SLOTS = 50;
    private static final int MOST_EXTRA_BITS = 17;
    /** An offset is stored with this added. */
    private static final int ADJUSTMENT = 2;

    private static final byte[] EXTRA_BITS = new byte[MOST_SLOTS];
    private static final int[] BASES = new int[MOST_SLOTS + 1];

    static {
        int base = 0;
        for (int slot = 0; slot < MOST_SLOTS; slot++) {
            int bits = Math.min(Math.max(0, slot / 2 - 1), MOST_EXTRA_BITS);
            EXTRA_BITS[slot] = (byte) bits;
            BASES[slot] = base - ADJUSTMENT;
            base += 1 << bits;
        }
        BASES[MOST_SLOTS] = base - ADJUSTMENT;
    }

    private LzxOffsets() {}

    /**
     * Returns how many slots a window needs.
     *
     * @param windowSize a power of two, 32 KiB to 2 MiB
     * @return 30 to 50
     */
    static int slots(int windowSize) {
        int slots = MOST_SLOTS;
        while (BASES[slots - 1] + ADJUSTMENT >= windowSize) {
            slots--;
        }
        return slots;
    }

    static int extraBits(int slot) {
        return EXTRA_BITS[slot];
    }

    /** The smallest offset of a slot, of {@link #RECENT} and above. */
    static int base(int slot) {
        return BASES[slot];
    }
}
