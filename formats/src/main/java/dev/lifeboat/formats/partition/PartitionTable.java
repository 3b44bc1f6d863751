package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The partitions of a disk, and how it lists them.
 *
 * <p>A boot sector of NTFS, FAT and their like carries the mark of an MBR too. It is told apart by what it says of itself;
 * only a table whose every entry makes sense outweighs that.
 *
 * @param scheme kind of table
 * @param sectorSize logical, 512 or 4096 bytes: the one for which the table makes sense
 * @param diskGuid the disk's name; only with GPT
 * @param mbrSignature the number by which Windows knows an MBR disk, 32 bits; absent without an MBR
 * @param partitions by offset; an extended partition is not one of them, the logical ones in it are
 * @param flaws what is wrong but could be read over, in the order it was met
 */
public record PartitionTable(
        PartitionScheme scheme,
        int sectorSize,
        Optional<UUID> diskGuid,
        OptionalLong mbrSignature,
        List<Partition> partitions,
        List<Flaw> flaws) {

    /**
     * Reads the table of a disk. Where the given sector size finds nothing and the other one does, the other is taken. An image
     * of a disc (ISO 9660, UDF) that has a table only to start from a stick too has none here: it is one volume.
     *
     * @param disk the whole disk, or a volume without a table
     * @param logicalSectorSize 512 or 4096 bytes; 512 where nobody knows
     * @return the table; {@link PartitionScheme#NONE} if there is none
     * @throws CorruptImageException if there is a table and it cannot be read; for a GPT the complaint is about the
     *     first copy, with that about the backup suppressed in it
     * @throws IOException if the storage cannot be read
     */
    public static PartitionTable read(ByteSource disk, int logicalSectorSize) throws IOException {
        SectorSize.require(logicalSectorSize);
        Optional<MasterBootRecord> mbr = MasterBootRecord.read(disk, 0);
        boolean tableForSure = mbr.isPresent() && mbr.get().isBeyondDoubt(disk, SectorSize.CLASSIC);
        if (BootSectors.recognise(disk, 0).isPresent() && !tableForSure) {
            return none(logicalSectorSize);
        }
        try {
            PartitionTable table = table(disk, mbr, logicalSectorSize);
            boolean disc = table.scheme != PartitionScheme.NONE && Disc.isHybrid(disk, mbr, table.partitions);
            return disc ? none(logicalSectorSize) : table;
        } catch (CorruptImageException unreadable) {
            if (Disc.isHybrid(disk, mbr, List.of())) {
                return none(logicalSectorSize);
            }
            throw unreadable;
        }
    }

    private static PartitionTable table(ByteSource disk, Optional<MasterBootRecord> mbr, int logicalSectorSize)
            throws IOException {
        if (mbr.isPresent() && mbr.get().isProtective()) {
            return gpt(disk, mbr, logicalSectorSize);
        }
        if (mbr.isPresent() && !mbr.get().used().isEmpty()) {
            return mbr(disk, mbr.get(), logicalSectorSize);
        }
        if (isGptWithoutMbr(disk, logicalSectorSize)) {
            return gpt(disk, mbr, logicalSectorSize);
        }
        if (mbr.isPresent() && !isVolume(disk)) {
            return mbr(disk, mbr.get(), logicalSectorSize);
        }
        return none(logicalSectorSize);
    }

    private static PartitionTable none(int sectorSize) {
        return new PartitionTable(
                PartitionScheme.NONE, sectorSize, Optional.empty(), OptionalLong.empty(), List.of(), List.of());
    }

    private static boolean isVolume(ByteSource disk) throws IOException {
        return VolumeSummary.read(disk).kind().isRecognised();
    }

    private static boolean isGptWithoutMbr(ByteSource disk, int given) throws IOException {
        int sectorSize = GptLayout.sectorSize(disk, given);
        if (!GptLayout.isSigned(disk, sectorSize)) {
            return false;
        }
        try {
            GptLayout.read(disk, sectorSize);
            return true;
        } catch (ImageException leftovers) {
            return false; // eight letters of an older life of the disk are no table
        }
    }

    private static PartitionTable gpt(ByteSource disk, Optional<MasterBootRecord> mbr, int given) throws IOException {
        int sectorSize = GptLayout.sectorSize(disk, given);
        GptLayout layout = GptLayout.read(disk, sectorSize);
        List<Flaw> flaws = new ArrayList<>();
        mbrFlaw(disk, mbr).ifPresent(flaws::add);
        flaws.addAll(layout.flaws());
        return of(
                disk,
                PartitionScheme.GPT,
                sectorSize,
                Optional.of(layout.copy().header().diskGuid()),
                mbr,
                layout.copy().partitions(),
                flaws);
    }

    private static Optional<Flaw> mbrFlaw(ByteSource disk, Optional<MasterBootRecord> mbr) {
        if (mbr.isEmpty() || !mbr.get().isProtective()) {
            return Optional.of(new Flaw(
                    Flaw.Kind.NO_PROTECTIVE_MBR,
                    new CorruptImageException(
                            disk, 0, "protective MBR", "is missing, although the disk has a GPT behind it")));
        }
        return mbr.get().used().stream()
                .filter(e -> !e.type().isProtective())
                .findFirst()
                .map(e -> new Flaw(
                        Flaw.Kind.HYBRID_MBR,
                        new CorruptImageException(
                                disk,
                                e.at(),
                                "protective MBR",
                                "entry " + (e.index() + 1) + " is of type "
                                        + e.type().code() + ", expected none beside 0xee")));
    }

    private static PartitionTable mbr(ByteSource disk, MasterBootRecord mbr, int given) throws IOException {
        MbrLayout layout = MbrLayout.read(disk, mbr, given);
        int sectorSize = given;
        if (layout.recognised() == 0) {
            MbrLayout other = MbrLayout.read(disk, mbr, SectorSize.otherThan(given));
            if (other.recognised() > 0) {
                layout = other;
                sectorSize = SectorSize.otherThan(given);
            }
        }
        if (layout.partitions.isEmpty() && !layout.flaws.isEmpty()) {
            if (isVolume(disk)) {
                return none(given);
            }
            throw layout.flaws.get(0).problem();
        }
        return of(
                disk,
                PartitionScheme.MBR,
                sectorSize,
                Optional.empty(),
                Optional.of(mbr),
                layout.partitions,
                layout.flaws);
    }

    private static PartitionTable of(
            ByteSource disk,
            PartitionScheme scheme,
            int sectorSize,
            Optional<UUID> guid,
            Optional<MasterBootRecord> mbr,
            List<Partition> unsorted,
            List<Flaw> flaws) {
        List<Partition> partitions = unsorted.stream()
                .sorted(Comparator.comparingLong(Partition::offset).thenComparingInt(Partition::number))
                .toList();
        List<Flaw> all = new ArrayList<>(flaws);
        partitions.stream()
                .filter(p -> !p.complete())
                .forEach(p -> all.add(new Flaw(Flaw.Kind.BEYOND_END, p.beyondEnd(disk))));
        addOverlaps(disk, partitions, all);
        OptionalLong signature = mbr.isPresent() ? OptionalLong.of(mbr.get().diskSignature()) : OptionalLong.empty();
        return new PartitionTable(scheme, sectorSize, guid, signature, partitions, List.copyOf(all));
    }

    private static void addOverlaps(ByteSource disk, List<Partition> sorted, List<Flaw> flaws) {
        Partition furthest = null;
        for (Partition p : sorted) {
            if (furthest != null && p.offset() < furthest.end()) {
                flaws.add(new Flaw(
                        Flaw.Kind.OVERLAP,
                        new CorruptImageException(
                                disk,
                                p.offset(),
                                p.label(),
                                "begins inside " + furthest.label() + ", which ends at 0x"
                                        + Long.toHexString(furthest.end()))));
            }
            if (furthest == null || p.end() > furthest.end()) {
                furthest = p;
            }
        }
    }
}
