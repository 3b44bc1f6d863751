package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The table in a boot sector, UEFI 5.2.1: four entries of 16 bytes at 446 and the mark 55 AA at 510, whatever the size of
 * a sector. The same shape at the start of each logical partition is an extended boot record.
 *
 * @param at where it was read, in bytes from the start of the disk
 * @param diskSignature the number by which Windows knows an MBR disk
 * @param entries all four, used or not
 */
record MasterBootRecord(long at, long diskSignature, List<Entry> entries) {
    private static final int SIZE = 512;
    private static final int ENTRIES_AT = 446;
    private static final int ENTRY_SIZE = 16;

    /**
     * One of the four entries. Cylinders, heads and sectors are not read: no disk of this century has them.
     *
     * @param at in bytes from the start of the disk
     * @param index 0 to 3
     * @param indicator 0x80 where a BIOS starts from it, else 0
     * @param firstLba in sectors; from what depends on the record it stands in
     * @param sectors how many
     */
    record Entry(long at, int index, int indicator, PartitionType.Mbr type, long firstLba, long sectors) {
        boolean isUsed() {
            return type.id() != 0;
        }

        boolean isActive() {
            return indicator == 0x80;
        }

        /** Says why this used entry cannot be one. */
        Optional<CorruptImageException> complaint(ByteSource disk) {
            String problem;
            if (indicator != 0 && indicator != 0x80) {
                problem = String.format("boot indicator is 0x%02x, expected 0x00 or 0x80", indicator);
            } else if (firstLba == 0) {
                problem = "first sector is 0, where the table itself stands";
            } else if (sectors == 0) {
                problem = "has no sectors";
            } else {
                return Optional.empty();
            }
            return Optional.of(new CorruptImageException(disk, at, "MBR entry " + (index + 1), problem));
        }
    }

    /** Returns nothing where the mark is missing: then there is no table. */
    static Optional<MasterBootRecord> read(ByteSource disk, long at) throws IOException {
        if (at > disk.size() - SIZE) {
            return Optional.empty();
        }
        Struct s = Struct.read(disk, at, SIZE, "MBR");
        if (s.u16(510) != 0xaa55) {
            return Optional.empty();
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int e = ENTRIES_AT + i * ENTRY_SIZE;
            var type = new PartitionType.Mbr(s.u8(e + 4));
            entries.add(new Entry(at + e, i, s.u8(e), type, s.u32(e + 8), s.u32(e + 12)));
        }
        return Optional.of(new MasterBootRecord(at, s.u32(440), List.copyOf(entries)));
    }

    List<Entry> used() {
        return entries.stream().filter(Entry::isUsed).toList();
    }

    boolean isProtective() {
        return entries.stream().anyMatch(e -> e.type().isProtective());
    }

    /**
     * Tells whether this is a table beyond doubt: text and code of a boot sector, which stand in the same place, do not
     * come out as entries that all make sense, lie on the disk and keep clear of each other.
     */
    boolean isBeyondDoubt(ByteSource disk, int sectorSize) {
        List<Entry> used = used();
        long sectorsOfDisk = disk.size() / sectorSize;
        return !used.isEmpty()
                && entries.stream().allMatch(e -> e.indicator() == 0 || e.indicator() == 0x80)
                && used.stream().allMatch(e -> e.complaint(disk).isEmpty())
                && used.stream().allMatch(e -> e.firstLba() + e.sectors() <= sectorsOfDisk)
                && used.stream().allMatch(a -> used.stream().allMatch(b -> a.index() == b.index() || areApart(a, b)));
    }

    private static boolean areApart(Entry a, Entry b) {
        return a.firstLba() + a.sectors() <= b.firstLba() || b.firstLba() + b.sectors() <= a.firstLba();
    }
}
