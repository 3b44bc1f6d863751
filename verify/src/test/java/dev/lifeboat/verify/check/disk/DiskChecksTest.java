package dev.lifeboat.verify.check.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DiskChecksTest {
    private static final PartitionTableCheck TABLE = new PartitionTableCheck();
    private static final VolumeCheck VOLUMES = new VolumeCheck();
    private static final BootSectorBackupCheck BACKUPS = new BootSectorBackupCheck();

    private final TestDisk disk = new TestDisk();

    @Test
    void aSoundDiskIsGoodInEveryRespect() throws IOException {
        assertThat(disk.run(TABLE)).containsExactly("GOOD disk.table C.vhdx: GPT, 2 partitions, sectors of 512 bytes");
        assertThat(disk.run(VOLUMES)).containsExactly("GOOD disk.volume C.vhdx: FAT32, 51200 bytes; NTFS, 40448 bytes");
        assertThat(disk.run(BACKUPS)).containsExactly("GOOD disk.boot-sector-backup C.vhdx: 2 compared");
    }

    /** A disc that Windows is installed from is no backup, and nothing in it was checked. */
    @Test
    void aDiscIsNotCheckedAndThatIsSaid() throws IOException {
        TestDisk disc = new TestDisk();
        disc.zero(0, disc.bytes.length);
        byte[] mark = "CD001".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(mark, 0, disc.bytes, 32769, mark.length);
        assertThat(disc.run(TABLE)).isEmpty();
        assertThat(disc.run(VOLUMES)).containsExactly("UNDECIDED disk.disc C.vhdx: ISO 9660");
    }

    @Test
    void aTornBackupIsWorthANote() throws IOException {
        disk.zero(199 * 512, 512);
        assertThat(disk.run(TABLE))
                .containsExactly("NOTE disk.gpt-backup C.vhdx at 0x18e00: GPT header:"
                        + " signature is \"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\", expected \"EFI PART\"");
    }

    @Test
    void aTornFirstGptIsDamage() throws IOException {
        disk.bytes[512] = 'X';
        assertThat(disk.run(TABLE))
                .containsExactly("DAMAGED disk.gpt-primary C.vhdx at 0x200: GPT header:"
                        + " signature is \"XFI PART\", expected \"EFI PART\"");
    }

    @Test
    void twoTornGptsAreTheEndAndSaidOnce() throws IOException {
        disk.bytes[512] = 'X';
        disk.bytes[199 * 512] = 'X';
        assertThat(disk.run(TABLE))
                .containsExactly("LOST disk.table-unreadable C.vhdx at 0x200: GPT header:"
                        + " signature is \"XFI PART\", expected \"EFI PART\"");
        assertThat(disk.run(VOLUMES)).isEmpty();
        assertThat(disk.run(BACKUPS)).isEmpty();
    }

    @Test
    void withoutTheProtectiveMbrWindowsSeesNothing() throws IOException {
        disk.zero(0, 512);
        assertThat(disk.run(TABLE))
                .containsExactly("LOST disk.protective-mbr C.vhdx at 0x0: protective MBR: is missing,"
                        + " although the disk has a GPT behind it");
    }

    @Test
    void aCutImageLosesAVolume() throws IOException {
        disk.bytes = Arrays.copyOf(disk.bytes, 150 * 512);
        assertThat(disk.run(TABLE))
                .containsExactly(
                        "NOTE disk.gpt-backup C.vhdx at 0x220: GPT header: the backup stands at LBA 199,"
                                + " beyond the disk's last, 149; the image is cut short",
                        "LOST disk.beyond-end C.vhdx at 0xdc00: partition 2: ends at 0x17c00, but the disk ends at"
                                + " 0x12c00; the image is cut short, or the table is wrong");
    }

    @Test
    void aDestroyedBootSectorIsToldByItsBackup() throws IOException {
        disk.zero(TestDisk.FAT, 512).zero(TestDisk.NTFS, 512);
        assertThat(disk.run(VOLUMES))
                .containsExactly(
                        "LOST disk.boot-sector C.vhdx/partition 1 at 0x0: the boot sector is destroyed;"
                                + " its backup says that this is FAT32",
                        "LOST disk.boot-sector C.vhdx/partition 2 at 0x0: the boot sector is destroyed;"
                                + " its backup says that this is NTFS");
        assertThat(disk.run(BACKUPS)).isEmpty();
    }

    @Test
    void aBackupThatDiffersIsWorthANote() throws IOException {
        disk.bytes[TestDisk.FAT + 6 * 512 + 100] = 7;
        disk.bytes[TestDisk.NTFS + 79 * 512 + 40]++;
        assertThat(disk.run(BACKUPS))
                .containsExactly(
                        "NOTE disk.boot-sector-backup-differs C.vhdx/partition 1 at 0xc00:"
                                + " backup of the boot sector: byte 100 is 0x07, expected 0x00",
                        "NOTE disk.boot-sector-backup-differs C.vhdx/partition 2 at 0x9e00:"
                                + " backup of the boot sector: byte 40 is 0x50, expected 0x4f");
    }

    @Test
    void aFat32VolumeThatIsInUseMaySaySoInItsFirstBootSectorOnly() throws IOException {
        disk.bytes[TestDisk.FAT + 65] = 1;
        assertThat(disk.run(BACKUPS)).containsExactly("GOOD disk.boot-sector-backup C.vhdx: 2 compared");
    }

    @Test
    void aVolumeThatIsLargerThanItsPartitionIsCut() throws IOException {
        disk.bytes[TestDisk.NTFS + 40] = 81;
        assertThat(disk.run(VOLUMES))
                .containsExactly("LOST disk.volume-too-large C.vhdx/partition 2:"
                        + " NTFS of 41472 bytes does not fit in 40960 bytes");
    }

    @Test
    void withoutItsEfiSystemPartitionTheComputerDoesNotStart() throws IOException {
        disk.efiSystem().zero(TestDisk.FAT, 7 * 512);
        assertThat(disk.run(VOLUMES))
                .containsExactly("LOST disk.efi-system C.vhdx/partition 1: is the EFI system partition,"
                        + " and holds empty (all zero), expected FAT");
        disk.bytes[TestDisk.FAT + 5000] = 1;
        assertThat(disk.run(VOLUMES))
                .containsExactly("LOST disk.efi-system C.vhdx/partition 1: is the EFI system partition,"
                        + " and holds unknown, expected FAT");
    }

    @Test
    void aVolumeOfWindowsThatIsNotThereLeavesTheVerdictOpen() throws IOException {
        disk.zero(TestDisk.NTFS, 80 * 512);
        assertThat(disk.run(VOLUMES))
                .containsExactly("UNDECIDED disk.volume-gone C.vhdx/partition 2: empty (all zero), expected a volume of"
                        + " Windows");
        disk.bytes[TestDisk.NTFS + 5000] = 1;
        assertThat(disk.run(VOLUMES))
                .containsExactly(
                        "UNDECIDED disk.volume-gone C.vhdx/partition 2: unknown, expected a volume of Windows");
        disk.linux();
        assertThat(disk.run(VOLUMES)).contains("NOTE disk.volume-foreign C.vhdx/partition 2: unknown");
    }

    @Test
    void whatCannotBeCheckedLeavesTheVerdictOpen() throws IOException {
        System.arraycopy("-FVE-FS-".getBytes(StandardCharsets.US_ASCII), 0, disk.bytes, TestDisk.NTFS + 3, 8);
        assertThat(disk.run(VOLUMES)).containsExactly("UNDECIDED disk.bitlocker C.vhdx/partition 2: BitLocker");
    }

    @Test
    void aDiskOfZerosHoldsNothing() throws IOException {
        disk.zero(0, disk.bytes.length);
        assertThat(disk.run(TABLE)).containsExactly("NOTE disk.no-table C.vhdx: no partition table was found");
        assertThat(disk.run(VOLUMES))
                .containsExactly(
                        "NOTE disk.volume-empty C.vhdx: empty (all zero)",
                        "LOST disk.no-volume C.vhdx: no volume was recognised");
    }

    @Test
    void everyRuleHasItsOwnIdAndSpeaksToPeople() {
        List<Rule> rules =
                DiskChecks.all().stream().flatMap(c -> c.rules().stream()).toList();
        assertThat(rules).extracting(Rule::id).doesNotHaveDuplicates().allMatch(id -> id.startsWith("disk."));
        assertThat(rules).extracting(Rule::meaning).allMatch(text -> text.endsWith("."));
        assertThat(rules)
                .filteredOn(r -> r.severity().compareTo(Severity.NOTE) > 0)
                .extracting(Rule::remedy)
                .allMatch(text -> text.endsWith("."));
    }

    @Test
    void anyBytesGiveFindings() throws IOException {
        var random = new SplittableRandom(21);
        for (int i = 0; i < 500; i++) {
            TestDisk any = new TestDisk();
            int[] places = {446, 512, 1024, TestDisk.FAT, TestDisk.NTFS, 199 * 512};
            for (int n = random.nextInt(10); n >= 0; n--) {
                any.bytes[places[random.nextInt(places.length)] + random.nextInt(64)] = (byte) random.nextInt();
            }
            for (Check<Disk> check : DiskChecks.all()) {
                any.run(check);
            }
        }
    }
}
