package dev.lifeboat.verify.check.container;

import java.io.IOException;

/**
 * Finds out whether blocks of one length, which may start at any sector, overlap. The file is divided into slots of the
 * block's length: only one block can start in a slot, and it can only overlap with those that start in the slots beside.
 */
final class BlockSlots {
    private static final int SECTOR = 512;

    private final int length;
    /** For each slot one more than the sector in it where a block starts, or 0. */
    private final int[] starts;

    BlockSlots(int slots, int length) {
        this.length = length;
        this.starts = new int[slots];
    }

    /**
     * Puts a block in its place.
     *
     * @param place where it starts, a multiple of 512 in the slots
     * @return whether nothing was there before
     */
    boolean claim(long place) {
        int slot = (int) (place / length);
        if (starts[slot] != 0 || overlaps(slot - 1, place) || overlaps(slot + 1, place)) {
            return false;
        }
        starts[slot] = (int) (place % length / SECTOR) + 1;
        return true;
    }

    /** Receives room between blocks. */
    interface Gaps {
        void gap(long from, long to) throws IOException;
    }

    /**
     * Visits the room between the blocks.
     *
     * @param from where the first block may start
     * @param end where the last one may end
     */
    void forEachGap(long from, long end, Gaps gaps) throws IOException {
        long free = from;
        for (int slot = 0; slot < starts.length; slot++) {
            if (starts[slot] != 0) {
                long place = placeIn(slot);
                if (place > free) {
                    gaps.gap(free, place);
                }
                free = Math.max(free, place + length);
            }
        }
        if (end > free) {
            gaps.gap(free, end);
        }
    }

    private long placeIn(int slot) {
        return (long) slot * length + (starts[slot] - 1L) * SECTOR;
    }

    private boolean overlaps(int slot, long place) {
        if (slot < 0 || slot >= starts.length || starts[slot] == 0) {
            return false;
        }
        return Math.abs(placeIn(slot) - place) < length;
    }
}
