package dev.lifeboat.formats.vhdx;

import static dev.lifeboat.formats.vhdx.VhdxBytes.BLOCKS_AT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.FULLY_PRESENT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.MIB;
import static dev.lifeboat.formats.vhdx.VhdxBytes.PARTIALLY_PRESENT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.TABLE_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.SparseSource.Extent;
import dev.lifeboat.formats.source.SparseSource.Origin;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.vhdx.RegionTable.Region;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VhdxDiskTest {
    private static final UUID PARENT = new UUID(0x1111, 0x2222);

    private static VhdxDisk disk(VhdxBytes file) throws IOException {
        return VhdxDisk.read(file.source("a.vhdx"));
    }

    private static VhdxDisk child(VhdxBytes file, VhdxBytes parent) throws IOException {
        return VhdxDisk.read(file.parent(PARENT, "p.vhdx").source("c.vhdx"), VhdxDisk.read(parent.source("p.vhdx")));
    }

    private static int byteAt(ByteSource disk, long offset) throws IOException {
        return disk.bytes(offset, 1)[0];
    }

    @Test
    void tellsWhatTheMetadataSays() throws IOException {
        VhdxDisk disk = disk(new VhdxBytes(3).virtualSize(3 * MIB - 512).fixed());
        assertThat(disk.size()).isEqualTo(3 * MIB - 512);
        assertThat(disk.name()).isEqualTo("a.vhdx");
        assertThat(disk.creator()).isEqualTo("Lifeboat tests");
        assertThat(disk.wasLogReplayed()).isFalse();
        assertThat(disk.parent()).isEmpty();
        assertThat(disk.metadata())
                .isEqualTo(new VhdxMetadata(
                        3 * MIB - 512, MIB, true, 512, 4096, new UUID(0x4444, 0x5555), Optional.empty()));
    }

    @Test
    void readsOverTheBordersOfBlocksWhereverTheyAre() throws IOException {
        VhdxBytes file = new VhdxBytes(5);
        byte[] expected = new byte[5 * MIB];
        int[] places = {2, 3, -1, 1, 4}; // the first two follow each other in the file
        for (int block = 0; block < places.length; block++) {
            if (places[block] >= 0) {
                file.block(places[block], 0);
                for (int i = 0; i < MIB; i++) {
                    expected[block * MIB + i] = (byte) (31 * i + block + i / 509);
                }
                file.put(BLOCKS_AT + places[block] * MIB, Arrays.copyOfRange(expected, block * MIB, (block + 1) * MIB));
            }
        }
        for (int block = 0; block < places.length; block++) {
            file.entry(block, places[block] < 0 ? 0 : (BLOCKS_AT + places[block] * MIB) | FULLY_PRESENT);
        }
        VhdxDisk disk = disk(file);
        assertThat(disk.bytes(0, 5 * MIB)).isEqualTo(expected);
        var random = new SplittableRandom(42);
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(5 * MIB);
            int to = random.nextInt(from, 5 * MIB + 1);
            assertThat(disk.bytes(from, to - from)).isEqualTo(Arrays.copyOfRange(expected, from, to));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5})
    void readsZerosFromABlockThatIsNotPresentWhateverItsOffset(int state) throws IOException {
        VhdxDisk disk = disk(new VhdxBytes(2).block(1, 7).entry(0, (BLOCKS_AT + MIB) | state));
        assertThat(disk.bytes(0, MIB)).isEqualTo(new byte[MIB]);
        assertThat(byteAt(disk, MIB)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void neverAsksTheParentForABlockThatWasGivenUp(int state) throws IOException {
        VhdxDisk disk = child(
                new VhdxBytes(2).entry(0, state), new VhdxBytes(2).block(0, 5).block(1, 6));
        assertThat(byteAt(disk, MIB - 1)).isEqualTo(0);
        assertThat(byteAt(disk, MIB)).isEqualTo(6);
    }

    @Test
    void takesSectorsFromTheChildWhereTheBitmapHasThem() throws IOException {
        VhdxDisk disk = child(new VhdxBytes(2).partialBlock(1, 9, 0, 3, 4, 64, 2047), new VhdxBytes(2).block(1, 6));
        byte[] block = disk.bytes(MIB, MIB);
        for (int i = 0; i < MIB; i++) {
            int sector = i / 512;
            boolean here = sector == 0 || sector == 3 || sector == 4 || sector == 64 || sector == 2047;
            assertThat(block[i]).as("byte %s", i).isEqualTo((byte) (here ? 9 : 6));
        }
        assertThat(disk.bytes(MIB + 1500, 600)).startsWith(6).endsWith(9);
    }

    @Test
    void countsLargeSectorsInTheBitmap() throws IOException {
        VhdxDisk disk = child(
                new VhdxBytes(1).sectorSize(4096).partialBlock(0, 9, 1),
                new VhdxBytes(1).sectorSize(4096).block(0, 6));
        assertThat(byteAt(disk, 4095)).isEqualTo(6);
        assertThat(byteAt(disk, 4096)).isEqualTo(9);
        assertThat(byteAt(disk, 8191)).isEqualTo(9);
        assertThat(byteAt(disk, 8192)).isEqualTo(6);
    }

    @Test
    void readsZerosBehindTheEndOfASmallerParent() throws IOException {
        VhdxDisk disk = child(new VhdxBytes(2), new VhdxBytes(1).block(0, 6));
        assertThat(disk.bytes(MIB - 1, 2)).containsExactly(6, 0);
    }

    @Test
    void takesPartiallyPresentWithoutParentAsPresent() throws IOException {
        assertThat(byteAt(disk(new VhdxBytes(1).block(0, 7).entry(0, BLOCKS_AT | PARTIALLY_PRESENT)), 5))
                .isEqualTo(7);
    }

    @Test
    void looksThroughParentsForWhereBytesComeFrom() throws IOException {
        VhdxDisk disk = child(
                new VhdxBytes(4).partialBlock(1, 9, 2, 3).block(3, 1),
                new VhdxBytes(3).block(0, 5).entry(2, 2));
        assertThat(disk.extentThroughParents(10)).isEqualTo(new Extent(Origin.STORED, MIB - 10));
        assertThat(disk.extentThroughParents(MIB)).isEqualTo(new Extent(Origin.NOWHERE, 1024));
        assertThat(disk.extentThroughParents(MIB + 1024)).isEqualTo(new Extent(Origin.STORED, 1024));
        assertThat(disk.extentThroughParents(2L * MIB)).isEqualTo(new Extent(Origin.ZERO, MIB));
        assertThat(disk.extentThroughParents(3L * MIB)).isEqualTo(new Extent(Origin.STORED, MIB));
        VhdxDisk larger = child(new VhdxBytes(2), new VhdxBytes(1));
        assertThat(larger.extentThroughParents(MIB + 5)).isEqualTo(new Extent(Origin.NOWHERE, MIB - 5));
    }

    @Test
    void tellsWhereBytesComeFrom() throws IOException {
        VhdxBytes file = new VhdxBytes(6)
                .partialBlock(1, 9, 2, 3)
                .entry(2, 1)
                .entry(3, 2)
                .entry(4, 3);
        VhdxDisk disk = child(file.block(5, 1), new VhdxBytes(6));
        assertThat(disk.extentAt(10)).isEqualTo(new Extent(Origin.PARENT, MIB - 10));
        assertThat(disk.extentAt(MIB)).isEqualTo(new Extent(Origin.PARENT, 1024));
        assertThat(disk.extentAt(MIB + 1025)).isEqualTo(new Extent(Origin.STORED, 1023));
        assertThat(disk.extentAt(2L * MIB)).isEqualTo(new Extent(Origin.NOWHERE, MIB));
        assertThat(disk.extentAt(3L * MIB)).isEqualTo(new Extent(Origin.ZERO, MIB));
        assertThat(disk.extentAt(4L * MIB)).isEqualTo(new Extent(Origin.NOWHERE, MIB));
        assertThat(disk.extentAt(6L * MIB - 1)).isEqualTo(new Extent(Origin.STORED, 1));
        assertThat(disk.stateAt(2L * MIB)).isEqualTo(BlockState.UNDEFINED);
        assertThat(disk(new VhdxBytes(1)).extentAt(0)).isEqualTo(new Extent(Origin.NOWHERE, MIB));
    }

    /** The slots of sector bitmaps are there in every kind of disk. */
    @Test
    void leavesASlotForABitmapBehindEachChunk() throws IOException {
        VhdxMetadata metadata = new VhdxMetadata(9L << 30, MIB, false, 512, 4096, new UUID(0, 0), Optional.empty());
        VhdxHeader header = VhdxHeader.read(new VhdxBytes(1).source("a.vhdx"), VhdxHeader.FIRST_AT);
        BlockTable table = BlockTable.of(
                new VhdxBytes(1).source("a.vhdx"),
                header,
                new RegionTable(new Region(TABLE_AT, MIB), new Region(VhdxBytes.METADATA_AT, MIB)),
                metadata);
        assertThat(table.blocks()).isEqualTo(9 * 1024);
        assertThat(table.chunks()).isEqualTo(3);
        assertThat(table.positionOf(4095)).isEqualTo(TABLE_AT + 8 * 4095);
        assertThat(table.bitmapPositionOf(0)).isEqualTo(TABLE_AT + 8 * 4096);
        assertThat(table.positionOf(4096)).isEqualTo(TABLE_AT + 8 * 4097);
        assertThat(table.positionOf(8192)).isEqualTo(TABLE_AT + 8 * 8194);
    }

    @Test
    void refusesAnEntryThatMakesNoSense() throws IOException {
        assertProblem(new VhdxBytes(1).entry(0, 4), "state is 4, which is reserved");
        assertProblem(new VhdxBytes(1).entry(0, BLOCKS_AT | 0x86), "entry is 0x400086 and sets reserved bits");
        assertProblem(
                new VhdxBytes(1).entry(0, FULLY_PRESENT), "its data cannot be at 0x0, where the file's tables are");
        assertProblem(
                new VhdxBytes(1).entry(0, TABLE_AT | FULLY_PRESENT),
                "its data cannot be at 0x300000, where the file's tables are");
        assertProblem(
                new VhdxBytes(1).entry(0, -1L << 20 | FULLY_PRESENT),
                "its data cannot be at 0xfffffffffff00000: no file is so large");
        assertProblem(
                new VhdxBytes(1).entry(0, 99L * MIB | FULLY_PRESENT),
                "its data should be at 0x6300000, and the file ends at 0x600000: was it cut off?");
    }

    private static void assertProblem(VhdxBytes file, String problem) throws IOException {
        VhdxDisk disk = disk(file);
        assertThatThrownBy(() -> disk.bytes(0, 512))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("a.vhdx at 0x300000: VHDX block allocation table: block 0: " + problem);
    }

    @Test
    void refusesAPartiallyPresentBlockWithoutABitmap() throws IOException {
        VhdxDisk disk = child(new VhdxBytes(1).partialBlock(0, 9, 1).entry(4096, 0), new VhdxBytes(1));
        assertThatThrownBy(() -> disk.bytes(0, 512))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage(
                        "c.vhdx at 0x300000: VHDX block allocation table: block 0: is partially present, but the entry of"
                                + " its sector bitmap, at 0x308000, is 0x0");
    }

    @Test
    void readsTheSecondRegionTableWhenTheFirstIsDamaged() throws IOException {
        byte[] bytes = new VhdxBytes(1).block(0, 7).bytes();
        bytes[0x30010] ^= 1;
        assertThat(byteAt(VhdxDisk.read(ByteSource.of("a.vhdx", bytes)), 0)).isEqualTo(7);
        bytes[0x40010] ^= 1;
        assertThatThrownBy(() -> VhdxDisk.read(ByteSource.of("a.vhdx", bytes)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageMatching("a.vhdx at 0x30004: VHDX region table: checksum is 0x\\w+, computed 0x\\w+")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void refusesWhatHasToBeUnderstoodAndIsNot() {
        byte[] bytes = new VhdxBytes(1).bytes();
        System.arraycopy(VhdxBytes.guid(new UUID(9, 9)), 0, bytes, 0x30050, 16);
        bytes[0x30008] = 3;
        bytes[0x30050 + 28] = 1;
        VhdxBytes.seal(bytes, 0x30000, 0x10000);
        assertThatThrownBy(() -> VhdxDisk.read(ByteSource.of("a.vhdx", bytes)))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage(
                        "a.vhdx: the VHDX region {00000000-0000-0009-0000-000000000009} is required and not supported");

        VhdxBytes file = new VhdxBytes(1);
        file.bytes();
        assertThatThrownBy(() ->
                        VhdxDisk.read(ByteSource.of("a.vhdx", withItem(new VhdxBytes(1), new UUID(9, 9).toString()))))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("a.vhdx: the VHDX metadata item {00000000-0000-0009-0000-000000000009} is required and not"
                        + " supported");
    }

    @Test
    void refusesAFileThatWasNeverFinished() {
        assertThatThrownBy(() -> VhdxDisk.read(
                        ByteSource.of("a.vhdx", withItem(new VhdxBytes(1), "71cc85f0-1b69-4e28-9558-c3bf83ae75d3"))))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage(
                        "a.vhdx at 0x200020: VHDX metadata table: says that the file is incomplete: its creation was not"
                                + " finished");
    }

    private static byte[] withItem(VhdxBytes file, String id) {
        byte[] bytes = file.bytes();
        file.item(6, id, new byte[1]);
        return bytes;
    }

    @Test
    void refusesATableThatIsTooSmallForTheDisk() {
        assertThatThrownBy(() -> disk(new VhdxBytes(1).virtualSize(1L << 40)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage(
                        "a.vhdx at 0x300000: VHDX block allocation table: a disk of 1099511627776 bytes needs a table of"
                                + " 8390648 bytes; the region has 1048576 and the file ends at 0x600000");
    }

    @Test
    void refusesADifferencingDiskWithoutItsParent() {
        assertThatThrownBy(() -> disk(new VhdxBytes(1).parent(PARENT, "p.vhdx")))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage(
                        "a.vhdx: is a differencing disk, and its parent {00000000-0000-1111-0000-000000002222} is not at"
                                + " hand");
    }

    @Test
    void refusesAnotherParent() {
        assertThatThrownBy(() -> child(new VhdxBytes(1), new VhdxBytes(1).dataWriteGuid(new UUID(7, 7))))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage(
                        "c.vhdx: p.vhdx is not its parent {00000000-0000-1111-0000-000000002222}, or was written to since:"
                                + " it is {00000000-0000-0007-0000-000000000007}");
    }

    @Test
    void refusesAParentWithOtherSectors() {
        assertThatThrownBy(() -> child(new VhdxBytes(1), new VhdxBytes(1).sectorSize(4096)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage(
                        "c.vhdx at 0x0: VHDX metadata: logical sector size is 512, and that of the parent p.vhdx is 4096");
    }

    @Test
    void refusesReadsBehindTheEndOfTheDisk() throws IOException {
        VhdxDisk disk = disk(new VhdxBytes(1));
        assertThatThrownBy(() -> disk.bytes(MIB - 1, 2))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("a.vhdx at 0xfffff: read: 2 bytes do not fit in 1048576 bytes");
    }
}
