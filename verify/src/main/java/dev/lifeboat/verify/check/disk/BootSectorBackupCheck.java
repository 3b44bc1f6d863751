package dev.lifeboat.verify.check.disk;

import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.partition.VolumeSummary;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** The copies of boot sectors: that of NTFS in the last sector of the partition, that of FAT32 mostly in sector 6. */
final class BootSectorBackupCheck implements Check<Disk> {
    private static final int SIZE = 512;
    /** Windows keeps its note that a FAT32 volume is in use here, in the first boot sector only. */
    private static final int FAT32_STATE = 65;

    static final Rule GOOD = new Rule(
            "disk.boot-sector-backup", Severity.GOOD, "The spare copy of the volume's first sector is intact.", "");
    static final Rule DIFFERS = new Rule(
            "disk.boot-sector-backup-differs",
            Severity.NOTE,
            "The spare copy of a volume's first sector is missing or not the same. A restore uses the first one, not the"
                    + " copy.",
            "");

    @Override
    public String question() {
        return "Is the backup of every volume's boot sector the same as the boot sector?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, DIFFERS);
    }

    @Override
    public void run(Disk disk, Consumer<Finding> findings) throws IOException {
        for (ByteSource volume : Volumes.of(disk)) {
            try {
                VolumeSummary summary = VolumeSummary.read(volume);
                if (!summary.fromBackup()) {
                    compare(volume, summary, findings);
                }
            } catch (ImageException complaint) {
                findings.accept(Finding.of(DIFFERS, complaint));
            }
        }
    }

    private static void compare(ByteSource volume, VolumeSummary summary, Consumer<Finding> findings)
            throws IOException {
        Struct boot = Struct.read(volume, 0, SIZE, "boot sector");
        int sectorSize = boot.u16(11);
        if (summary.kind() == VolumeKind.NTFS) {
            findings.accept(compare(volume, volume.size() - sectorSize, boot.bytes(0, SIZE)));
        } else if (summary.kind() == VolumeKind.FAT32 && boot.u16(50) != 0) {
            findings.accept(compare(volume, (long) boot.u16(50) * sectorSize, boot.bytes(0, SIZE)));
        }
    }

    private static Finding compare(ByteSource volume, long at, byte[] boot) throws IOException {
        byte[] backup = volume.bytes(at, SIZE);
        int difference = Arrays.mismatch(boot, backup);
        if (difference == FAT32_STATE) {
            boot[FAT32_STATE] = backup[FAT32_STATE];
            difference = Arrays.mismatch(boot, backup);
        }
        String where = volume.name() + " at 0x" + Long.toHexString(at);
        return difference < 0
                ? GOOD.at(where, "the same as the boot sector")
                : DIFFERS.at(
                        where,
                        String.format(
                                "backup of the boot sector: byte %d is 0x%02x, expected 0x%02x",
                                difference, backup[difference], boot[difference]));
    }
}
