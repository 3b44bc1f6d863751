package dev.lifeboat.formats.ntfs;

import static dev.lifeboat.formats.ntfs.NtfsBytes.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryIndexTest {
    private static final int DIRECTORY = 30;
    private static final int FIRST_CLUSTER = 400;
    private static final int BLOCKS_AT = FIRST_CLUSTER * TinyVolume.CLUSTER;

    private TinyVolume volume = new TinyVolume();
    private int blocks;

    /** Adds a node in a block of its own. Blocks are four clusters apart. */
    private void block(IndexNode node) {
        volume.store(FIRST_CLUSTER + 4L * blocks, node.block(4L * blocks, 4096));
        blocks++;
    }

    private NtfsFile directory(byte[] root) throws IOException {
        RecordBuilder record =
                volume.file(DIRECTORY, 5, "Directory").directory().resident(0x90, "$I30", root);
        if (blocks > 0) {
            record.nonResident(0xa0, "$I30", Clusters.of(FIRST_CLUSTER, 4L * blocks));
        }
        return volume.open().file(DIRECTORY);
    }

    private DirectoryIndex index(byte[] root) throws IOException {
        NtfsFile directory = directory(root);
        return volume.open().index(directory);
    }

    private DirectoryIndex index(IndexNode root) throws IOException {
        return index(root.root(4096, 1024));
    }

    private static byte[] key(String name) {
        return NtfsBytes.fileName(reference(DIRECTORY, 1), name);
    }

    private static IndexNode node(String... names) {
        IndexNode node = new IndexNode();
        for (String name : names) {
            node.entry(reference(40, 1), key(name));
        }
        return node;
    }

    private static IndexNode leaf(String... names) {
        return node(names).end();
    }

    /** Three levels: m in the root; d and t below; the leaves a-c, e-f, n-s and z; each leaf in a block of its own. */
    private IndexNode tree() {
        block(new IndexNode().entry(41, key("d"), 8).end(12));
        block(new IndexNode().entry(42, key("t"), 16).end(20));
        block(leaf("a", "b", "c"));
        block(leaf("e", "f"));
        block(leaf("n", "O", "s"));
        block(leaf("z"));
        return new IndexNode().entry(43, key("m"), 0).end(4);
    }

    private static List<String> names(DirectoryIndex index) throws IOException {
        List<String> names = new ArrayList<>();
        index.forEach(entry -> names.add(entry.name().name()));
        return names;
    }

    /** The names and, in their places, the complaints. */
    private static List<String> tolerant(DirectoryIndex index) throws IOException {
        List<String> seen = new ArrayList<>();
        index.forEach(new DirectoryIndex.Visitor() {
            @Override
            public void entry(IndexEntry entry) {
                seen.add(entry.name().name());
            }

            @Override
            public void damaged(CorruptImageException problem) {
                seen.add(problem.getMessage());
            }
        });
        return seen;
    }

    @Test
    void visitsATreeOfThreeLevelsInOrder() throws IOException {
        DirectoryIndex index = index(tree());
        assertThat(names(index)).containsExactly("a", "b", "c", "d", "e", "f", "m", "n", "O", "s", "t", "z");
        assertThat(index.blockCount()).isEqualTo(6);
    }

    @Test
    void tellsWhichBlocksHoldNodes() throws IOException {
        List<Long> met = new ArrayList<>();
        index(tree()).forEach(new DirectoryIndex.Visitor() {
            @Override
            public void entry(IndexEntry entry) {}

            @Override
            public void block(long block) {
                met.add(block);
            }
        });
        assertThat(met).containsExactly(0L, 2L, 3L, 1L, 4L, 5L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "c", "d", "e", "f", "m", "n", "O", "s", "t", "z"})
    void findsEachName(String name) throws IOException {
        assertThat(index(tree()).find(name).orElseThrow().name().name()).isEqualTo(name);
    }

    @Test
    void findsAReference() throws IOException {
        assertThat(index(tree()).find("t").orElseThrow().reference()).isEqualTo(42);
    }

    @ParameterizedTest
    @CsvSource({"A, a", "D, d", "M, m", "o, O", "Z, z"})
    void findsANameInAnotherCase(String name, String found) throws IOException {
        assertThat(index(tree()).find(name).orElseThrow().name().name()).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "aa", "g", "mm", "u", "zz", "ä"})
    void findsNothingWhereThereIsNothing(String name) throws IOException {
        assertThat(index(tree()).find(name)).isEmpty();
    }

    @Test
    void findsAFileByItsShortName() throws IOException {
        TinyVolume files = TinyVolume.withFiles();
        NtfsVolume open = files.open();
        IndexEntry entry = open.index(open.file(5)).find("longfi~1.txt").orElseThrow();
        assertThat(entry.name().dosOnly()).isTrue();
        assertThat(FileReference.number(entry.reference())).isEqualTo(TinyVolume.LONG_NAME);
    }

    /** As Linux on Windows makes them. The two stand in different nodes. */
    @Test
    void prefersTheExactNameWhereNamesDifferInCaseOnly() throws IOException {
        block(leaf("readme"));
        IndexNode root = new IndexNode().entry(41, key("README"), 0).end();
        DirectoryIndex index = index(root);
        assertThat(index.find("readme").orElseThrow().reference()).isEqualTo(reference(40, 1));
        assertThat(index.find("README").orElseThrow().reference()).isEqualTo(41);
        assertThat(index.find("ReadMe").orElseThrow().name().name()).isEqualToIgnoringCase("readme");
    }

    @Test
    void isEmpty() throws IOException {
        DirectoryIndex index = index(new IndexNode().end());
        assertThat(names(index)).isEmpty();
        assertThat(index.find("a")).isEmpty();
        assertThat(index.blockCount()).isZero();
    }

    private DirectoryIndex damagedTree(int offset) throws IOException {
        byte[] root = tree().root(4096, 1024);
        directory(root);
        byte[] bytes = volume.bytes();
        bytes[BLOCKS_AT + offset] ^= 1;
        NtfsVolume open = volume.open();
        return open.index(open.file(DIRECTORY));
    }

    @Test
    void goesOnBehindADamagedNode() throws IOException {
        assertThat(tolerant(damagedTree(3 * 4096)))
                .containsExactly(
                        "a",
                        "b",
                        "c",
                        "d",
                        "C.img/record 30/$INDEX_ALLOCATION:$I30 at 0x3000: index block: signature is \"HNDX\", expected"
                                + " \"INDX\"",
                        "m",
                        "n",
                        "O",
                        "s",
                        "t",
                        "z");
    }

    @Test
    void refusesATornBlock() throws IOException {
        assertThat(tolerant(damagedTree(3 * 4096 + 1023)))
                .contains("C.img/record 30/$INDEX_ALLOCATION:$I30 at 0x33fe: index block: update sequence is 0x0007 in"
                        + " sector 1, expected 0x0107");
    }

    @Test
    void throwsWhereNobodyTakesDamage() {
        assertThatThrownBy(() -> names(damagedTree(0))).isInstanceOf(CorruptImageException.class);
    }

    @Test
    void findsNamesBesideADamagedNode() throws IOException {
        DirectoryIndex index = damagedTree(3 * 4096);
        assertThat(index.find("n")).isPresent();
        assertThatThrownBy(() -> index.find("e")).isInstanceOf(CorruptImageException.class);
    }

    @Test
    void findsNamesInAnotherCaseBesideADamagedNode() throws IOException {
        assertThat(damagedTree(3 * 4096).find("N").orElseThrow().name().name()).isEqualTo("n");
    }

    @Test
    void leavesACircleOfNodes() throws IOException {
        block(new IndexNode().entry(41, key("b"), 4).end());
        block(new IndexNode().entry(42, key("a"), 0).end());
        DirectoryIndex index = index(new IndexNode().end(0));
        String complaint = "C.img/record 30/$INDEX_ALLOCATION:$I30 at 0x0: index: block 0 is reached twice or too deep";
        assertThat(tolerant(index)).containsExactly(complaint, "a", "b");
        assertThatThrownBy(() -> index.find("0")).hasMessage(complaint);
    }

    @Test
    void refusesATreeThatIsTooDeep() throws IOException {
        for (int i = 0; i < 40; i++) {
            block(new IndexNode().end(4L * (i + 1)));
        }
        DirectoryIndex index = index(new IndexNode().end(0));
        String complaint =
                "C.img/record 30/$INDEX_ALLOCATION:$I30 at 0x20000: index: block 32 is reached twice or too deep";
        assertThat(tolerant(index)).containsExactly(complaint);
        assertThatThrownBy(() -> index.find("a")).hasMessage(complaint);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 24, 1L << 54, Long.MAX_VALUE})
    void refusesANodeThatIsNoBlock(long vcn) throws IOException {
        for (int i = 0; i < 6; i++) {
            block(leaf("x"));
        }
        assertThat(tolerant(index(new IndexNode().end(vcn))))
                .containsExactly("C.img/record 30/$INDEX_ALLOCATION:$I30 at 0x0: index: VCN " + vcn
                        + " is no block of the 6 there are");
    }

    @Test
    void refusesANegativeNode() throws IOException {
        assertThat(tolerant(index(new IndexNode().end(-2))))
                .singleElement()
                .asString()
                .endsWith("$INDEX_ROOT: root node: VCN of a sub-node is -2");
    }

    @Test
    void refusesABlockThatLiesElsewhere() throws IOException {
        volume.store(FIRST_CLUSTER, leaf("a").block(8, 4096));
        blocks = 1;
        assertThat(tolerant(index(new IndexNode().end(0))))
                .containsExactly("C.img/record 30/$INDEX_ALLOCATION:$I30 at 0x10: index block: VCN is 8, expected 0");
    }

    @Test
    void refusesADirectoryWithoutBlocksThatNeedsOne() throws IOException {
        assertThat(tolerant(index(new IndexNode().end(0))))
                .containsExactly(
                        "C.img/record 30/$INDEX_ROOT:$I30 at 0x0: index: VCN 0 is no block of the 0 there are");
    }

    /** Blocks that are smaller than a cluster are counted in units of 512 bytes. */
    @Test
    void readsBlocksThatAreSmallerThanAClusters() throws IOException {
        volume.store(FIRST_CLUSTER, leaf("a").block(0, 4096));
        volume.store(FIRST_CLUSTER + 4, leaf("c").block(8, 4096));
        blocks = 2;
        NtfsFile file = directory(new IndexNode().entry(41, key("b"), 0).end(8).root(4096, 8192));
        assertThat(names(DirectoryIndex.of(file, volume.open().upCase(), 8192))).containsExactly("a", "b", "c");
    }

    /** The usual size in the boot sector does not count, that of the index does. */
    @Test
    void readsBlocksOfAnotherSizeThanTheBootSectorSays() throws IOException {
        volume.store(FIRST_CLUSTER, leaf("a").block(0, 2048));
        volume.store(FIRST_CLUSTER + 2, leaf("c").block(2, 2048));
        blocks = 1;
        NtfsFile file = directory(new IndexNode().entry(41, key("b"), 0).end(2).root(2048, 1024));
        assertThat(names(volume.open().index(file))).containsExactly("a", "b", "c");
    }

    private void refusesRoot(Consumer<ByteBuffer> change, String message) {
        volume = new TinyVolume();
        byte[] root = leaf("a").root(4096, 1024);
        change.accept(NtfsBytes.in(root));
        assertThatThrownBy(() -> names(index(root)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("C.img/record 30/$INDEX_ROOT:$I30 at " + message);
    }

    @Test
    void refusesARootThatContradictsItself() {
        refusesRoot(b -> b.putInt(0, 0x80), "0x0: $INDEX_ROOT: indexed attribute is 128, expected 48");
        refusesRoot(b -> b.putInt(4, 0), "0x4: $INDEX_ROOT: collation is 0, expected 1");
        String size = ", expected a power of two up to 65536";
        refusesRoot(b -> b.putInt(8, 3), "0x8: $INDEX_ROOT: size of a block is 3" + size);
        refusesRoot(b -> b.putInt(8, 1 << 17), "0x8: $INDEX_ROOT: size of a block is 131072" + size);
        refusesRoot(b -> b.putInt(16, 8), "0x10: $INDEX_ROOT: root node: entries from 8 to 120 do not fit in 120");
        refusesRoot(b -> b.putInt(20, 121), "0x10: $INDEX_ROOT: root node: entries from 16 to 121 do not fit in 120");
        refusesRoot(
                b -> b.putInt(20, -1), "0x10: $INDEX_ROOT: root node: entries from 16 to 4294967295 do not fit in 120");
    }

    @Test
    void refusesAnEntryThatDoesNotFit() {
        int entry = 32;
        for (int length : new int[] {0, 8, 85, 112}) {
            refusesRoot(
                    b -> b.putShort(entry + 8, (short) length),
                    "0x28: $INDEX_ROOT: root node: entry has " + length + " bytes of the 104 that are left");
        }
        refusesRoot(
                b -> b.putShort(entry + 10, (short) 73),
                "0x28: $INDEX_ROOT: root node: entry has 88 bytes of the 104 that are left");
        refusesRoot(b -> b.putInt(20, 104), "0x80: $INDEX_ROOT: root node: entry has 16 bytes of the 0 that are left");
    }

    @Test
    void refusesARootThatIsTooShort() {
        assertThatThrownBy(() -> index(Arrays.copyOf(leaf().root(4096, 1024), 10)))
                .hasMessage("C.img/record 30/$INDEX_ROOT:$I30 at 0x8: $INDEX_ROOT: 32-bit field of 4 bytes lies outside"
                        + " the structure's 10 bytes");
        volume = new TinyVolume();
        assertThatThrownBy(() -> names(index(Arrays.copyOf(leaf().root(4096, 1024), 14))))
                .hasMessage("C.img/record 30/$INDEX_ROOT:$I30 at 0x10: $INDEX_ROOT: root node of -2 bytes lies outside"
                        + " the structure's 14 bytes");
    }

    @Test
    void refusesAFileThatIsNoDirectory() throws IOException {
        NtfsVolume open = TinyVolume.withFiles().open();
        assertThatThrownBy(() -> open.index(open.file(TinyVolume.HELLO)))
                .hasMessage("C.img/$MFT at 0x7c00: record 31: has no $INDEX_ROOT:$I30");
    }

    @Test
    void anyBytesGiveNamesOrAnImageException() throws IOException {
        directory(tree().root(4096, 1024));
        byte[] good = volume.bytes();
        var random = new SplittableRandom(42);
        int met = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = good.clone();
            int block = BLOCKS_AT + 4096 * random.nextInt(6);
            bytes[block + random.nextInt(260)] = (byte) random.nextInt();
            bytes[TinyVolume.recordAt(DIRECTORY) + 56 + random.nextInt(500)] = (byte) random.nextInt();
            try {
                NtfsVolume open = NtfsVolume.read(ByteSource.of("C.img", bytes));
                DirectoryIndex index = open.index(open.file(DIRECTORY));
                met += tolerant(index).size();
                index.find("s");
                index.find("Q");
            } catch (ImageException expected) {
                assertThat(expected).hasMessageStartingWith("C.img/");
            }
        }
        assertThat(met).isPositive();
    }
}
