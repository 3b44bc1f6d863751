package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.UUID;

/**
 * Region table, 2.2.3: says where the block allocation table and the metadata are. A file has two copies with the same
 * content.
 *
 * @param blockTable the region of the block allocation table
 * @param metadata the region of the metadata
 */
public record RegionTable(Region blockTable, Region metadata) {
    /** Where the first copy starts in the file. */
    public static final long FIRST_AT = 0x30000;
    /** Where the second copy starts in the file. */
    public static final long SECOND_AT = 0x40000;

    private static final int SIZE = 0x10000;
    private static final int HEADER = 16;
    private static final int ENTRY = 32;
    private static final int MOST_ENTRIES = 2047;
    private static final UUID BLOCK_TABLE = UUID.fromString("2dc27766-f623-4200-9d64-115e9bfd4a08");
    private static final UUID METADATA = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");

    /**
     * A range of the file.
     *
     * @param offset in bytes, a multiple of 1 MiB, 1 MiB or more
     * @param length in bytes, a multiple of 1 MiB, 1 MiB or more, less than 4 GiB
     */
    public record Region(long offset, long length) {
        /**
         * Returns whether this region and a range have a byte in common.
         *
         * @param from start of the range in bytes
         * @param bytes its length
         * @return whether they overlap
         */
        public boolean overlaps(long from, long bytes) {
            return from < offset + length && offset < from + bytes;
        }
    }

    /**
     * Reads one copy.
     *
     * @param contents the file with its log applied
     * @param at {@link #FIRST_AT} or {@link #SECOND_AT}
     * @return the table
     * @throws CorruptImageException if the copy is not valid
     * @throws UnsupportedImageException if the copy is valid and names a region which has to be understood and is not known
     * @throws IOException if the file cannot be read
     */
    public static RegionTable read(ByteSource contents, long at) throws IOException {
        Struct s = Struct.read(contents, at, SIZE, "VHDX region table");
        s.expectAscii(0, "regi");
        s.expectCrc32c(4);
        long count = s.u32(8);
        if (count > MOST_ENTRIES) {
            throw s.corrupt(8, "entry count", "is " + count + ", expected at most " + MOST_ENTRIES);
        }
        Region blockTable = null;
        Region metadata = null;
        for (int i = 0; i < count; i++) {
            Struct entry = s.part(HEADER + (long) i * ENTRY, ENTRY, "entry " + i);
            UUID id = entry.guid(0);
            if (id.equals(BLOCK_TABLE)) {
                blockTable = region(entry, blockTable);
            } else if (id.equals(METADATA)) {
                metadata = region(entry, metadata);
            } else if ((entry.u32(28) & 1) != 0) {
                throw new UnsupportedImageException(
                        contents.name(), "the VHDX region " + Guids.braced(id) + " is required and not supported");
            }
        }
        if (blockTable == null || metadata == null) {
            throw s.corrupt(
                    HEADER, "", "names no " + (blockTable == null ? "block allocation table" : "metadata region"));
        }
        if (blockTable.overlaps(metadata.offset, metadata.length)) {
            throw s.corrupt(HEADER, "", "block allocation table and metadata region overlap");
        }
        return new RegionTable(blockTable, metadata);
    }

    private static Region region(Struct entry, Region before) throws CorruptImageException {
        if (before != null) {
            throw entry.corrupt(0, "region", "stands in the table twice");
        }
        Region region = new Region(entry.u64(16, "file offset"), entry.u32(24));
        if (region.offset < VhdxFile.MIB || region.offset > Long.MAX_VALUE - region.length) {
            throw entry.corrupt(
                    16, "file offset", "is 0x" + Long.toHexString(region.offset) + ", where no region can be");
        }
        entry.expect(16, "file offset modulo 1 MiB", region.offset % VhdxFile.MIB, 0);
        entry.expect(24, "length modulo 1 MiB", region.length % VhdxFile.MIB, 0);
        if (region.length == 0) {
            throw entry.corrupt(24, "length", "is 0");
        }
        return region;
    }

    /**
     * Reads the first copy, or the second if the first is damaged.
     *
     * @param contents the file with its log applied
     * @return the table
     * @throws CorruptImageException if neither copy is valid; the complaint about the second is a suppressed exception
     * @throws UnsupportedImageException if a valid copy names a region which has to be understood and is not known
     * @throws IOException if the file cannot be read
     */
    public static RegionTable readEither(ByteSource contents) throws IOException {
        try {
            return read(contents, FIRST_AT);
        } catch (CorruptImageException firstIsBad) {
            try {
                return read(contents, SECOND_AT);
            } catch (CorruptImageException secondIsBad) {
                firstIsBad.addSuppressed(secondIsBad);
                throw firstIsBad;
            }
        }
    }
}
