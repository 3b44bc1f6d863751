package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * One entry of the log, 2.3.1: a header, descriptors behind it in the same and following sectors, then a data sector for
 * each data descriptor.
 *
 * @param at sector of the log where it starts
 * @param sectors that it takes up
 * @param tail sector where the sequence starts that has to be replayed once this entry is its last
 * @param sequence one more than that of the entry before; unsigned, more than 0
 * @param descriptors number of them
 * @param flushedFileOffset the file was at least so long, in bytes, when the entry was written; unsigned
 * @param lastFileOffset the file has to be so long, in bytes, for everything in it to fit; unsigned
 */
record LogEntry(
        int at, int sectors, int tail, long sequence, int descriptors, long flushedFileOffset, long lastFileOffset) {
    private static final int HEADER = 64;
    private static final int DESCRIPTOR = 32;
    private static final int CRC_AT = 4;
    /** Below it lie the file identifier and the headers, which are never written through the log. */
    private static final long FIRST_TARGET = RegionTable.FIRST_AT;

    private static final String WHAT = "VHDX log entry";

    /**
     * The entry that starts in a sector, if a whole and valid one does; a torn one was never committed and is no error.
     *
     * <p>Reads no further than the sectors look like parts of an entry. No part looks like the start of one, so that a scan
     * over all sectors reads each of them at most twice, whatever lengths the headers claim.
     */
    static Optional<LogEntry> read(LogRing ring, int at, UUID logGuid) throws IOException {
        Struct s = ring.sector(at, WHAT);
        if (!s.ascii(0, 4).equals("loge") || !s.guid(32).equals(logGuid) || s.bits64(16) == 0) {
            return Optional.empty();
        }
        long length = s.u32(8);
        long tail = s.u32(12);
        long descriptors = s.u32(24);
        long ringLength = (long) ring.sectors() * LogRing.SECTOR;
        if (length == 0
                || length % LogRing.SECTOR != 0
                || length > ringLength
                || tail % LogRing.SECTOR != 0
                || tail >= ringLength
                || HEADER + descriptors * DESCRIPTOR > length) {
            return Optional.empty();
        }
        var entry = new LogEntry(
                at,
                (int) (length / LogRing.SECTOR),
                (int) (tail / LogRing.SECTOR),
                s.bits64(16),
                (int) descriptors,
                s.bits64(48),
                s.bits64(56));
        return entry.isWhole(ring, s) ? Optional.of(entry) : Optional.empty();
    }

    private boolean isWhole(LogRing ring, Struct first) throws IOException {
        CRC32C crc = new CRC32C();
        int dataSectors = 0;
        for (int i = 0; i < descriptorSectors(); i++) {
            Struct s = i == 0 ? first : ring.sector(at + i, WHAT);
            int end = descriptorsEnd(i);
            for (int d = i == 0 ? HEADER : 0; d < end; d += DESCRIPTOR) {
                String kind = s.ascii(d, 4);
                if (!(kind.equals("desc") || kind.equals("zero")) || s.bits64(d + 24) != sequence) {
                    return false;
                }
                dataSectors += kind.equals("desc") ? 1 : 0;
            }
            byte[] bytes = s.bytes(0, LogRing.SECTOR);
            if (i == 0) {
                crc.update(bytes, 0, CRC_AT);
                crc.update(new byte[4]);
                crc.update(bytes, CRC_AT + 4, LogRing.SECTOR - CRC_AT - 4);
            } else {
                crc.update(bytes);
            }
        }
        if (sectors != descriptorSectors() + dataSectors) {
            return false;
        }
        for (int i = descriptorSectors(); i < sectors; i++) {
            Struct s = ring.sector(at + i, WHAT);
            if (!s.ascii(0, 4).equals("data")
                    || s.u32(4) != sequence >>> 32
                    || s.u32(4092) != (sequence & 0xffff_ffffL)) {
                return false;
            }
            crc.update(s.bytes(0, LogRing.SECTOR));
        }
        return crc.getValue() == first.u32(CRC_AT);
    }

    private int descriptorSectors() {
        return (int) ((HEADER + (long) descriptors * DESCRIPTOR + LogRing.SECTOR - 1) / LogRing.SECTOR);
    }

    /** Where the descriptors in the entry's sector {@code i} end, relative to the sector. */
    private int descriptorsEnd(int i) {
        return (int) Math.min(LogRing.SECTOR, HEADER + (long) descriptors * DESCRIPTOR - (long) i * LogRing.SECTOR);
    }

    /** The sector behind this entry, where the next one starts. */
    int next(LogRing ring) {
        return (at + sectors) % ring.sectors();
    }

    /**
     * Applies the entry's changes.
     *
     * @throws CorruptImageException if one of them is for a place that the log never writes to
     */
    void replay(LogRing ring, LogPatches patches) throws IOException {
        int dataSector = at + descriptorSectors();
        for (int i = 0; i < descriptorSectors(); i++) {
            Struct s = ring.sector(at + i, WHAT);
            int end = descriptorsEnd(i);
            for (int d = i == 0 ? HEADER : 0; d < end; d += DESCRIPTOR) {
                if (s.ascii(d, 4).equals("desc")) {
                    long target = target(ring, s, d, LogRing.SECTOR);
                    long data = ring.positionOf(dataSector++);
                    patches.data(target, data, s.bits64(d + 8), (int) s.u32(d + 4));
                } else {
                    long length = s.u64(d + 8, "zero descriptor: length");
                    patches.zeros(target(ring, s, d, length), length);
                }
            }
        }
    }

    private static long target(LogRing ring, Struct s, int descriptor, long length) throws CorruptImageException {
        long target = s.u64(descriptor + 16, "descriptor: file offset");
        if (target % LogRing.SECTOR != 0
                || length % LogRing.SECTOR != 0
                || target < FIRST_TARGET
                || target > Long.MAX_VALUE - length
                || ring.overlaps(target, length)) {
            throw s.corrupt(
                    descriptor + 16,
                    "descriptor",
                    "changes " + length + " bytes at 0x" + Long.toHexString(target) + ", where the log never writes");
        }
        return target;
    }
}
