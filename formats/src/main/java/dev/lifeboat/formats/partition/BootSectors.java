package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The file systems of Windows, which name themselves in a boot sector. Each keeps a copy of it: NTFS in the last sector of
 * the partition, FAT32 in sector 6, exFAT in sector 12.
 */
final class BootSectors {
    private static final int SIZE = 512;
    /** The name a file system gives itself; for FAT that of the program that formatted it. */
    private static final int OEM_ID = 3;

    /** Of NTFS, before Windows 10: a partition is larger than its volume by less than one, and a sector. */
    private static final long LARGEST_CLUSTER = 64 << 10;

    private static final UUID BITLOCKER = UUID.fromString("4967d63b-2e29-4ad8-8399-f6a339e3d001");
    private static final UUID BITLOCKER_USED_SPACE_ONLY = UUID.fromString("92a84d3b-dd80-4d0e-9e4e-b1e3284eaed8");

    private BootSectors() {}

    /** Recognises what a boot sector at this offset is of. */
    static Optional<VolumeSummary> recognise(ByteSource volume, long at) throws IOException {
        if (at < 0 || at > volume.size() - SIZE) {
            return Optional.empty();
        }
        Struct s = Struct.read(volume, at, SIZE, "boot sector");
        return switch (s.ascii(OEM_ID, 8)) {
            case "NTFS    " -> ntfs(s);
            case "EXFAT   " -> exfat(volume, s);
            case "ReFS\0\0\0\0" -> refs(s);
            case "-FVE-FS-" -> Optional.of(VolumeSummary.of(VolumeKind.BITLOCKER));
            case "MSWIN4.1" -> isBitLockerToGo(s)
                    ? Optional.of(VolumeSummary.of(VolumeKind.BITLOCKER))
                    : FatBootSector.recognise(s);
            default -> FatBootSector.recognise(s);
        };
    }

    /** Looks where the copies of a boot sector stand, for every size that a file system gives its sectors. */
    static Optional<VolumeSummary> recogniseBackup(ByteSource volume) throws IOException {
        for (int sector = SectorSize.CLASSIC; sector <= SectorSize.ADVANCED; sector *= 2) {
            long rest = sector + LARGEST_CLUSTER;
            Optional<VolumeSummary> found = recognise(volume, volume.size() - sector)
                    .filter(s -> s.kind() == VolumeKind.NTFS && fills(s, volume, rest));
            if (found.isEmpty()) {
                found = recognise(volume, 6L * sector).filter(s -> s.kind() == VolumeKind.FAT32);
            }
            if (found.isEmpty()) {
                found = recognise(volume, 12L * sector).filter(s -> s.kind() == VolumeKind.EXFAT);
            }
            if (found.isPresent()) {
                return Optional.of(found.get().asFromBackup());
            }
        }
        return Optional.empty();
    }

    /** The last sector of a disk may be that of its last partition: then the volume is smaller than the disk. */
    private static boolean fills(VolumeSummary ntfs, ByteSource volume, long most) {
        long rest = volume.size() - ntfs.size().orElse(0);
        return rest >= 0 && rest < most;
    }

    private static Optional<VolumeSummary> ntfs(Struct s) throws CorruptImageException {
        int sector = s.u16(11);
        if (!isSectorSize(sector) || s.u8(13) == 0) {
            return Optional.empty();
        }
        String serial = String.format("%016X", s.bits64(72));
        return Optional.of(new VolumeSummary(
                VolumeKind.NTFS, product(s.bits64(40), sector), Optional.empty(), Optional.of(serial), false));
    }

    private static Optional<VolumeSummary> refs(Struct s) throws CorruptImageException {
        if (!s.ascii(16, 4).equals("FSRS")) {
            return Optional.empty();
        }
        String serial = String.format("%016X", s.bits64(56));
        return Optional.of(new VolumeSummary(
                VolumeKind.REFS, product(s.bits64(24), s.u32(32)), Optional.empty(), Optional.of(serial), false));
    }

    private static Optional<VolumeSummary> exfat(ByteSource volume, Struct s) throws IOException {
        int shift = s.u8(108);
        if (shift < 9 || shift > 12) {
            return Optional.empty();
        }
        return Optional.of(new VolumeSummary(
                VolumeKind.EXFAT,
                product(s.bits64(72), 1L << shift),
                ExFatLabel.read(volume, s),
                Optional.of(String.format("%04X-%04X", s.u16(102), s.u16(100))),
                false));
    }

    private static boolean isBitLockerToGo(Struct s) throws CorruptImageException {
        UUID id = s.guid(424);
        return id.equals(BITLOCKER) || id.equals(BITLOCKER_USED_SPACE_ONLY);
    }

    static boolean isSectorSize(int size) {
        return size >= 256 && size <= 4096 && Integer.bitCount(size) == 1;
    }

    /** A size that overflows is no size. */
    private static OptionalLong product(long count, long unit) {
        return count < 0 || unit == 0 || count > Long.MAX_VALUE / unit
                ? OptionalLong.empty()
                : OptionalLong.of(count * unit);
    }
}
