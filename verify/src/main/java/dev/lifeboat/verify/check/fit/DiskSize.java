package dev.lifeboat.verify.check.fit;

import java.util.Arrays;
import java.util.Locale;

/**
 * How large a disk is, as far as that is known. What is printed on a disk is no exact number: disks called "512 GB" have
 * 512,000,000,000 bytes or somewhat more. Nor is what a program shows, which rounds it or cuts it off.
 *
 * @param least bytes that it has in any case
 * @param most bytes that it can have; the same where the size is known
 */
public record DiskSize(long least, long most) {
    private static final long GB = 1_000_000_000L;

    // LBA1-03 of IDEMA, by which makers of disks agreed on the number of sectors of 512 bytes, from 50 GB on.
    private static final long IDEMA_FROM = 50;
    private static final long IDEMA_BASE = 97_696_368L;
    private static final long IDEMA_PER_GB = 1_953_504L;
    private static final long IDEMA_SECTOR = 512;
    /** Far beyond any disk, and far from an overflow. */
    private static final long IDEMA_TO = 1_000_000_000L;

    /** Sizes in GB that disks are sold with, as far as Windows was restored to such disks. */
    private static final int[] CUSTOMARY = {
        8, 16, 32, 40, 60, 64, 80, 100, 120, 128, 160, 180, 200, 240, 250, 256, 300, 320, 400, 480, 500, 512, 600, 640,
        750, 800, 900, 960, 1000, 1024, 1200, 1500, 1600, 1920, 2000, 2048, 2500, 3000, 3200, 3840, 4000, 4096, 5000,
        6000, 7680, 8000, 8192, 10000, 12000, 14000, 15360, 16000, 18000, 20000, 22000, 24000, 26000, 28000, 30000,
        30720, 32000
    };

    /**
     * Returns a size that is known.
     *
     * @param bytes 0 or more
     * @return that and nothing else
     */
    public static DiskSize exactly(long bytes) {
        return new DiskSize(bytes, bytes);
    }

    /**
     * Returns what a disk has that is sold under a size.
     *
     * @param bytes as the decimal number on its label says: 512,000,000,000 for 512 GB
     * @return that, to what makers of disks agreed on for the number
     */
    public static DiskSize labelled(long bytes) {
        long gb = bytes / GB;
        if (bytes % GB != 0 || gb < IDEMA_FROM || gb > IDEMA_TO) {
            return exactly(bytes);
        }
        long agreed = (IDEMA_BASE + IDEMA_PER_GB * (gb - IDEMA_FROM)) * IDEMA_SECTOR;
        return new DiskSize(bytes, Math.max(bytes, agreed));
    }

    /**
     * Tells whether disks are sold with this number on them.
     *
     * @param bytes as the decimal number on its label says
     * @return false also of sizes that are sold seldom
     */
    public static boolean isCustomary(long bytes) {
        return bytes % GB == 0 && Arrays.stream(CUSTOMARY).anyMatch(gb -> gb == bytes / GB);
    }

    /**
     * Returns the smallest size of a disk that is sold and holds so much.
     *
     * @param bytes to be held
     * @return the most bytes that disks of this size have; {@link Long#MAX_VALUE} if none is so large
     */
    static long customary(long bytes) {
        for (int gb : CUSTOMARY) {
            long most = labelled(gb * GB).most;
            if (most >= bytes) {
                return most;
            }
        }
        return Long.MAX_VALUE;
    }

    boolean exact() {
        return least == most;
    }

    /** For findings: in the units that are printed on disks, and exactly. */
    String text() {
        return exact() ? text(least) : least + " to " + most + " bytes";
    }

    /** Likewise, of one number. */
    static String text(long bytes) {
        String unit = bytes < GB ? "MB" : bytes < 1000 * GB ? "GB" : "TB";
        double value = (double) bytes / (bytes < GB ? GB / 1000 : bytes < 1000 * GB ? GB : 1000 * GB);
        return String.format(Locale.ROOT, "%.1f %s (%d bytes)", value, unit, bytes);
    }
}
