package dev.lifeboat.formats.partition;

/** The two sizes of logical sectors that disks of PCs have. A raw image does not say which one was its disk's. */
final class SectorSize {
    static final int CLASSIC = 512;
    static final int ADVANCED = 4096;

    private SectorSize() {}

    static void require(int size) {
        if (size != CLASSIC && size != ADVANCED) {
            throw new IllegalArgumentException("logical sectors of " + size + " bytes; disks have 512 or 4096");
        }
    }

    static int otherThan(int size) {
        return size == CLASSIC ? ADVANCED : CLASSIC;
    }
}
