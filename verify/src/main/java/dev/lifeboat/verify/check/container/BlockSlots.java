package dev.lifeboat.verify.check.container;

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

    private boolean overlaps(int slot, long place) {
        if (slot < 0 || slot >= starts.length || starts[slot] == 0) {
            return false;
        }
        long other = (long) slot * length + (starts[slot] - 1L) * SECTOR;
        return Math.abs(other - place) < length;
    }
}
