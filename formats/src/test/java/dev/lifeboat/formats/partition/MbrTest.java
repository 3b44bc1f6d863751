package dev.lifeboat.formats.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MbrTest {
    /** A primary partition, and two logical ones in an extended one: its records stand at sectors 100 and 200. */
    private static DiskImage disk() {
        DiskImage disk = new DiskImage(512, 400)
                .mbrEntry(0, 0, 0x80, 0x07, 10, 50)
                .mbrEntry(0, 2, 0, 0x0f, 100, 300)
                .mbrEntry(100, 0, 0, 0x0c, 10, 80)
                .mbrEntry(100, 1, 0, 0x05, 100, 200)
                .mbrEntry(200, 0, 0, 0x83, 10, 190);
        disk.putInt(440, 0xcafebabe);
        return disk;
    }

    private static PartitionTable read(DiskImage disk) throws IOException {
        return PartitionTable.read(disk.source(), 512);
    }

    @Test
    void listsPrimaryAndLogicalPartitions() throws IOException {
        PartitionTable table = read(disk());
        assertThat(table.scheme()).isEqualTo(PartitionScheme.MBR);
        assertThat(table.mbrSignature()).hasValue(0xcafebabeL);
        assertThat(table.diskGuid()).isEmpty();
        assertThat(table.flaws()).isEmpty();
        assertThat(table.partitions())
                .extracting(p -> p.number() + " " + p.offset() / 512 + "+" + p.size() / 512 + " "
                        + p.type().code() + " " + p.type().label() + " " + p.active())
                .containsExactly(
                        "1 10+50 0x07 NTFS or exFAT true",
                        "5 110+80 0x0c FAT32 (LBA) false",
                        "6 210+190 0x83 Linux file system false");
    }

    @Test
    void leavesAChainThatIsACircle() throws IOException {
        DiskImage disk = disk().mbrEntry(200, 1, 0, 0x05, 0, 300);
        PartitionTable table = read(disk);
        assertThat(table.partitions()).hasSize(3);
        assertThat(table.flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.EXTENDED_CHAIN);
            assertThat(flaw.problem())
                    .hasMessage("disk.img at 0xc800: extended boot record: is reached a second time;"
                            + " the chain is a circle");
        });
    }

    @Test
    void saysWhereAChainBreaksOff() throws IOException {
        DiskImage disk = disk();
        disk.bytes[200 * 512 + 510] = 0;
        PartitionTable table = read(disk);
        assertThat(table.partitions()).extracting(Partition::number).containsExactly(1, 5);
        assertThat(table.flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.EXTENDED_CHAIN);
            assertThat(flaw.problem())
                    .hasMessage("disk.img at 0x19000: extended boot record: is not there;"
                            + " partitions behind it cannot be found");
        });
    }

    @Test
    void aRecordThatListsNothingBreaksTheChain() throws IOException {
        DiskImage disk = disk().mbrEntry(200, 0, 0, 0, 0, 0);
        assertThat(read(disk).flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.EXTENDED_CHAIN);
            assertThat(flaw.problem())
                    .hasMessage("disk.img at 0x19000: extended boot record: lists no partition; there was one, or what"
                            + " stands here is something else");
        });
    }

    @Test
    void aVolumeIsNoEmptyExtendedPartition() throws IOException {
        DiskImage disk = new DiskImage(512, 400).mbrEntry(0, 0, 0, 0x07, 10, 50).mbrEntry(0, 1, 0, 0x05, 100, 300);
        disk.mark(100);
        assertThat(read(disk).flaws()).isEmpty();
        disk.ntfs(100, 299);
        assertThat(read(disk).flaws()).singleElement().extracting(Flaw::kind).isEqualTo(Flaw.Kind.EXTENDED_CHAIN);
    }

    @Test
    void anEntryThatLostItsTypeIsNotUnused() throws IOException {
        PartitionTable table = read(disk().mbrEntry(0, 0, 0x80, 0, 10, 50).mbrEntry(100, 0, 0, 0, 10, 80));
        assertThat(table.partitions()).extracting(Partition::number).containsExactly(5);
        assertThat(table.flaws())
                .extracting(flaw -> flaw.kind() + " " + flaw.problem().getMessage())
                .containsExactly(
                        "ENTRY disk.img at 0x1be: MBR entry 1: has 50 sectors from 10 on, and no type",
                        "ENTRY disk.img at 0xc9be: MBR entry 1: has 80 sectors from 10 on, and no type");
    }

    @Test
    void aLinkWithAnotherTypeBreaksTheChain() throws IOException {
        PartitionTable table = read(disk().mbrEntry(100, 1, 0, 0x07, 100, 200));
        assertThat(table.partitions()).extracting(Partition::number).containsExactly(1, 5);
        assertThat(table.flaws())
                .extracting(flaw -> flaw.kind() + " " + flaw.problem().getMessage())
                .containsExactly("EXTENDED_CHAIN disk.img at 0xc800: extended boot record: leads on by an entry of type"
                        + " 0x07, which no chain has; partitions behind it cannot be found");
        assertThat(read(disk().mbrEntry(100, 1, 0, 0, 100, 200)).flaws())
                .extracting(flaw -> flaw.kind() + " " + flaw.problem().getMessage())
                .containsExactly("ENTRY disk.img at 0xc9ce: MBR entry 2: has 200 sectors from 100 on, and no type");
    }

    @Test
    void boundsAChainThatNeverEnds() throws IOException {
        DiskImage disk = new DiskImage(512, 3000).mbrEntry(0, 0, 0, 0x05, 10, 2900);
        for (int i = 0; i < 2000; i++) {
            disk.mbrEntry(10 + i, 1, 0, 0x05, i + 1, 1);
        }
        assertThatThrownBy(() -> read(disk))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("disk.img at 0x81400: extended boot record: is number 1025 of a chain,"
                        + " expected at most 1024");
    }

    @Test
    void leavesOutAnEntryThatMakesNoSense() throws IOException {
        PartitionTable table = read(disk().mbrEntry(0, 1, 0x55, 0x07, 60, 10));
        assertThat(table.partitions()).hasSize(3);
        assertThat(table.flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.ENTRY);
            assertThat(flaw.problem())
                    .hasMessage("disk.img at 0x1ce: MBR entry 2: boot indicator is 0x55, expected 0x00 or 0x80");
        });
    }

    @Test
    void refusesATableInWhichNothingMakesSense() {
        DiskImage disk = new DiskImage(512, 40).mbrEntry(0, 0, 0x33, 0x44, 1, 1);
        assertThatThrownBy(() -> read(disk))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("disk.img at 0x1be: MBR entry 1: boot indicator is 0x33, expected 0x00 or 0x80");
    }

    @Test
    void anEmptyTableIsATable() throws IOException {
        PartitionTable table = read(new DiskImage(512, 40).mark(0));
        assertThat(table.scheme()).isEqualTo(PartitionScheme.MBR);
        assertThat(table.partitions()).isEmpty();
    }

    @Test
    void takesTheSectorSizeForWhichVolumesAreWhereTheTableSays() throws IOException {
        DiskImage disk = new DiskImage(4096, 64).mbrEntry(0, 0, 0, 0x07, 8, 40);
        disk.ntfs(8, 39);
        PartitionTable table = PartitionTable.read(disk.source(), 512);
        assertThat(table.sectorSize()).isEqualTo(4096);
        assertThat(table.partitions()).extracting(Partition::offset).containsExactly(8L * 4096);
    }

    @Test
    void aBootSectorOfAFileSystemIsNoTable() throws IOException {
        DiskImage disk = new DiskImage(512, 40);
        disk.ntfs(0, 39);
        disk.putAscii(446, "text of the boot code, not entries: A disk read error occurred");
        assertThat(read(disk).scheme()).isEqualTo(PartitionScheme.NONE);
        assertThat(read(disk).mbrSignature()).isEmpty();
    }

    @Test
    void aTableBeyondDoubtOutweighsTheNameOfAFileSystem() throws IOException {
        DiskImage disk = new DiskImage(512, 40).mbrEntry(0, 0, 0x80, 0x07, 8, 20);
        disk.ntfs(0, 39);
        assertThat(read(disk).scheme()).isEqualTo(PartitionScheme.MBR);
    }

    @Test
    void noBytesAreNoTable() throws IOException {
        assertThat(PartitionTable.read(ByteSource.of("empty", new byte[0]), 4096))
                .satisfies(t -> assertThat(t.scheme()).isEqualTo(PartitionScheme.NONE));
    }

    @Test
    void otherSectorSizesAreAMistakeOfTheCaller() {
        assertThatThrownBy(() -> PartitionTable.read(ByteSource.of("x", new byte[512]), 1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("logical sectors of 1000 bytes; disks have 512 or 4096");
    }

    @Test
    void anyBytesGiveATableOrAnImageException() throws IOException {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            DiskImage disk = disk();
            int[] records = {0, 100, 200};
            for (int n = random.nextInt(8); n >= 0; n--) {
                int record = records[random.nextInt(3)];
                disk.bytes[record * 512 + 446 + random.nextInt(64)] = (byte) random.nextInt();
            }
            try {
                PartitionTable.read(disk.source(), random.nextBoolean() ? 512 : 4096);
            } catch (ImageException expected) {
                assertThat(expected).hasMessageContaining("disk.img at 0x");
            }
        }
    }
}
