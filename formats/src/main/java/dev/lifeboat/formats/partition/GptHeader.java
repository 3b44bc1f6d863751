package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * GPT header, UEFI 5.3.2, at LBA 1 and once more in the last sector of the disk.
 *
 * @param lba where this header stands
 * @param alternateLba where the other one stands
 * @param firstUsableLba first sector that a partition may have
 * @param lastUsableLba last sector that a partition may have
 * @param diskGuid the name of the disk
 * @param entriesLba where the entries begin
 * @param entryCount used or not, at most {@link #MOST_ENTRIES}
 * @param entrySize in bytes, 128 times a power of two, at most {@link #LARGEST_ENTRY}
 * @param entriesCrc CRC-32 of all entries
 */
record GptHeader(
        long lba,
        long alternateLba,
        long firstUsableLba,
        long lastUsableLba,
        UUID diskGuid,
        long entriesLba,
        int entryCount,
        int entrySize,
        long entriesCrc) {
    static final String SIGNATURE = "EFI PART";
    /** Windows and every partitioning tool make 128. */
    static final int MOST_ENTRIES = 4096;

    static final int LARGEST_ENTRY = 4096;
    private static final int SMALLEST = 92;

    /**
     * Reads a header and believes nothing before its checksum is right.
     *
     * @param lba where it must stand, and say that it stands; not so large that a product overflows
     */
    static GptHeader read(ByteSource disk, int sectorSize, long lba) throws IOException {
        Struct s = Struct.read(disk, lba * sectorSize, sectorSize, "GPT header");
        s.expectAscii(0, SIGNATURE);
        long size = s.u32(12);
        if (size < SMALLEST || size > sectorSize) {
            throw s.corrupt(12, "size", "is " + size + ", expected " + SMALLEST + " to " + sectorSize);
        }
        expectCrc(s, (int) size);
        s.expect(8, "major version", s.u16(10), 1);
        s.expect(24, "own LBA", s.u64(24, "own LBA"), lba);
        long count = s.u32(80);
        if (count > MOST_ENTRIES) {
            throw s.corrupt(80, "number of entries", "is " + count + ", expected at most " + MOST_ENTRIES);
        }
        long entrySize = s.u32(84);
        if (entrySize < GptEntry.SMALLEST || entrySize > LARGEST_ENTRY || Long.bitCount(entrySize) != 1) {
            throw s.corrupt(84, "size of an entry", "is " + entrySize + ", expected 128 times a power of two");
        }
        return new GptHeader(
                lba,
                s.u64(32, "LBA of the other header"),
                s.u64(40, "first usable LBA"),
                s.u64(48, "last usable LBA"),
                s.guid(56),
                s.u64(72, "LBA of the entries"),
                (int) count,
                (int) entrySize,
                s.u32(88));
    }

    private static void expectCrc(Struct s, int size) throws CorruptImageException {
        byte[] header = s.bytes(0, size);
        for (int i = 16; i < 20; i++) {
            header[i] = 0;
        }
        CRC32 crc = new CRC32();
        crc.update(header);
        if (crc.getValue() != s.u32(16)) {
            throw s.corrupt(16, "checksum", String.format("is 0x%08x, computed 0x%08x", s.u32(16), crc.getValue()));
        }
    }
}
