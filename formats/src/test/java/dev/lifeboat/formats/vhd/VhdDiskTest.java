package dev.lifeboat.formats.vhd;

import static dev.lifeboat.formats.vhd.VhdBytes.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.SparseSource.Extent;
import dev.lifeboat.formats.source.SparseSource.Origin;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VhdDiskTest {
    private static final UUID PARENT = new UUID(0x1111, 0x2222);

    private static VhdDisk disk(VhdBytes file) throws IOException {
        return VhdDisk.read(file.source("a.vhd"));
    }

    private static VhdDisk child(VhdBytes file, VhdBytes parent) throws IOException {
        return VhdDisk.read(file.source("c.vhd"), VhdDisk.read(parent.source("p.vhd")));
    }

    private static int byteAt(ByteSource disk, long offset) throws IOException {
        return disk.bytes(offset, 1)[0];
    }

    @Test
    void readsAFixedDisk() throws IOException {
        VhdBytes file = VhdBytes.fixed(2).put(BLOCK, new byte[] {1, 2, 3});
        VhdDisk disk = disk(file);
        assertThat(disk.size()).isEqualTo(2 * BLOCK);
        assertThat(disk.bytes(BLOCK - 1, 4)).containsExactly(0, 1, 2, 3);
        assertThat(disk.header()).isEmpty();
        assertThat(disk.extentAt(5)).isEqualTo(new Extent(Origin.STORED, 2 * BLOCK - 5));
    }

    @Test
    void readsOverTheBordersOfBlocksWhateverTheBitmapSays() throws IOException {
        VhdBytes file = VhdBytes.dynamic(4).block(0, 5).block(2, 7).size(4 * BLOCK - 512);
        VhdDisk disk = disk(file.entry(3, VhdBytes.placeOf(0) / 512));
        byte[] expected = new byte[4 * BLOCK - 512];
        Arrays.fill(expected, 0, BLOCK, (byte) 5);
        Arrays.fill(expected, 2 * BLOCK, 3 * BLOCK, (byte) 7);
        Arrays.fill(expected, 3 * BLOCK, expected.length, (byte) 5);
        assertThat(disk.bytes(0, expected.length)).isEqualTo(expected);
        var random = new SplittableRandom(42);
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(expected.length);
            int to = random.nextInt(from, expected.length + 1);
            assertThat(disk.bytes(from, to - from)).isEqualTo(Arrays.copyOfRange(expected, from, to));
        }
        assertThat(disk.extentAt(BLOCK + 1)).isEqualTo(new Extent(Origin.NOWHERE, BLOCK - 1));
    }

    @Test
    void takesSectorsFromTheChildWhereTheBitmapHasThem() throws IOException {
        VhdBytes file = VhdBytes.differencing(2, PARENT).block(1, 9).sectors(1, 0, 3, 4, 64, 127);
        VhdDisk disk = child(file, VhdBytes.dynamic(2).block(0, 5).block(1, 6));
        assertThat(byteAt(disk, BLOCK - 1)).isEqualTo(5);
        byte[] block = disk.bytes(BLOCK, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            int sector = i / 512;
            boolean here = sector == 0 || sector == 3 || sector == 4 || sector == 64 || sector == 127;
            assertThat(block[i]).as("byte %s", i).isEqualTo((byte) (here ? 9 : 6));
        }
        assertThat(disk.extentAt(BLOCK + 3 * 512)).isEqualTo(new Extent(Origin.STORED, 1024));
        assertThat(disk.extentAt(BLOCK + 5 * 512)).isEqualTo(new Extent(Origin.PARENT, 59 * 512));
        assertThat(disk.extentThroughParents(BLOCK + 5 * 512)).isEqualTo(new Extent(Origin.STORED, 59 * 512));
    }

    @Test
    void looksThroughParentsForWhatIsNowhere() throws IOException {
        VhdBytes file = VhdBytes.differencing(3, PARENT).block(1, 9).sectors(1, 0);
        VhdDisk disk = child(file, VhdBytes.dynamic(2));
        assertThat(disk.extentThroughParents(0)).isEqualTo(new Extent(Origin.NOWHERE, BLOCK));
        assertThat(disk.extentThroughParents(BLOCK)).isEqualTo(new Extent(Origin.STORED, 512));
        assertThat(disk.extentThroughParents(BLOCK + 512)).isEqualTo(new Extent(Origin.NOWHERE, BLOCK - 512));
        assertThat(disk.extentThroughParents(2L * BLOCK)).isEqualTo(new Extent(Origin.NOWHERE, BLOCK));
    }

    @Test
    void readsZerosBehindTheEndOfASmallerParent() throws IOException {
        VhdDisk disk = child(VhdBytes.differencing(2, PARENT), VhdBytes.fixed(1).put(BLOCK - 1, new byte[] {6}));
        assertThat(disk.bytes(BLOCK - 1, 2)).containsExactly(6, 0);
    }

    @Test
    void readsAHeaderWithAWrongChecksumAndTellsSo() throws IOException {
        byte[] bytes = VhdBytes.dynamic(1).block(0, 5).bytes();
        bytes[VhdBytes.HEADER_AT + 900] ^= 1;
        VhdDisk disk = VhdDisk.read(ByteSource.of("a.vhd", bytes));
        assertThat(byteAt(disk, 0)).isEqualTo(5);
        assertThat(disk.header()).get().returns(false, DynamicHeader::checksumMatches);
    }

    @Test
    void refusesAHeaderWithAWrongChecksumWhoseValuesDisagree() {
        byte[] bytes = VhdBytes.dynamic(1).block(0, 5).bytes();
        bytes[VhdBytes.HEADER_AT + 31] = 2;
        assertThatThrownBy(() -> VhdDisk.read(ByteSource.of("a.vhd", bytes)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage(
                        "a.vhd at 0x21c: VHD dynamic header: table entries are 2, too many for a disk of 65536 bytes in"
                                + " blocks of 65536, and a checksum is wrong");
    }

    @Test
    void refusesBlocksWhereNoneCanBe() throws IOException {
        assertProblem(VhdBytes.dynamic(1).entry(0, 1), "it cannot be at 0x200, where the file's tables are");
        assertProblem(
                VhdBytes.dynamic(1).entry(0, 0x7fff_ffff),
                "it should be at 0xfffffffe00, and the file's data ends at 0x11200: was it cut off?");
    }

    private static void assertProblem(VhdBytes file, String problem) throws IOException {
        VhdDisk disk = disk(file);
        assertThatThrownBy(() -> disk.bytes(0, 512))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("a.vhd at 0x600: VHD block allocation table: block 0: " + problem);
    }

    @Test
    void refusesAFixedDiskThatWasCutOff() {
        byte[] bytes = VhdBytes.fixed(2).size(4 * BLOCK).bytes();
        assertThatThrownBy(() -> VhdDisk.read(ByteSource.of("a.vhd", bytes)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("a.vhd at 0x0: VHD fixed disk: 262144 bytes do not fit in front of the footer at 0x20000");
    }

    @Test
    void aFooterIsNoSectorOfAFixedDisk() {
        byte[] bytes = VhdBytes.fixed(2).size(2 * BLOCK + 512).bytes();
        assertThatThrownBy(() -> VhdDisk.read(ByteSource.of("a.vhd", bytes)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("a.vhd at 0x0: VHD fixed disk: 131584 bytes do not fit in front of the footer at 0x20000");
    }

    @Test
    void findsAParentBesideTheChild(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("p.vhd"), VhdBytes.dynamic(1).block(0, 6).bytes());
        VhdBytes[] children = {
            VhdBytes.differencing(1, PARENT).locator("W2ru", ".\\p.vhd"),
            VhdBytes.differencing(1, PARENT).locator("W2ku", "D:\\Images\\p.vhd"),
            VhdBytes.differencing(1, PARENT).parentName("p.vhd")
        };
        for (VhdBytes child : children) {
            Path path = Files.write(folder.resolve("c.vhd"), child.bytes());
            try (VhdDisk disk = VhdDisk.open(path)) {
                assertThat(byteAt(disk, 0)).isEqualTo(6);
            }
        }
    }

    @Test
    void saysWhichParentIsMissing(@TempDir Path folder) throws IOException {
        VhdBytes child =
                VhdBytes.differencing(1, PARENT).locator("W2ru", "..\\p.vhd").parentName("C:\\q.vhd");
        Path path = Files.write(folder.resolve("c.vhd"), child.bytes());
        assertThatThrownBy(() -> VhdDisk.open(path))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("c.vhd: parent {00000000-0000-1111-0000-000000002222} is missing; looked in "
                        + folder.toRealPath() + " for ..\\p.vhd and C:\\q.vhd");
    }

    @Test
    void refusesAnotherParent() {
        assertThatThrownBy(() -> child(
                        VhdBytes.differencing(1, PARENT), VhdBytes.dynamic(1).id(new UUID(7, 7))))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("c.vhd: p.vhd is not its parent {00000000-0000-1111-0000-000000002222}: it is"
                        + " {00000000-0000-0007-0000-000000000007}");
    }

    @Test
    void anyBytesGiveADiskOrAnImageException() throws IOException {
        var random = new SplittableRandom(42);
        VhdDisk parent = VhdDisk.read(VhdBytes.dynamic(2).block(0, 6).source("p.vhd"));
        byte[] good = VhdBytes.differencing(2, PARENT)
                .block(1, 9)
                .sectors(1, 3)
                .locator("W2ru", "p.vhd")
                .bytes();
        int opened = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] bytes = Arrays.copyOf(good, random.nextInt(8) == 0 ? random.nextInt(good.length) : good.length);
            for (int n = random.nextInt(1, 4); n > 0 && bytes.length > 0; n--) {
                int[] places = {
                    random.nextInt(88), 512 + random.nextInt(64), 1088 + random.nextInt(24), 1536 + random.nextInt(8)
                };
                int at = places[random.nextInt(places.length)];
                if (at < bytes.length) {
                    bytes[at] = (byte) random.nextInt();
                }
            }
            if (bytes.length == good.length && random.nextInt(4) > 0) {
                VhdBytes.seal(bytes, 0, 512, 64);
                System.arraycopy(bytes, 0, bytes, bytes.length - 512, 512);
                VhdBytes.seal(bytes, 512, 1024, 36);
            }
            try {
                VhdDisk disk = VhdDisk.read(ByteSource.of("a.vhd", bytes), parent);
                opened++;
                disk.bytes(0, (int) Math.min(disk.size(), 2 * BLOCK));
                disk.extentAt(disk.size() - 1);
            } catch (ImageException expected) {
                assertThat(expected).hasMessageStartingWith("a.vhd").hasNoCause();
            }
        }
        assertThat(opened).as("damaged files that can be opened").isBetween(500, 4500);
    }
}
