package dev.lifeboat.formats.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GptTest {
    private static DiskImage disk(int sectorSize) {
        return new DiskImage(sectorSize, 64)
                .protectiveMbr()
                .gptEntry(0, PartitionType.Gpt.BASIC_DATA.id(), "Basic data partition", 20, 59)
                .gptEntry(2, PartitionType.Gpt.EFI_SYSTEM.id(), "EFI", 10, 19)
                .sealGpt();
    }

    private static PartitionTable read(DiskImage disk) throws IOException {
        return PartitionTable.read(disk.source(), disk.sectorSize);
    }

    @ParameterizedTest
    @CsvSource({"512, 512", "4096, 4096", "4096, 512", "512, 4096"})
    void listsPartitionsInOrderOfTheDiskWhateverSectorSizeIsGiven(int real, int given) throws IOException {
        DiskImage disk = disk(real);
        PartitionTable table = PartitionTable.read(disk.source(), given);
        Partition efi = new Partition(
                3,
                10L * real,
                10L * real,
                PartitionType.Gpt.EFI_SYSTEM,
                Optional.of(DiskImage.PART),
                "EFI",
                0,
                false,
                true);
        Partition data = new Partition(
                1,
                20L * real,
                40L * real,
                PartitionType.Gpt.BASIC_DATA,
                Optional.of(DiskImage.PART),
                "Basic data partition",
                0,
                false,
                true);
        assertThat(table.scheme()).isEqualTo(PartitionScheme.GPT);
        assertThat(table.sectorSize()).isEqualTo(real);
        assertThat(table.diskGuid()).contains(DiskImage.DISK);
        assertThat(table.mbrSignature()).isEqualTo(OptionalLong.of(0));
        assertThat(table.partitions()).containsExactly(efi, data);
        assertThat(table.flaws()).isEmpty();
        assertThat(efi.type().isEfiSystem()).isTrue();
        assertThat(data.open(disk.source()).name()).isEqualTo("disk.img/partition 1");
        assertThat(data.open(disk.source()).size()).isEqualTo(40L * real);
    }

    @Test
    void takesTheBackupWhenTheFirstIsTornAndKeepsTheComplaint() throws IOException {
        DiskImage disk = disk(512);
        disk.bytes[512 + 40] ^= 1;
        PartitionTable table = read(disk);
        assertThat(table.partitions()).hasSize(2);
        assertThat(table.flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.PRIMARY_GPT);
            assertThat(flaw.problem().getMessage())
                    .matches("disk\\.img at 0x210: GPT header: checksum is 0x[0-9a-f]{8}, computed 0x[0-9a-f]{8}");
        });
    }

    @Test
    void takesTheBackupWhenTheFirstEntriesAreTorn() throws IOException {
        DiskImage disk = disk(512);
        disk.bytes[1024 + 60] ^= 1;
        assertThat(read(disk).flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.PRIMARY_GPT);
            assertThat(flaw.problem()).hasMessageStartingWith("disk.img at 0x400: GPT entries: checksum is 0x");
        });
    }

    @Test
    void findsTheBackupInsideAGrownDiskByWhatTheTornFirstHeaderSays() throws IOException {
        DiskImage disk = disk(512);
        disk.bytes[512 + 40] ^= 1;
        byte[] grown = Arrays.copyOf(disk.bytes, disk.bytes.length + 8192);
        assertThat(PartitionTable.read(ByteSource.of("grown.img", grown), 512).partitions())
                .hasSize(2);
    }

    @Test
    void notesATornBackup() throws IOException {
        DiskImage disk = disk(512);
        disk.bytes[disk.at(63)] ^= 1;
        assertThat(read(disk).flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.BACKUP_GPT);
            assertThat(flaw.problem())
                    .hasMessage("disk.img at 0x7e00: GPT header: signature is \"DFI PART\", expected \"EFI PART\"");
        });
    }

    @Test
    void notesABackupThatListsOtherPartitions() throws IOException {
        DiskImage disk = disk(512);
        byte[] entries = Arrays.copyOfRange(disk.bytes, 1024, 1536);
        disk.gptEntry(3, PartitionType.Gpt.RECOVERY.id(), "WinRE", 60, 60).sealGpt();
        System.arraycopy(entries, 0, disk.bytes, 1024, 512);
        DiskImage old = disk(512);
        System.arraycopy(old.bytes, 512, disk.bytes, 512, 512);
        assertThat(read(disk).flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.BACKUP_GPT);
            assertThat(flaw.problem())
                    .hasMessage("disk.img at 0x7e00: backup GPT: lists other partitions than the first;"
                            + " one of them is out of date");
        });
    }

    @Test
    void complainsAboutTheFirstWhenBothAreTorn() {
        DiskImage disk = disk(512);
        disk.bytes[512] = 'X';
        disk.bytes[disk.at(63)] = 'Y';
        Throwable thrown = catchThrowable(() -> read(disk));
        assertThat(thrown)
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("disk.img at 0x200: GPT header: signature is \"XFI PART\", expected \"EFI PART\"");
        assertThat(thrown.getSuppressed()).singleElement().satisfies(e -> assertThat(e)
                .hasMessage("disk.img at 0x7e00: GPT header: signature is \"YFI PART\"," + " expected \"EFI PART\""));
    }

    @Test
    void listsWhatLiesBeyondACutImageAndSaysWhyItCannotBeOpened() throws IOException {
        DiskImage whole = disk(512);
        ByteSource cut = ByteSource.of("cut.img", Arrays.copyOf(whole.bytes, 512 * 15));
        PartitionTable table = PartitionTable.read(cut, 512);
        assertThat(table.partitions()).extracting(Partition::complete).containsExactly(false, false);
        assertThat(table.flaws())
                .extracting(Flaw::kind)
                .containsExactly(Flaw.Kind.BACKUP_GPT, Flaw.Kind.BEYOND_END, Flaw.Kind.BEYOND_END);
        assertThat(table.flaws().get(0).problem())
                .hasMessage("cut.img at 0x220: GPT header: the backup stands at LBA 63, beyond the disk's last, 14;"
                        + " the image is cut short");
        assertThatThrownBy(() -> table.partitions().get(0).open(cut))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("cut.img at 0x1400: partition 3: ends at 0x2800, but the disk ends at 0x1e00;"
                        + " the image is cut short, or the table is wrong");
    }

    @Test
    void leavesOutAnEntryThatEndsBeforeItBegins() throws IOException {
        DiskImage disk = disk(512)
                .gptEntry(1, PartitionType.Gpt.RECOVERY.id(), "", 50, 40)
                .sealGpt();
        PartitionTable table = read(disk);
        assertThat(table.partitions()).extracting(Partition::number).containsExactly(3, 1);
        assertThat(table.flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.ENTRY);
            assertThat(flaw.problem())
                    .hasMessage("disk.img at 0x4a8: GPT entry 2: last LBA is 40, expected 50 (the first) or more");
        });
    }

    @Test
    void notesPartitionsThatShareSectors() throws IOException {
        DiskImage disk = disk(512)
                .gptEntry(1, PartitionType.Gpt.RECOVERY.id(), "", 59, 60)
                .sealGpt();
        assertThat(read(disk).flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.OVERLAP);
            assertThat(flaw.problem())
                    .hasMessage("disk.img at 0x7600: partition 2: begins inside partition 1, which ends at 0x7800");
        });
    }

    @Test
    void refusesMoreEntriesThanAnyToolMakes() {
        DiskImage disk = disk(512);
        disk.putInt(512 + 80, Integer.MAX_VALUE);
        disk.sealHeader(1);
        disk.bytes[disk.at(63)] = 0;
        assertThatThrownBy(() -> read(disk))
                .hasMessage("disk.img at 0x250: GPT header: number of entries is 2147483647, expected at most 4096");
    }

    @Test
    void readsAGptWhoseProtectiveMbrIsGoneAndSaysSo() throws IOException {
        DiskImage disk = disk(512);
        Arrays.fill(disk.bytes, 0, 512, (byte) 0);
        PartitionTable table = read(disk);
        assertThat(table.partitions()).hasSize(2);
        assertThat(table.flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.NO_PROTECTIVE_MBR);
            assertThat(flaw.problem())
                    .hasMessage(
                            "disk.img at 0x0: protective MBR: is missing, although the disk has a GPT behind" + " it");
        });
    }

    @Test
    void followsTheGptOfAHybridDisk() throws IOException {
        DiskImage disk = disk(512).mbrEntry(0, 1, 0x80, 0x07, 20, 40);
        PartitionTable table = read(disk);
        assertThat(table.scheme()).isEqualTo(PartitionScheme.GPT);
        assertThat(table.flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.HYBRID_MBR);
            assertThat(flaw.problem())
                    .hasMessage("disk.img at 0x1ce: protective MBR: entry 2 is of type 0x07, expected none"
                            + " beside 0xee");
        });
    }

    @Test
    void anyBytesGiveATableOrAnImageException() throws IOException {
        var random = new SplittableRandom(42);
        for (int i = 0; i < 2_000; i++) {
            DiskImage disk = disk(512);
            int[] places = {446, 512, 1024, disk.at(62), disk.at(63)};
            for (int n = random.nextInt(6); n >= 0; n--) {
                int place = places[random.nextInt(places.length)];
                disk.bytes[place + random.nextInt(64)] = (byte) random.nextInt();
            }
            if (random.nextBoolean()) {
                disk.sealHeader(1); // lets wild values past the checksum
            }
            try {
                PartitionTable.read(disk.source(), 512);
            } catch (ImageException expected) {
                assertThat(expected).hasMessageContaining("disk.img at 0x");
            }
        }
    }
}
