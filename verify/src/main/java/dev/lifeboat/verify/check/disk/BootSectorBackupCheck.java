package dev.lifeboat.verify.check.disk;

import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.partition.VolumeSummary;
import dev.lifeboat.formats.source.Bounds;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The copies of boot sectors: that of NTFS in the last sector of the partition, that of FAT32 mostly in sector 6. */
final class BootSectorBackupCheck implements Check<Disk> {
    private static final int SIZE = 512;
    /** Windows keeps its note that a FAT32 volume is in use here, in the first boot sector only. */
    private static final int FAT32_STATE = 65;

    static final Rule GOOD = new Rule(
            "disk.boot-sector-backup", Severity.GOOD, "Every volume has an intact spare copy of its first sector.", "");
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
        int compared = 0;
        int different = 0;
        for (Volumes.Volume part : Volumes.of(disk).orElse(List.of())) {
            ByteSource volume = part.bytes();
            try {
                OptionalLong at = backupOf(volume);
                if (at.isPresent()) {
                    compared++;
                    Optional<Finding> difference = compare(volume, at.getAsLong());
                    difference.ifPresent(findings);
                    different += difference.isPresent() ? 1 : 0;
                }
            } catch (ImageException complaint) {
                different++;
                findings.accept(Finding.of(DIFFERS, complaint));
            }
        }
        if (compared > 0 && different == 0) {
            findings.accept(GOOD.at(disk.bytes().name(), compared + " compared"));
        }
    }

    /** Where the backup stands; absent if there is none, or it had to stand in for the first one. */
    private static OptionalLong backupOf(ByteSource volume) throws IOException {
        VolumeSummary summary = VolumeSummary.read(volume);
        if (summary.fromBackup()) {
            return OptionalLong.empty();
        }
        Struct boot = Struct.read(volume, 0, SIZE, "boot sector");
        int sectorSize = boot.u16(11);
        if (summary.kind() == VolumeKind.NTFS) {
            return OptionalLong.of(volume.size() - sectorSize);
        }
        return summary.kind() == VolumeKind.FAT32 && boot.u16(50) != 0
                ? OptionalLong.of((long) boot.u16(50) * sectorSize)
                : OptionalLong.empty();
    }

    private static Optional<Finding> compare(ByteSource volume, long at) throws IOException {
        Bounds.check(volume, at, SIZE, "backup of the boot sector");
        byte[] boot = volume.bytes(0, SIZE);
        byte[] backup = volume.bytes(at, SIZE);
        int difference = Arrays.mismatch(boot, backup);
        if (difference == FAT32_STATE) {
            boot[FAT32_STATE] = backup[FAT32_STATE];
            difference = Arrays.mismatch(boot, backup);
        }
        if (difference < 0) {
            return Optional.empty();
        }
        return Optional.of(DIFFERS.at(
                volume.name() + " at 0x" + Long.toHexString(at),
                String.format(
                        "backup of the boot sector: byte %d is 0x%02x, expected 0x%02x",
                        difference, backup[difference], boot[difference])));
    }
}
