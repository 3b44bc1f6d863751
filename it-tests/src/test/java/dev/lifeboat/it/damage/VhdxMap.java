package dev.lifeboat.it.damage;

/** Draws a VHDX file, and hands on where the blocks of its disk are. Of a log, what stands in it belongs to nothing else. */
final class VhdxMap {
    private static final long MIB = 1 << 20;
    private static final long FIRST_HEADER = 0x10000;
    private static final long SECOND_HEADER = 0x20000;
    private static final long FIRST_REGIONS = 0x30000;
    private static final long SECOND_REGIONS = 0x40000;
    private static final int LOG_SECTOR = 4096;
    private static final long SECTORS_IN_CHUNK = 1 << 23;
    private static final int FULLY_PRESENT = 6;
    private static final int PARTIALLY_PRESENT = 7;

    /** First four bytes of the identifiers of regions and metadata items. */
    private static final long BLOCK_TABLE = 0x2dc27766L;

    private static final long FILE_PARAMETERS = 0xcaa16737L;
    private static final long LOGICAL_SECTOR_SIZE = 0x8141bf1dL;

    private final Layer file;
    /** The file with its log applied: what stands there now counts, whatever the log will say. */
    private final Layer replayed;

    private long tableAt;
    private long blockSize;
    private long sectorSize;
    private boolean hasParent;

    private VhdxMap(Layer file, byte[] replayed) {
        this.file = file;
        this.replayed = file.with(replayed);
    }

    /**
     * Draws the file.
     *
     * @param disk the bytes of the virtual disk
     * @return the disk; what it has not stored in the file is not painted
     */
    static Layer paint(Layer file, byte[] replayed, byte[] disk) {
        VhdxMap map = new VhdxMap(file, replayed);
        map.paintTables();
        map.paintLog();
        map.paintBlockTable(disk.length);
        return Layer.of(disk, map::paintDisk);
    }

    private void paintTables() {
        file.paint(0, 8 + 512, Structure.VHDX_IDENTIFIER);
        file.paint(FIRST_HEADER, 4096, Structure.VHDX_HEADER);
        file.paint(SECOND_HEADER, 4096, Structure.VHDX_HEADER);
        file.paint(FIRST_REGIONS, 0x10000, Structure.VHDX_REGION_TABLE);
        file.paint(SECOND_REGIONS, 0x10000, Structure.VHDX_REGION_TABLE);
        long regions = replayed.startsWith(FIRST_REGIONS, "regi") ? FIRST_REGIONS : SECOND_REGIONS;
        for (int i = 0; i < replayed.u32(regions + 8); i++) {
            long entry = regions + 16 + 32L * i;
            if (replayed.u32(entry) == BLOCK_TABLE) {
                tableAt = replayed.u64(entry + 16);
            } else {
                paintMetadata(replayed.u64(entry + 16));
            }
        }
    }

    private void paintMetadata(long at) {
        int count = replayed.u16(at + 10);
        file.paint(at, 32 + 32L * count, Structure.VHDX_METADATA_TABLE);
        for (int i = 0; i < count; i++) {
            long entry = at + 32 + 32L * i;
            long item = at + replayed.u32(entry + 16);
            file.paint(item, replayed.u32(entry + 20), Structure.VHDX_METADATA_ITEM);
            if (replayed.u32(entry) == FILE_PARAMETERS) {
                blockSize = replayed.u32(item);
                hasParent = (replayed.u32(item + 4) & 2) != 0;
            } else if (replayed.u32(entry) == LOGICAL_SECTOR_SIZE) {
                sectorSize = replayed.u32(item);
            }
        }
    }

    private void paintLog() {
        long sequence1 = file.u64(FIRST_HEADER + 8);
        long sequence2 = file.u64(SECOND_HEADER + 8);
        long header = sequence1 > sequence2 ? FIRST_HEADER : SECOND_HEADER;
        long at = file.u64(header + 72);
        for (long end = at + file.u32(header + 68); at < end; at += LOG_SECTOR) {
            if (!file.isZero(at, LOG_SECTOR)) {
                file.paint(at, LOG_SECTOR, Structure.VHDX_LOG);
            }
        }
    }

    private void paintBlockTable(long diskSize) {
        long blocks = (diskSize + blockSize - 1) / blockSize;
        for (long block = 0; block < blocks; block++) {
            file.paint(entryAt(block), 8, Structure.VHDX_BLOCK_TABLE);
        }
        if (hasParent) {
            long bitmapEntry = tableAt + 8 * blocksInChunk(); // the disks here have one chunk
            file.paint(bitmapEntry, 8, Structure.VHDX_BLOCK_TABLE);
            long bytes = diskSize / sectorSize / 8;
            file.paint(replayed.u64(bitmapEntry) & -MIB, bytes, Structure.FREE);
            for (long block = 0; block < blocks; block++) {
                if (state(block) == PARTIALLY_PRESENT) {
                    long length = blockSize / sectorSize / 8;
                    file.paint(
                            (replayed.u64(bitmapEntry) & -MIB) + block * length, length, Structure.VHDX_SECTOR_BITMAP);
                }
            }
        }
    }

    private long blocksInChunk() {
        return SECTORS_IN_CHUNK * sectorSize / blockSize;
    }

    private long entryAt(long block) {
        return tableAt + 8 * (block + block / blocksInChunk());
    }

    private int state(long block) {
        return (int) (replayed.u64(entryAt(block)) & 7);
    }

    private boolean isStored(long sector) {
        long bitmap = replayed.u64(tableAt + 8 * blocksInChunk()) & -MIB;
        return (replayed.u8(bitmap + sector / 8) >> (sector % 8) & 1) != 0;
    }

    /** In steps of a sector where only the bitmap knows. */
    private void paintDisk(long from, long to, Structure structure, long unit) {
        for (long at = from; at < to; ) {
            long block = at / blockSize;
            boolean partial = state(block) == PARTIALLY_PRESENT;
            long step = partial ? sectorSize : blockSize;
            long end = Math.min(to, (at / step + 1) * step);
            if (state(block) == FULLY_PRESENT || (partial && isStored(at / sectorSize))) {
                long place = (replayed.u64(entryAt(block)) & -MIB) + at % blockSize;
                file.brush().paint(place, place + end - at, structure, end - at == to - from ? unit : 0);
            }
            at = end;
        }
    }
}
