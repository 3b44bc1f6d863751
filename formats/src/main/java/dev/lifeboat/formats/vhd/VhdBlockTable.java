package dev.lifeboat.formats.vhd;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.PageCache;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * Block allocation table: where each block of the virtual disk is in the file. A block is a bitmap, one bit a sector and the
 * most significant bit first, rounded up to whole sectors, and the data behind it. The table is read page by page as it is
 * needed.
 */
public final class VhdBlockTable {
    private static final int SECTOR = 512;
    private static final int ENTRY = 4;
    private static final long ABSENT = 0xffff_ffffL;
    private static final long NOWHERE = -1;

    private final ByteSource file;
    private final VhdFooter footer;
    private final DynamicHeader header;
    private final PageCache entries;
    private final PageCache bitmaps;

    /**
     * Opens the table; no entry is read yet.
     *
     * @param file the file
     * @param footer of the file
     * @param header of the file
     */
    public VhdBlockTable(ByteSource file, VhdFooter footer, DynamicHeader header) {
        this.file = file;
        this.footer = footer;
        this.header = header;
        this.entries = new PageCache(file, ByteOrder.BIG_ENDIAN);
        this.bitmaps = new PageCache(file, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Returns the number of blocks of the virtual disk. The table may have more entries.
     *
     * @return 1 or more
     */
    public long blocks() {
        return (footer.currentSize() + header.blockSize() - 1) / header.blockSize();
    }

    /**
     * Returns the bytes of the bitmap in front of each block's data.
     *
     * @return a multiple of 512
     */
    public int bitmapSize() {
        int bytes = (header.blockSize() / SECTOR + Byte.SIZE - 1) / Byte.SIZE;
        return (bytes + SECTOR - 1) / SECTOR * SECTOR;
    }

    /**
     * Returns where in the file a block starts, with its bitmap. Whether that can be is not checked.
     *
     * @param block 0 to {@link #blocks()} - 1
     * @return in bytes from the start of the file, or a negative number if the block is not present
     * @throws IOException if the table cannot be read
     */
    public long placeOf(long block) throws IOException {
        long sector = entries.u32(positionOf(block));
        return sector == ABSENT ? NOWHERE : sector * SECTOR;
    }

    /**
     * Returns where a block's entry is.
     *
     * @param block 0 to {@link #blocks()} - 1
     * @return in bytes from the start of the file
     */
    public long positionOf(long block) {
        return header.tableOffset() + ENTRY * block;
    }

    /**
     * Returns whether a range has a byte in common with the footer copy, the dynamic header or the table.
     *
     * @param offset in bytes from the start of the file
     * @param length in bytes
     * @return whether no block can be there
     */
    public boolean isOnTables(long offset, long length) {
        return offset < VhdFooter.SIZE
                || overlap(offset, length, footer.dataOffset(), DynamicHeader.SIZE)
                || overlap(offset, length, header.tableOffset(), ENTRY * header.entries());
    }

    private static boolean overlap(long a, long aLength, long b, long bLength) {
        return a < b + bLength && b < a + aLength;
    }

    /** Where in the file some bytes of a present block's data are. */
    long dataOf(long place, long block, int within, int length) throws CorruptImageException {
        if (isOnTables(place, (long) bitmapSize() + header.blockSize())) {
            throw corrupt(block, "it cannot be at 0x" + Long.toHexString(place) + ", where the file's tables are");
        }
        long data = place + bitmapSize() + within;
        if (data > footer.fileEnd() - length) {
            throw corrupt(
                    block,
                    "it should be at 0x" + Long.toHexString(place) + ", and the file's data ends at 0x"
                            + Long.toHexString(footer.fileEnd()) + ": was it cut off?");
        }
        return data;
    }

    /**
     * The end of the run of sectors that are all in the file, or all not.
     *
     * @param place of the block
     * @param sector in the block, the first of the run
     * @param stored whether that sector is in the file
     * @param limit a sector in the block where the run ends at the latest, exclusive
     */
    long runEnd(long place, long sector, boolean stored, long limit) throws IOException {
        long at = sector;
        while (at < limit) {
            long word = bitmapWord(place, at);
            long others = (stored ? ~word : word) << (at % Long.SIZE);
            if (others != 0) {
                return Math.min(limit, at + Long.numberOfLeadingZeros(others));
            }
            at += Long.SIZE - at % Long.SIZE;
        }
        return limit;
    }

    boolean isStored(long place, long sector) throws IOException {
        return bitmapWord(place, sector) << (sector % Long.SIZE) < 0;
    }

    private long bitmapWord(long place, long sector) throws IOException {
        return bitmaps.bits64(place + sector / Long.SIZE * Long.BYTES);
    }

    private CorruptImageException corrupt(long block, String problem) {
        return new CorruptImageException(
                file, positionOf(block), "VHD block allocation table", "block " + block + ": " + problem);
    }
}
