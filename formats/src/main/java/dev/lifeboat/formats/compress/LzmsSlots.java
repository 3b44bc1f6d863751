package dev.lifeboat.formats.compress;

/**
 * How LZMS divides numbers that grow large into a symbol and further bits: a slot each for small numbers, then slots for 2, 4, 8
 * ... numbers, as many of each kind as was found to be good.
 */
final class LzmsSlots {
    /** Offsets of matches, and of delta matches. */
    static final LzmsSlots OFFSETS = new LzmsSlots(
            0x7fff_ffffL, new int[] {9, 0, 9, 7, 10, 15, 15, 20, 20, 30, 33, 40, 42, 45, 60, 73, 80, 85, 95, 105, 6});

    /** Lengths of all matches. */
    static final LzmsSlots LENGTHS =
            new LzmsSlots(0x4001_08abL, new int[] {27, 4, 6, 4, 5, 2, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1});

    private final int[] bases;
    private final byte[] extraBits;

    /**
     * @param limit where the last slot ends
     * @param steps how many slots begin 1, 2, 4, 8 ... after the slot before them
     */
    private LzmsSlots(long limit, int[] steps) {
        int slots = 0;
        for (int count : steps) {
            slots += count;
        }
        bases = new int[slots];
        extraBits = new byte[slots];
        int slot = 0;
        int base = 0;
        for (int power = 0; power < steps.length; power++) {
            for (int i = 0; i < steps[power]; i++) {
                base += 1 << power;
                bases[slot++] = base;
            }
        }
        for (int i = 0; i < slots; i++) {
            long next = i + 1 < slots ? bases[i + 1] : limit;
            extraBits[i] = (byte) (Long.SIZE - 1 - Long.numberOfLeadingZeros(next - bases[i]));
        }
    }

    int count() {
        return bases.length;
    }

    /** How many slots there are for numbers up to one, 1 at least. */
    int upTo(int number) {
        int slots = 1;
        while (slots < bases.length && bases[slots] <= number) {
            slots++;
        }
        return slots;
    }

    /** The number of a slot and the bits that come next. */
    long value(int slot, LzmsBits bits) {
        return (long) bases[slot] + bits.take(extraBits[slot]);
    }
}
