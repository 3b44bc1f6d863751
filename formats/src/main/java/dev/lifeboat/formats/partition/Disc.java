package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * ISO 9660 and UDF, recognised by the volume descriptors that both keep from sector 16 on: those of ISO 9660 (ECMA-119, 6.7),
 * then UDF's (ECMA-167, 2/8.3).
 */
final class Disc {
    private static final int FIRST_AT = 32 << 10;
    private static final int SECTOR = 2048;
    /** UDF with blocks of 4096 bytes has its descriptors that far apart. */
    private static final int LARGE_SECTOR = 4096;

    private static final int MOST_DESCRIPTORS = 32;
    private static final int PRIMARY = 1;
    /** What a program that writes images may put behind the volume: padding, and the copy of a partition table. */
    private static final long TAIL = 1 << 20;

    private Disc() {}

    static Optional<VolumeSummary> recognise(Struct head) throws CorruptImageException {
        Optional<VolumeSummary> iso = Optional.empty();
        int step = SECTOR;
        int at = FIRST_AT;
        for (int i = 0; i < MOST_DESCRIPTORS && at + SECTOR <= head.size(); i++) {
            String identifier = head.ascii(at + 1, 5);
            switch (identifier) {
                case "CD001" -> {
                    if (iso.isEmpty()) {
                        iso = Optional.of(summary(VolumeKind.ISO9660, label(head.part(at, SECTOR, "disc"))));
                    }
                }
                case "BEA01" -> step = isZero(head, at + SECTOR) ? LARGE_SECTOR : SECTOR;
                case "NSR02", "NSR03" -> {
                    return Optional.of(summary(VolumeKind.UDF, Optional.empty()));
                }
                case "BOOT2", "CDW02" -> {}
                default -> {
                    return iso;
                }
            }
            at += step;
        }
        return iso;
    }

    private static boolean isZero(Struct head, int at) throws CorruptImageException {
        return at + 6 <= head.size() && head.ascii(at, 6).equals("\0\0\0\0\0\0");
    }

    private static VolumeSummary summary(VolumeKind kind, Optional<String> label) {
        return new VolumeSummary(kind, OptionalLong.empty(), label, Optional.empty(), false);
    }

    private static Optional<String> label(Struct primary) throws CorruptImageException {
        if (primary.u8(0) != PRIMARY) {
            return Optional.empty();
        }
        String label = new String(primary.bytes(40, 32), StandardCharsets.ISO_8859_1);
        int end = label.indexOf('\0');
        return Optional.of((end < 0 ? label : label.substring(0, end)).strip()).filter(text -> !text.isEmpty());
    }

    /**
     * Tells whether a disk with a partition table is a disc all the same: a "hybrid" image, made to start from a stick too, whose
     * partitions are the disc itself or files in it. Volume descriptors alone do not say so. They stand in front of where
     * partitions begin today, and stay there when a stick that held such an image is partitioned anew.
     *
     * @param disk the whole disk
     * @param mbr its first sector
     * @param partitions of its table, none if that cannot be read
     * @return true if a partition holds the volume descriptors, or all lie behind the volume, or the disk ends where the volume does
     */
    static boolean isHybrid(ByteSource disk, Optional<MasterBootRecord> mbr, List<Partition> partitions)
            throws IOException {
        if (disk.size() < FIRST_AT + SECTOR) {
            return false;
        }
        int length = (int) Math.min(disk.size() - FIRST_AT, (long) MOST_DESCRIPTORS * SECTOR) & -SECTOR;
        byte[] bytes = new byte[FIRST_AT + length];
        System.arraycopy(disk.bytes(FIRST_AT, length), 0, bytes, FIRST_AT, length);
        Struct head = Struct.of(disk, 0, bytes, "disc");
        Optional<VolumeSummary> found = recognise(head);
        if (found.isEmpty()) {
            return false;
        }
        if (partitions.stream().anyMatch(p -> p.offset() <= FIRST_AT && p.end() > FIRST_AT)
                || (mbr.isPresent() && mbr.get().used().stream().anyMatch(Disc::holdsDescriptors))) {
            return true;
        }
        boolean iso = head.ascii(FIRST_AT + 1, 5).equals("CD001") && head.u8(FIRST_AT) == PRIMARY;
        long end = iso ? head.u32(FIRST_AT + 80) * head.u16(FIRST_AT + 128) : 0;
        boolean behind = !partitions.isEmpty() && partitions.stream().allMatch(p -> p.offset() >= end);
        return end > 0 && (disk.size() <= end + TAIL || behind);
    }

    /** Entries that begin in sector 0, and so are none, count too: isohybrid and mkudffs write such. */
    private static boolean holdsDescriptors(MasterBootRecord.Entry entry) {
        long sector = SectorSize.CLASSIC;
        return !entry.type().isProtective()
                && entry.firstLba() * sector <= FIRST_AT
                && (entry.firstLba() + entry.sectors()) * sector > FIRST_AT;
    }
}
