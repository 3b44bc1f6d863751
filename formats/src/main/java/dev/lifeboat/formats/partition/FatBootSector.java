package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * FAT, which has no name of its own in its boot sector: told by a BIOS parameter block in which every number is possible.
 * Section numbers are those of Microsoft's FAT specification 1.03.
 */
final class FatBootSector {
    private FatBootSector() {}

    static Optional<VolumeSummary> recognise(Struct s) throws CorruptImageException {
        if (!isPossible(s)) {
            return Optional.empty();
        }
        boolean fat32 = s.u16(22) == 0;
        long sectorsOfFat = fat32 ? s.u32(36) : s.u16(22);
        long sectors = s.u16(19) != 0 ? s.u16(19) : s.u32(32);
        long sectorsOfRoot = (s.u16(17) * 32L + s.u16(11) - 1) / s.u16(11);
        long dataSectors = sectors - s.u16(14) - s.u8(16) * sectorsOfFat - sectorsOfRoot;
        if (sectorsOfFat == 0 || dataSectors < s.u8(13)) {
            return Optional.empty();
        }
        VolumeKind kind = fat32 ? VolumeKind.FAT32 : kind(dataSectors / s.u8(13));
        return Optional.of(new VolumeSummary(
                kind, OptionalLong.of(sectors * s.u16(11)), label(s, fat32), serial(s, fat32), false));
    }

    /** The jump of the boot code, and the fields that can take few values. */
    private static boolean isPossible(Struct s) throws CorruptImageException {
        boolean jump = s.u8(0) == 0xe9 || (s.u8(0) == 0xeb && s.u8(2) == 0x90);
        int media = s.u8(21);
        return jump
                && BootSectors.isSectorSize(s.u16(11))
                && Integer.bitCount(s.u8(13)) == 1
                && s.u16(14) != 0
                && s.u8(16) >= 1
                && s.u8(16) <= 2
                && (media == 0xf0 || media >= 0xf8)
                && (s.u16(22) != 0) == (s.u16(17) != 0);
    }

    /** "FAT type determination", section 3.5. */
    private static VolumeKind kind(long clusters) {
        return clusters < 4085 ? VolumeKind.FAT12 : VolumeKind.FAT16;
    }

    private static Optional<String> serial(Struct s, boolean fat32) throws CorruptImageException {
        int at = fat32 ? 66 : 38;
        boolean present = s.u8(at) == 0x28 || s.u8(at) == 0x29;
        return present ? Optional.of(String.format("%04X-%04X", s.u16(at + 3), s.u16(at + 1))) : Optional.empty();
    }

    private static Optional<String> label(Struct s, boolean fat32) throws CorruptImageException {
        int at = fat32 ? 66 : 38;
        if (s.u8(at) != 0x29) {
            return Optional.empty();
        }
        String label = s.ascii(at + 5, 11).stripTrailing();
        return label.isEmpty() || label.equals("NO NAME") ? Optional.empty() : Optional.of(label);
    }
}
