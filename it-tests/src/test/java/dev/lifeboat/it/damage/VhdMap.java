package dev.lifeboat.it.damage;

/** Draws a dynamic or differencing VHD file, and hands on where the blocks of its disk are. */
final class VhdMap {
    private static final int SECTOR = 512;
    private static final int FOOTER = 512;
    private static final int HEADER = 1024;
    private static final int DIFFERENCING = 4;
    private static final long ABSENT = 0xffff_ffffL;

    private final Layer file;
    private final long tableAt;
    private final long entries;
    private final long blockSize;
    private final long bitmapSize;
    private final boolean hasParent;

    private VhdMap(Layer file) {
        this.file = file;
        long header = file.u64(16);
        this.tableAt = file.u64(header + 16);
        this.entries = file.u32(header + 28);
        this.blockSize = file.u32(header + 32);
        this.bitmapSize = (blockSize / SECTOR / 8 + SECTOR - 1) / SECTOR * SECTOR;
        this.hasParent = file.u32(60) == DIFFERENCING;
    }

    /**
     * Draws the file.
     *
     * @param disk the bytes of the virtual disk
     * @return the disk; what it has not stored in the file is not painted
     */
    static Layer paint(Layer littleEndian, byte[] disk) {
        VhdMap map = new VhdMap(littleEndian.bigEndian());
        map.paint();
        return Layer.of(disk, map::paintDisk);
    }

    private void paint() {
        file.paint(0, FOOTER, Structure.VHD_FOOTER_COPY);
        file.paint(file.size() - FOOTER, FOOTER, Structure.VHD_FOOTER);
        file.paint(file.u64(16), HEADER, Structure.VHD_HEADER);
        file.paint(tableAt, 4 * entries, Structure.VHD_BLOCK_TABLE);
        for (long block = 0; block < entries; block++) {
            if (entry(block) != ABSENT) {
                file.paint(
                        entry(block) * SECTOR,
                        blockSize / SECTOR / 8,
                        hasParent ? Structure.VHD_SECTOR_BITMAP : Structure.VHD_BITMAP);
            }
        }
    }

    private long entry(long block) {
        return file.u32(tableAt + 4 * block);
    }

    private boolean isStored(long at) {
        long block = at / blockSize;
        if (entry(block) == ABSENT) {
            return false;
        }
        long sector = at % blockSize / SECTOR;
        return !hasParent || (file.u8(entry(block) * SECTOR + sector / 8) << sector % 8 & 0x80) != 0;
    }

    private void paintDisk(long from, long to, Structure structure, long unit) {
        for (long at = from; at < to; ) {
            long step = hasParent ? SECTOR : blockSize;
            long end = Math.min(to, (at / step + 1) * step);
            if (isStored(at)) {
                long place = entry(at / blockSize) * SECTOR + bitmapSize + at % blockSize;
                file.brush().paint(place, place + end - at, structure, end - at == to - from ? unit : 0);
            }
            at = end;
        }
    }
}
