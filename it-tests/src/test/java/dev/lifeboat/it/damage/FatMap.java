package dev.lifeboat.it.damage;

/** Draws a FAT volume: tables, directories, and the clusters of files. */
final class FatMap {
    private static final int ENTRY = 32;
    private static final int DELETED = 0xe5;
    private static final int LONG_NAME = 0x0f;
    private static final int DIRECTORY = 0x10;
    private static final int LABEL = 0x08;

    private final Layer volume;
    private final int sector;
    private final long clusterSize;
    private final long fatAt;
    private final long fatSize;
    private final long rootAt;
    private final long rootSize;
    private final long dataAt;
    private final int bits;

    private FatMap(Layer volume) {
        this.volume = volume;
        this.sector = volume.u16(11);
        this.clusterSize = (long) sector * volume.u8(13);
        this.fatAt = (long) volume.u16(14) * sector;
        boolean fat32 = volume.u16(22) == 0;
        this.fatSize = (fat32 ? volume.u32(36) : volume.u16(22)) * sector;
        this.rootAt = fatAt + 2 * fatSize;
        this.rootSize = volume.u16(17) * (long) ENTRY;
        this.dataAt = rootAt + rootSize;
        long sectors = volume.u16(19) != 0 ? volume.u16(19) : volume.u32(32);
        long clusters = (sectors * sector - dataAt) / clusterSize;
        this.bits = fat32 ? 32 : clusters < 4085 ? 12 : 16;
    }

    static void paint(Layer volume) {
        new FatMap(volume).paint();
    }

    private void paint() {
        volume.paint(0, 512, Structure.FAT_BOOT_SECTOR);
        volume.paint(fatAt, fatSize, Structure.FAT_FIRST);
        volume.paint(fatAt + fatSize, fatSize, Structure.FAT_SECOND);
        if (bits == 32) {
            volume.paint((long) volume.u16(48) * sector, 512, Structure.FS_INFO);
            volume.paint((long) volume.u16(50) * sector, 512, Structure.FAT_BOOT_BACKUP);
            paintDirectory(volume.u32(44));
        } else {
            boolean[] afterLongName = new boolean[1];
            paintEntries(rootAt, rootSize, afterLongName);
        }
    }

    private void paintDirectory(long firstCluster) {
        boolean[] afterLongName = new boolean[1];
        for (long cluster = firstCluster; isCluster(cluster); cluster = next(cluster)) {
            if (!paintEntries(clusterAt(cluster), clusterSize, afterLongName)) {
                return;
            }
        }
    }

    /** Returns whether the directory may go on in another cluster. */
    private boolean paintEntries(long from, long length, boolean[] afterLongName) {
        for (long at = from; at < from + length; at += ENTRY) {
            if (volume.u8(at) == 0) {
                volume.paint(at, ENTRY, Structure.FAT_ENTRY); // the end
                return false;
            }
            if (volume.u8(at) == DELETED) {
                afterLongName[0] = false;
                continue;
            }
            volume.paint(at, ENTRY, Structure.FAT_ENTRY);
            int attributes = volume.u8(at + 11);
            if (attributes == LONG_NAME) {
                volume.paint(at + 1, 10, Structure.FAT_LONG_NAME);
                volume.paint(at + 14, 12, Structure.FAT_LONG_NAME);
                volume.paint(at + 28, 4, Structure.FAT_LONG_NAME);
            } else {
                paintEntry(at, attributes, afterLongName[0]);
            }
            afterLongName[0] = attributes == LONG_NAME;
        }
        return true;
    }

    private void paintEntry(long at, int attributes, boolean hasLongName) {
        if ((attributes & LABEL) != 0) {
            volume.paint(at, 11, Structure.VOLUME_LABEL);
            volume.paint(at + 11, 1, Structure.FAT_EMPTY_KIND);
            return;
        }
        boolean dot = volume.u8(at) == '.';
        if (!hasLongName && !dot) {
            volume.paint(at, 11, Structure.FAT_SHORT_NAME);
            volume.paint(at + 12, 1, Structure.FAT_SHORT_NAME); // its case
        }
        long cluster = volume.u16(at + 26) | (bits == 32 ? (long) volume.u16(at + 20) << 16 : 0);
        if (cluster == 0 && !dot) {
            volume.paint(at + 11, 1, Structure.FAT_EMPTY_KIND);
        }
        if ((attributes & DIRECTORY) == 0) {
            volume.paintCount(at + 28, 4, Structure.FAT_SIZE, clusterSize);
            for (; isCluster(cluster); cluster = next(cluster)) {
                volume.paint(clusterAt(cluster), clusterSize, Structure.FILE_DATA);
            }
        } else if (!dot) {
            paintDirectory(cluster);
        }
    }

    private long clusterAt(long cluster) {
        return dataAt + (cluster - 2) * clusterSize;
    }

    private boolean isCluster(long cluster) {
        return cluster >= 2 && cluster < (bits == 32 ? 0x0fff_fff7L : bits == 16 ? 0xfff7 : 0xff7);
    }

    private long next(long cluster) {
        if (bits == 12) {
            int pair = volume.u16(fatAt + cluster * 3 / 2);
            return cluster % 2 == 0 ? pair & 0xfff : pair >> 4;
        }
        return bits == 16 ? volume.u16(fatAt + 2 * cluster) : volume.u32(fatAt + 4 * cluster) & 0x0fff_ffff;
    }
}
