package dev.lifeboat.formats.fat;

/** How many bits of the table a cluster takes. */
public enum FatType {
    FAT12(12),
    FAT16(16),
    FAT32(28);

    private final int mask;

    FatType(int bits) {
        this.mask = (1 << bits) - 1;
    }

    /** Of the 32 bits of FAT32 the upper 4 are reserved and mean nothing. */
    int mask() {
        return mask;
    }

    /** The mark of a cluster with bad sectors; what is greater ends a chain. */
    int badMark() {
        return mask - 8;
    }
}
