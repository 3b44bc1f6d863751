package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.fat.FatImage;
import dev.lifeboat.formats.fat.FatType;
import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.ntfs.Clusters;
import dev.lifeboat.formats.ntfs.NtfsBytes;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.partition.DiskImage;
import dev.lifeboat.formats.partition.PartitionTable;
import dev.lifeboat.formats.partition.PartitionType;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.vhd.VhdBytes;
import dev.lifeboat.formats.vhd.VhdDisk;
import dev.lifeboat.formats.vhdx.VhdxBytes;
import dev.lifeboat.formats.vhdx.VhdxDisk;
import dev.lifeboat.formats.wim.WimBytes;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.NodeVisitor;
import dev.lifeboat.mount.tree.NtfsTree;
import dev.lifeboat.mount.tree.WimTree;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.ntfs.NtfsChecks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small images that claim to hold terabytes, or billions of entries: they cost no more time and memory than others. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileSizesTest {
    private static final long TIB_64 = 64L << 40;
    private static final int FILE = TinyVolume.FREE;
    private static final int SPARSE_FLAG = 0x8000;
    private static final int COMPRESSED_FLAG = 1;

    @TempDir
    private Path folder;

    private static NtfsTree tree(TinyVolume volume) throws IOException {
        return new NtfsTree(volume.open());
    }

    private static ByteSource open(TinyVolume volume) throws IOException {
        FileTree tree = tree(volume);
        FileNode node = tree.find("/big.bin");
        assertThat(node.size()).isEqualTo(TIB_64);
        return tree.open(node, "");
    }

    private static void assertZeros(ByteSource big) throws IOException {
        assertThat(big.size()).isEqualTo(TIB_64);
        for (long at : new long[] {0, TIB_64 / 3, TIB_64 - 1000}) {
            assertThat(big.bytes(at, 1000)).containsOnly(0);
        }
        assertThatThrownBy(() -> big.bytes(TIB_64 - 1, 2)).isInstanceOf(CorruptImageException.class);
    }

    private static TinyVolume sparse() {
        TinyVolume volume = new TinyVolume();
        Clusters hole = Clusters.of(Clusters.HOLE, TIB_64 / TinyVolume.CLUSTER);
        volume.file(FILE, TinyVolume.ROOT, "big.bin").nonResident(0x80, "", SPARSE_FLAG, hole.size(TIB_64));
        return volume;
    }

    @Test
    void aSparseFileOf64Tebibytes() throws IOException {
        assertZeros(open(sparse()));
    }

    @Test
    void aCompressedFileOf64TebibytesThatIsAllHoles() throws IOException {
        TinyVolume volume = new TinyVolume();
        Clusters hole = Clusters.of(Clusters.HOLE, TIB_64 / TinyVolume.CLUSTER);
        volume.file(FILE, TinyVolume.ROOT, "big.bin")
                .nonResident(0x80, "", COMPRESSED_FLAG, hole.size(TIB_64).unit(4));
        assertZeros(open(volume));
    }

    @Test
    void checksOfAVolumeWithSuchAFileEnd() throws IOException {
        NtfsVolume volume = sparse().open();
        List<Finding> findings = new ArrayList<>();
        for (Check<NtfsVolume> check : NtfsChecks.all()) {
            check.run(volume, findings::add);
        }
        assertThat(findings).isNotEmpty();
    }

    @Test
    void aFileThatWindowsCompressedFrom64Tebibytes() throws IOException {
        TinyVolume volume = new TinyVolume();
        volume.file(FILE, TinyVolume.ROOT, "big.bin")
                .nonResident(
                        0x80,
                        "",
                        SPARSE_FLAG,
                        Clusters.of(Clusters.HOLE, TIB_64 / TinyVolume.CLUSTER).size(TIB_64))
                .resident(0x80, "WofCompressedData", new byte[300])
                .resident(
                        0xc0,
                        "",
                        NtfsBytes.reparse(
                                0x8000_0017,
                                NtfsBytes.in(new byte[16])
                                        .putInt(0, 1)
                                        .putInt(4, 2)
                                        .putInt(8, 1)
                                        .array()));
        assertThatThrownBy(() -> open(volume))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining("table of 17179869184 chunks");
    }

    /** The MFT itself, of four thousand million records, all of them in a hole or behind the end of the volume. */
    @ParameterizedTest
    @ValueSource(longs = {Clusters.HOLE, 100})
    void anMftOfBillionsOfRecords(long cluster) throws IOException {
        TinyVolume volume = new TinyVolume();
        volume.record(0).remove(0x80).nonResident(0x80, "", Clusters.of(8, 32, cluster, 1L << 32));
        ByteSource source = volume.source();
        try {
            FileTree tree = new NtfsTree(NtfsVolume.read(source));
            List<String> problems = new ArrayList<>();
            tree.walk(tree.root(), new NodeVisitor() {
                @Override
                public void node(FileNode node) {}

                @Override
                public void damaged(String path, ImageException problem) {
                    problems.add(problem.getMessage());
                }
            });
            assertThat(problems).isNotEmpty();
        } catch (CorruptImageException refused) {
            assertThat(refused).hasMessageStartingWith(TinyVolume.NAME);
        }
    }

    @Test
    void aGptOfBillionsOfEntries() {
        DiskImage disk = new DiskImage(512, 64);
        disk.protectiveMbr();
        disk.gptEntry(0, PartitionType.Gpt.BASIC_DATA.id(), "data", 10, 50);
        disk.sealGpt();
        for (int header : new int[] {1, 63}) {
            disk.putInt(disk.at(header) + 80, -1);
            disk.sealHeader(header);
        }
        assertThatThrownBy(() -> PartitionTable.read(disk.source(), 512))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining("4294967295");
    }

    @Test
    void aVhdxOf64Tebibytes() {
        VhdxBytes file = new VhdxBytes(1).virtualSize(TIB_64);
        assertThatThrownBy(() -> VhdxDisk.read(file.source("a.vhdx"))).isInstanceOf(CorruptImageException.class);
    }

    @Test
    void aVhdOfBillionsOfBlocks() {
        byte[] bytes = VhdBytes.dynamic(2).bytes();
        ByteBuffer.wrap(bytes).putInt(VhdBytes.HEADER_AT + 28, -1);
        VhdBytes.seal(bytes, VhdBytes.HEADER_AT, 1024, 36);
        assertThatThrownBy(() -> VhdDisk.read(ByteSource.of("a.vhd", bytes))).isInstanceOf(CorruptImageException.class);
    }

    @Test
    void aFat32OfAsManyClustersAsThereCanBe() {
        byte[] bytes = new FatImage(FatType.FAT32).bytes;
        ByteBuffer boot = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at : new int[] {0, 6 * 512}) {
            boot.putInt(at + 32, 0xffff_ffff).putInt(at + 36, 0x0020_0000);
        }
        assertThatThrownBy(() -> FatVolume.read(ByteSource.of("esp", bytes)).usedBytes())
                .isInstanceOf(CorruptImageException.class);
    }

    /** It expands 1.2 million times. */
    @Test
    void aWimOf2GibibytesOfZerosIn1824Bytes() throws IOException {
        Path file = folder.resolve("zeros.wim");
        try (InputStream stored = HostileSizesTest.class.getResourceAsStream("zeros.wim")) {
            Files.copy(stored, file);
        }
        try (WimFile wim = WimFile.open(file)) {
            FileTree tree = WimTree.open(wim.images().get(0));
            ByteSource zeros = tree.open(tree.find("/zeros"), "");
            assertThat(zeros.size()).isEqualTo(2L << 30);
            for (long at : new long[] {0, 1 << 30, (2L << 30) - 1000}) {
                assertThat(zeros.bytes(at, 1000)).containsOnly(0);
            }
        }
    }

    /** Compressed bytes that say they expand to a tebibyte would need a table larger than they are. */
    @Test
    void aWimWhoseMetadataClaimsATebibyte() throws IOException {
        WimBytes sample = WimBytes.sample().flags(0x2 | 0x40000);
        byte[] bytes = sample.bytes();
        ByteBuffer wim = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(20, 1 << 15);
        for (int entry = sample.tableAt(); entry < sample.xmlAt(); entry += 50) {
            if ((bytes[entry + 7] & WimBytes.METADATA) != 0) {
                bytes[entry + 7] |= WimBytes.COMPRESSED;
                wim.putLong(entry + 16, 1L << 40);
            }
        }
        Path file = Files.write(folder.resolve("a.wim"), bytes);
        assertThatThrownBy(() -> {
                    try (WimFile opened = WimFile.open(file)) {
                        WimTree.open(opened.images().get(0));
                    }
                })
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("a.wim");
    }
}
