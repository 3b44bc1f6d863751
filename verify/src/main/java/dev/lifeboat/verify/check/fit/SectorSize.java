package dev.lifeboat.verify.check.fit;

import java.util.OptionalInt;

/** Sizes of logical sectors. */
final class SectorSize {
    private static final int CLASSIC = 512;
    private static final int ADVANCED = 4096;

    private SectorSize() {}

    /** Empty for others: disks of 520 bytes a sector and the like are none that Windows starts from. */
    static OptionalInt of(int bytes) {
        return bytes == CLASSIC || bytes == ADVANCED ? OptionalInt.of(bytes) : OptionalInt.empty();
    }
}
