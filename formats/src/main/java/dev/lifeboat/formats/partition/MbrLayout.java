package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The partitions that an MBR and its chains of extended boot records list. A chain is a linked list on the disk: its first
 * record stands at the start of the extended partition; entry 1 of each record is a logical partition, counted from that
 * record, and entry 2 leads to the next record, counted from the start of the extended partition.
 */
final class MbrLayout {
    /** More than any tool makes; a bound for chains that an enemy wrote. */
    private static final int MOST_LOGICAL = 1024;

    private final ByteSource disk;
    private final int sectorSize;
    final List<Partition> partitions = new ArrayList<>();
    final List<Flaw> flaws = new ArrayList<>();
    private int nextLogical = 5;

    private MbrLayout(ByteSource disk, int sectorSize) {
        this.disk = disk;
        this.sectorSize = sectorSize;
    }

    static MbrLayout read(ByteSource disk, MasterBootRecord mbr, int sectorSize) throws IOException {
        var layout = new MbrLayout(disk, sectorSize);
        for (MasterBootRecord.Entry entry : mbr.entries()) {
            if (!entry.isUsed()) {
                layout.addIfNotEmpty(entry);
                continue;
            }
            Optional<CorruptImageException> complaint = entry.complaint(disk);
            if (complaint.isPresent()) {
                layout.flaws.add(new Flaw(Flaw.Kind.ENTRY, complaint.get()));
            } else if (entry.type().isExtended()) {
                layout.followChain(entry.firstLba(), entry.firstLba() + entry.sectors());
            } else {
                layout.add(entry.index() + 1, 0, entry);
            }
        }
        return layout;
    }

    /** How many of the partitions hold something that has a name; tells the right sector size from the wrong one. */
    int recognised() throws IOException {
        int count = 0;
        for (Partition partition : partitions) {
            if (partition.complete()
                    && VolumeSummary.read(partition.open(disk)).kind().isRecognised()) {
                count++;
            }
        }
        return count;
    }

    /** The end is that of the extended partition, in which every partition of the chain lies. */
    private void followChain(long start, long end) throws IOException {
        Set<Long> visited = new HashSet<>();
        long record = start;
        while (visited.add(record)) {
            Optional<MasterBootRecord> read = MasterBootRecord.read(disk, record * sectorSize);
            if (read.isEmpty()) {
                breakChain(record, "is not there; partitions behind it cannot be found");
                return;
            }
            if (visited.size() > MOST_LOGICAL) {
                breakChain(record, "is number " + visited.size() + " of a chain, expected at most " + MOST_LOGICAL);
                return;
            }
            MasterBootRecord.Entry logical = read.get().entries().get(0);
            if (logical.isUsed()) {
                addLogical(record, logical);
                requireInside(record, logical, end);
            } else {
                addIfNotEmpty(logical);
            }
            MasterBootRecord.Entry link = read.get().entries().get(1);
            if (!logical.isUsed() && !link.isUsed() && mustListSomething(record, start)) {
                breakChain(record, "lists no partition; there was one, or what stands here is something else");
            }
            if (!link.isUsed()) {
                addIfNotEmpty(link);
                return;
            }
            if (!link.type().isExtended()) {
                breakChain(
                        record,
                        "leads on by an entry of type " + link.type().code()
                                + ", which no chain has; partitions behind it cannot be found");
                return;
            }
            long next = start + link.firstLba();
            requireApart(record, logical, next);
            record = next;
        }
        breakChain(record, "is reached a second time; the chain is a circle");
    }

    /** An entry of type 0 is unused, and then all of it is zero. */
    private void addIfNotEmpty(MasterBootRecord.Entry entry) {
        if (entry.firstLba() != 0 || entry.sectors() != 0) {
            flaws.add(new Flaw(
                    Flaw.Kind.ENTRY,
                    new CorruptImageException(
                            disk,
                            entry.at(),
                            "MBR entry " + (entry.index() + 1),
                            "has " + entry.sectors() + " sectors from " + entry.firstLba() + " on, and no type")));
        }
    }

    private void requireInside(long record, MasterBootRecord.Entry logical, long end) {
        long last = record + logical.firstLba() + logical.sectors();
        if (last > end) {
            breakChain(
                    record,
                    "lists a partition that ends at sector " + last + ", behind the extended partition's end, " + end);
        }
    }

    private void requireApart(long record, MasterBootRecord.Entry logical, long next) {
        long first = record + logical.firstLba();
        if (logical.isUsed() && next >= first && next < first + logical.sectors()) {
            breakChain(record, "lists a partition that covers the next record, at sector " + next);
        }
    }

    /** Only an extended partition that is empty has a record without partitions: its first, with nothing else in it. */
    private boolean mustListSomething(long record, long start) throws IOException {
        long at = record * sectorSize;
        return record != start
                || BootSectors.recognise(disk.slice("", at, disk.size() - at), 0)
                        .isPresent();
    }

    private void addLogical(long record, MasterBootRecord.Entry entry) {
        Optional<CorruptImageException> complaint = entry.complaint(disk);
        if (complaint.isPresent()) {
            flaws.add(new Flaw(Flaw.Kind.ENTRY, complaint.get()));
            return;
        }
        add(nextLogical++, record, entry);
    }

    /** Sector numbers are sums of three 32-bit values at most, so no product here overflows. */
    private void add(int number, long base, MasterBootRecord.Entry entry) {
        long offset = (base + entry.firstLba()) * sectorSize;
        long size = entry.sectors() * sectorSize;
        boolean complete = offset + size <= disk.size();
        partitions.add(
                new Partition(number, offset, size, entry.type(), Optional.empty(), "", 0, entry.isActive(), complete));
    }

    private void breakChain(long record, String problem) {
        long at = record * sectorSize;
        flaws.add(new Flaw(
                Flaw.Kind.EXTENDED_CHAIN, new CorruptImageException(disk, at, "extended boot record", problem)));
    }
}
