package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One of the two copies of a GPT, header and entries, with both checksums right.
 *
 * @param header of this copy
 * @param partitions in the order of the entries
 * @param flaws entries that make no sense although the checksum is right
 */
record GptCopy(GptHeader header, List<Partition> partitions, List<Flaw> flaws) {
    static GptCopy read(ByteSource disk, int sectorSize, long lba) throws IOException {
        GptHeader header = GptHeader.read(disk, sectorSize, lba);
        long length = (long) header.entryCount() * header.entrySize();
        if (header.entriesLba() > (disk.size() - length) / sectorSize) {
            throw new CorruptImageException(
                    disk,
                    lba * sectorSize + 72,
                    "GPT header",
                    "entries of " + length + " bytes at LBA " + header.entriesLba() + " reach beyond the disk's end");
        }
        long at = header.entriesLba() * sectorSize;
        // At most 4096 entries of 4096 bytes; two passes, so that no more than one entry is held.
        expectCrc(disk, at, header);
        List<Partition> partitions = new ArrayList<>();
        List<Flaw> flaws = new ArrayList<>();
        for (int i = 0; i < header.entryCount(); i++) {
            Struct s = Struct.read(disk, at + (long) i * header.entrySize(), GptEntry.SMALLEST, "GPT entry " + (i + 1));
            try {
                GptEntry.read(disk, sectorSize, i + 1, s).ifPresent(partitions::add);
            } catch (CorruptImageException e) {
                flaws.add(new Flaw(Flaw.Kind.ENTRY, e));
            }
        }
        return new GptCopy(header, List.copyOf(partitions), List.copyOf(flaws));
    }

    /** The checksums, which were right, settle it at once; where they differ, it may be for what unused entries hold. */
    boolean listsSameAs(GptCopy other) {
        boolean sameEntries = header.entryCount() == other.header.entryCount()
                && header.entrySize() == other.header.entrySize()
                && header.entriesCrc() == other.header.entriesCrc();
        return sameEntries || partitions.equals(other.partitions);
    }

    private static void expectCrc(ByteSource disk, long at, GptHeader header) throws IOException {
        CRC32 crc = new CRC32();
        for (int i = 0; i < header.entryCount(); i++) {
            crc.update(disk.bytes(at + (long) i * header.entrySize(), header.entrySize()));
        }
        if (crc.getValue() != header.entriesCrc()) {
            throw new CorruptImageException(
                    disk,
                    at,
                    "GPT entries",
                    String.format("checksum is 0x%08x, computed 0x%08x", header.entriesCrc(), crc.getValue()));
        }
    }
}
