package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.PageCache;
import dev.lifeboat.formats.vhdx.RegionTable.Region;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Block allocation table (BAT), 2.5: where each block of the virtual disk is in the file. Behind the entries of each chunk,
 * which is 2^23 sectors, stands the entry of the chunk's sector bitmap, whether the disk has bitmaps or not.
 *
 * <p>The table of a large disk is larger than memory (513 MiB for 64 TiB), so it is read page by page as it is needed.
 * Entries are passed around as the 64 bits they are; {@link #stateOf} and {@link #fileOffsetOf} take them apart.
 */
public final class BlockTable {
    /** Bytes of a sector bitmap block, one bit for each sector of a chunk. */
    public static final int BITMAP_SIZE = 1 << 20;

    private static final int ENTRY = 8;
    private static final long SECTORS_IN_CHUNK = 1 << 23;
    private static final long STATE = 7;
    private static final long RESERVED = 0xffff8;
    private static final int PRESENT = 6;

    private final ByteSource contents;
    private final PageCache entries;
    private final PageCache bitmaps;
    private final long start;
    /** Where no block can be. */
    private final List<Region> regions;

    private final long blocks;
    private final int blockSize;
    private final int blocksInChunk;
    private final boolean hasParent;

    private BlockTable(ByteSource contents, VhdxMetadata metadata, List<Region> regions) {
        this.contents = contents;
        this.entries = new PageCache(contents, ByteOrder.LITTLE_ENDIAN);
        this.bitmaps = new PageCache(contents, ByteOrder.LITTLE_ENDIAN);
        this.start = regions.get(0).offset();
        this.regions = regions;
        this.blocks = blocksOf(metadata);
        this.blockSize = metadata.blockSize();
        this.blocksInChunk = blocksInChunk(metadata);
        this.hasParent = metadata.parentLocator().isPresent();
    }

    /**
     * Opens the table; no entry is read yet.
     *
     * @param contents the file with its log applied
     * @param header of the file, for where the log is
     * @param regions of the file
     * @param metadata of the disk
     * @return the table
     * @throws CorruptImageException if the region is too small for the disk, or is not in the file
     */
    public static BlockTable of(ByteSource contents, VhdxHeader header, RegionTable regions, VhdxMetadata metadata)
            throws CorruptImageException {
        Region region = regions.blockTable();
        long needed = ENTRY * entriesOf(metadata);
        if (needed > region.length() || region.offset() > contents.size() - needed) {
            throw new CorruptImageException(
                    contents,
                    region.offset(),
                    "VHDX block allocation table",
                    "a disk of " + metadata.virtualDiskSize() + " bytes needs a table of " + needed
                            + " bytes; the region has " + region.length() + " and the file ends at 0x"
                            + Long.toHexString(contents.size()));
        }
        Region log = new Region(header.logOffset(), header.logLength());
        return new BlockTable(contents, metadata, List.of(region, regions.metadata(), log));
    }

    private static long blocksOf(VhdxMetadata metadata) {
        return (metadata.virtualDiskSize() + metadata.blockSize() - 1) / metadata.blockSize();
    }

    private static int blocksInChunk(VhdxMetadata metadata) {
        return (int) (SECTORS_IN_CHUNK * metadata.logicalSectorSize() / metadata.blockSize());
    }

    /** 2.5: without a parent the table may end with the last block's entry, with one every chunk is whole. */
    private static long entriesOf(VhdxMetadata metadata) {
        long blocks = blocksOf(metadata);
        int inChunk = blocksInChunk(metadata);
        return metadata.parentLocator().isPresent()
                ? (blocks + inChunk - 1) / inChunk * (inChunk + 1)
                : blocks + (blocks - 1) / inChunk;
    }

    /**
     * Returns the number of blocks of the virtual disk.
     *
     * @return 1 or more
     */
    public long blocks() {
        return blocks;
    }

    /**
     * Returns the number of chunks, each of which can have one sector bitmap.
     *
     * @return 1 or more
     */
    public long chunks() {
        return (blocks + blocksInChunk - 1) / blocksInChunk;
    }

    /**
     * Returns the chunk that a block belongs to.
     *
     * @param block 0 to {@link #blocks()} - 1
     * @return 0 to {@link #chunks()} - 1
     */
    public long chunkOf(long block) {
        return block / blocksInChunk;
    }

    /**
     * Returns a block's entry.
     *
     * @param block 0 to {@link #blocks()} - 1
     * @return its 64 bits
     * @throws IOException if the table cannot be read
     */
    public long entryOf(long block) throws IOException {
        return entries.bits64(positionOf(block));
    }

    /**
     * Returns the entry of a chunk's sector bitmap. Only a disk with a parent has them all.
     *
     * @param chunk 0 to {@link #chunks()} - 1
     * @return its 64 bits
     * @throws IOException if the table cannot be read
     */
    public long bitmapEntryOf(long chunk) throws IOException {
        return entries.bits64(bitmapPositionOf(chunk));
    }

    /**
     * Returns where a block's entry is.
     *
     * @param block 0 to {@link #blocks()} - 1
     * @return in bytes from the start of the file
     */
    public long positionOf(long block) {
        return start + ENTRY * (block + block / blocksInChunk);
    }

    /**
     * Returns where the entry of a chunk's sector bitmap is.
     *
     * @param chunk 0 to {@link #chunks()} - 1
     * @return in bytes from the start of the file
     */
    public long bitmapPositionOf(long chunk) {
        return start + ENTRY * ((chunk + 1) * blocksInChunk + chunk);
    }

    /**
     * Takes the state of a block from its entry.
     *
     * @param entry of the block
     * @param block its number, for the message
     * @return how the block is stored
     * @throws CorruptImageException if the entry has no known state, or sets bits that are reserved
     */
    public BlockState stateOf(long entry, long block) throws CorruptImageException {
        if ((entry & RESERVED) != 0) {
            throw corrupt(block, "entry is 0x" + Long.toHexString(entry) + " and sets reserved bits");
        }
        return switch ((int) (entry & STATE)) {
            case 0 -> BlockState.NOT_PRESENT;
            case 1 -> BlockState.UNDEFINED;
            case 2 -> BlockState.ZERO;
            case 3, 5 -> BlockState.UNMAPPED; // 5 in version 0.95 of the specification
            case PRESENT -> BlockState.FULLY_PRESENT;
            case 7 -> hasParent ? BlockState.PARTIALLY_PRESENT : BlockState.FULLY_PRESENT; // as Windows takes it
            default -> throw corrupt(block, "state is " + (entry & STATE) + ", which is reserved");
        };
    }

    /**
     * Takes the file offset from an entry. It means something only for blocks that are present.
     *
     * @param entry of a block or a bitmap
     * @return in bytes, a multiple of 1 MiB; negative if it is beyond any real size
     */
    public static long fileOffsetOf(long entry) {
        return entry & -VhdxFile.MIB;
    }

    /**
     * Takes from an entry whether the file has a place for the block or bitmap. Of an entry that is damaged the answer means
     * nothing.
     *
     * @param entry of a block or a bitmap
     * @return whether it is fully or partially present
     */
    public static boolean isPresent(long entry) {
        return (entry & STATE) >= PRESENT; // of a bitmap 7 is not specified; Windows takes it as 6
    }

    /**
     * Where in the file some bytes of a present block are.
     *
     * @param within offset of the first of them in the block
     */
    long dataOf(long entry, long block, int within, int length) throws CorruptImageException {
        long offset = fileOffsetOf(entry);
        if (offset < 0) {
            throw corrupt(block, "its data cannot be at 0x" + Long.toHexString(offset) + ": no file is so large");
        }
        if (isOnTables(offset, blockSize)) {
            throw corrupt(
                    block, "its data cannot be at 0x" + Long.toHexString(offset) + ", where the file's tables are");
        }
        if (offset > contents.size() - within - length) {
            throw corrupt(
                    block,
                    "its data should be at 0x" + Long.toHexString(offset) + ", and the file ends at 0x"
                            + Long.toHexString(contents.size()) + ": was it cut off?");
        }
        return offset + within;
    }

    /**
     * How many bytes can be read in one go, where the blocks behind a present one follow it in the file too.
     *
     * @param data where in the file the first byte is
     * @param length bytes of the block itself, from that one to its end unless fewer are wanted
     * @param wanted in bytes
     * @return {@code length} or more, at most {@code wanted}
     */
    int contiguous(long entry, long block, long data, int length, int wanted) throws IOException {
        int total = length;
        for (long next = 1; total < wanted && block + next < blocks; next++) {
            int more = Math.min(blockSize, wanted - total);
            long expected = entry + next * blockSize; // the same state, and one block size further on
            if (entryOf(block + next) != expected
                    || isOnTables(fileOffsetOf(expected), blockSize)
                    || data + total > contents.size() - more) {
                break;
            }
            total += more;
        }
        return total;
    }

    /**
     * Returns whether a range has a byte in common with the headers, this table, the metadata or the log.
     *
     * @param offset in bytes from the start of the file; where it is negative, beyond any real size, the answer is yes
     * @param length in bytes
     * @return whether no block can be there
     */
    public boolean isOnTables(long offset, int length) {
        if (offset < VhdxFile.MIB) {
            return true;
        }
        for (int i = 0; i < regions.size(); i++) { // by index: an iterator for each block that is read would be garbage
            if (regions.get(i).overlaps(offset, length)) {
                return true;
            }
        }
        return false;
    }

    /** Where in the file the sector bitmap for a partially present block is. */
    long bitmapFor(long block) throws IOException {
        long chunk = chunkOf(block);
        long entry = bitmapEntryOf(chunk);
        long offset = fileOffsetOf(entry);
        if (!isPresent(entry) || isOnTables(offset, BITMAP_SIZE) || offset > contents.size() - BITMAP_SIZE) {
            throw corrupt(
                    block,
                    "is partially present, but the entry of its sector bitmap, at 0x"
                            + Long.toHexString(bitmapPositionOf(chunk)) + ", is 0x" + Long.toHexString(entry));
        }
        return offset;
    }

    /**
     * The end of the run of sectors that are all in the file, or all not.
     *
     * @param bitmap where in the file it is
     * @param sector of the virtual disk, the first of the run
     * @param stored whether that sector is in the file
     * @param limit a sector of the same block where the run ends at the latest, exclusive
     */
    long runEnd(long bitmap, long sector, boolean stored, long limit) throws IOException {
        long at = sector;
        while (at < limit) {
            long word = bitmapWord(bitmap, at);
            long others = (stored ? ~word : word) >>> (at % Long.SIZE);
            if (others != 0) {
                return Math.min(limit, at + Long.numberOfTrailingZeros(others));
            }
            at += Long.SIZE - at % Long.SIZE;
        }
        return limit;
    }

    boolean isStored(long bitmap, long sector) throws IOException {
        return (bitmapWord(bitmap, sector) >>> (sector % Long.SIZE) & 1) != 0;
    }

    /** The 64 bits that hold a sector's, least significant bit first. */
    private long bitmapWord(long bitmap, long sector) throws IOException {
        return bitmaps.bits64(bitmap + sector % SECTORS_IN_CHUNK / Long.SIZE * Long.BYTES);
    }

    /** The complaint about a block. */
    CorruptImageException corrupt(long block, String problem) {
        return new CorruptImageException(
                contents, positionOf(block), "VHDX block allocation table", "block " + block + ": " + problem);
    }
}
