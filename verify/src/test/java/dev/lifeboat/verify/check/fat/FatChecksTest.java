package dev.lifeboat.verify.check.fat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FatChecksTest {
    private static final FatCopiesCheck COPIES = new FatCopiesCheck();
    private static final FatTreeCheck TREE = new FatTreeCheck();

    private final TestVolume volume = new TestVolume();

    @Test
    void aSoundVolumeIsGood() throws IOException {
        assertThat(volume.run(COPIES)).containsExactly("GOOD fat.copies Esp.vhdx: FAT32, 100 clusters");
        assertThat(volume.run(TREE)).containsExactly("GOOD fat.files Esp.vhdx: 3 files and directories");
    }

    @Test
    void copiesThatDifferAreWorthANote() throws IOException {
        volume.setFirst(20, 1).setFirst(21, 1);
        assertThat(volume.run(COPIES))
                .containsExactly("NOTE fat.copies-differ Esp.vhdx at 0x4200: 2 entries differ from those of the first"
                        + " copy; cluster 20 has 0, expected 1");
    }

    @Test
    void aTableWhoseStartWasOverwrittenIsDamage() throws IOException {
        volume.set(0, 0);
        assertThat(volume.run(COPIES))
                .containsExactly(
                        "DAMAGED fat.table-start Esp.vhdx at 0x4000: the first entry is 0x0, expected it to end in"
                                + " the kind of medium, 0xf8");
    }

    @Test
    void aVolumeThatWasInUseSaysSo() throws IOException {
        volume.set(1, 0x07ffffff);
        assertThat(volume.run(COPIES))
                .contains("NOTE fat.in-use Esp.vhdx at 0x4000: the second entry says that the volume was not closed"
                        + " properly");
    }

    @Test
    void aChainThatTheFirstFatBreaksIsDamageAlthoughTheSecondHasIt() throws IOException {
        volume.setFirst(5, 0);
        assertThat(volume.run(TREE))
                .containsExactly(
                        "DAMAGED fat.chain Esp.vhdx/A: size is 1000 bytes, its chain of 0 clusters leads to the free"
                                + " cluster 5",
                        "NOTE fat.lost-clusters Esp.vhdx: clusters in use that belong to no file: 1");
    }

    @Test
    void aChainThatIsTooShortIsDamage() throws IOException {
        volume.set(5, TestVolume.END).set(6, 0);
        assertThat(volume.run(TREE))
                .containsExactly(
                        "DAMAGED fat.chain Esp.vhdx/A: size is 1000 bytes, its chain of 1 clusters ends at cluster 5");
    }

    @Test
    void aChainThatRunsInACircleIsDamage() throws IOException {
        volume.set(6, 5);
        assertThat(volume.run(TREE))
                .containsExactly("DAMAGED fat.chain Esp.vhdx/A: size is 1000 bytes, its chain of 2 clusters comes back"
                        + " to cluster 5");
    }

    @Test
    void aChainThatLeavesTheVolumeIsDamage() throws IOException {
        volume.set(6, 5000);
        assertThat(volume.run(TREE))
                .containsExactly("DAMAGED fat.chain Esp.vhdx/A: size is 1000 bytes, its chain of 2 clusters leads to"
                        + " what is no cluster: 5000");
    }

    @Test
    void bothFilesThatShareAClusterAreNamed() throws IOException {
        volume.set(8, 6);
        assertThat(volume.run(TREE))
                .containsExactly(
                        "DAMAGED fat.cross-link Esp.vhdx/A: cluster 6 belongs to another file too",
                        "DAMAGED fat.cross-link Esp.vhdx/DIR/B: cluster 6 belongs to another file too");
    }

    @Test
    void tooManyClustersAreWorthANote() throws IOException {
        volume.set(6, 9).set(9, TestVolume.END);
        assertThat(volume.run(TREE))
                .containsExactly("NOTE fat.size Esp.vhdx/A: size is 1000 bytes, its clusters have 1536");
    }

    @Test
    void clustersOfNoFileAreWorthANote() throws IOException {
        volume.set(50, 51).set(51, TestVolume.END);
        assertThat(volume.run(TREE))
                .containsExactly("NOTE fat.lost-clusters Esp.vhdx: clusters in use that belong to no file: 2");
    }

    @Test
    void clustersMarkedBadAreNotLost() throws IOException {
        assertThat(volume.set(50, 0x0ffffff7).run(TREE))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("GOOD");
    }

    @Test
    void wrongEntriesOfAFolderForItselfAreWorthANote() throws IOException {
        volume.entry(TestVolume.DIR, 0, ".          ", 0x10, 9, 0).entry(TestVolume.DIR, 1, "..         ", 0x10, 3, 0);
        assertThat(volume.run(TREE))
                .containsExactly(
                        "NOTE fat.dot-entries Esp.vhdx/DIR: entry . leads to cluster 9, expected 7",
                        "NOTE fat.dot-entries Esp.vhdx/DIR: entry .. leads to cluster 3, expected 0");
    }

    @Test
    void namesThatBelongToNothingAreWorthANote() throws IOException {
        volume.entry(TestVolume.ROOT, 2, "Aordinaryna", 0x0f, 0, 0)
                .entry(TestVolume.DIR, 3, "LABEL      ", 0x08, 0, 0)
                .entry(TestVolume.DIR, 4, "AAnotherNam", 0x0f, 0, 0);
        assertThat(volume.run(TREE))
                .containsExactly(
                        "NOTE fat.stray-names Esp.vhdx/: names that belong to nothing: 1",
                        "NOTE fat.stray-names Esp.vhdx/DIR: names that belong to nothing: 2");
    }

    void filesBehindAPrematureEndAreLost() throws IOException {
        volume.entry(TestVolume.ROOT, 3, "C       TXT", 0x20, 50, 10)
                .entry(TestVolume.ROOT, 4, "FREE    TXT", 0x20, 60, 10)
                .entry(TestVolume.ROOT, 5, "lower   txt", 0x20, 50, 10)
                .entry(TestVolume.ROOT, 6, "OWNED   TXT", 0x20, 5, 10)
                .set(50, TestVolume.END);
        assertThat(volume.run(TREE))
                .containsExactly(
                        "DAMAGED fat.behind-end Esp.vhdx/C.TXT: stands behind the end of its folder, and cluster 50 is"
                                + " in use for it",
                        "NOTE fat.lost-clusters Esp.vhdx: clusters in use that belong to no file: 1");
    }

    @Test
    void aFolderOfZerosHasLostItsFiles() throws IOException {
        Arrays.fill(volume.bytes, TestVolume.DIR, TestVolume.DIR + 512, (byte) 0);
        assertThat(volume.run(TREE))
                .containsExactly(
                        "DAMAGED fat.directory Esp.vhdx/DIR: is blank: even its entries . and .. are missing",
                        "NOTE fat.lost-clusters Esp.vhdx: clusters in use that belong to no file: 1");
    }

    @Test
    void aRootOfZerosHasLostAllFiles() throws IOException {
        Arrays.fill(volume.bytes, TestVolume.ROOT, TestVolume.ROOT + 512, (byte) 0);
        assertThat(volume.run(TREE))
                .containsExactly("LOST fat.root Esp.vhdx/: is empty, but clusters in use belong to no file: 4");
    }

    @Test
    void anEmptyVolumeIsGood() throws IOException {
        Arrays.fill(volume.bytes, TestVolume.ROOT, TestVolume.ROOT + 512, (byte) 0);
        volume.set(5, 0).set(6, 0).set(7, 0).set(8, 0);
        assertThat(volume.run(TREE)).containsExactly("GOOD fat.files Esp.vhdx: 0 files and directories");
    }

    /** 65,536 names for one folder of 65,536 files would take hours. */
    @Test
    void aFolderWithManyNamesIsReadOnce() throws IOException {
        chain(7, 10, 59);
        chain(70, 71, 95);
        for (int i = 2; i < 800; i++) {
            entry(7, 10, i, String.format("D%07d   ", i), 0x10, 70);
        }
        for (int i = 0; i < 400; i++) {
            entry(70, 71, i, String.format("F%07d   ", i), 0x20, 0);
        }
        assertThat(bytesReadBy(TREE)).isLessThan(10L * volume.bytes.length);
    }

    /** Each begins one cluster further on in the same chain, where all files were deleted. */
    @Test
    void foldersThatShareAChainAreGivenUp() throws IOException {
        chain(7, 10, 15);
        chain(20, 21, 95);
        for (int i = 2; i < 78; i++) {
            entry(7, 10, i, String.format("D%07d   ", i), 0x10, 18 + i);
        }
        Arrays.fill(volume.bytes, TestVolume.data(20), TestVolume.data(96), (byte) 0xe5);
        assertThat(volume.run(TREE))
                .contains("UNDECIDED fat.not-all Esp.vhdx at 0x0: directories: share clusters: together they are larger"
                        + " than the volume");
    }

    /** A chain that goes from one cluster on to a row of others. */
    private void chain(int first, int from, int to) {
        volume.set(first, from);
        for (int cluster = from; cluster < to; cluster++) {
            volume.set(cluster, cluster + 1);
        }
        volume.set(to, TestVolume.END);
    }

    private void entry(int first, int second, int index, String name, int attributes, int cluster) {
        int at = index < 16 ? TestVolume.data(first) : TestVolume.data(second + index / 16 - 1);
        volume.entry(at, index % 16, name, attributes, cluster, 0);
    }

    private long bytesReadBy(Check<FatVolume> check) throws IOException {
        long[] read = {0};
        ByteSource bytes = ByteSource.of("Esp.vhdx", volume.bytes);
        check.run(
                FatVolume.read(new ByteSource() {
                    @Override
                    public String name() {
                        return bytes.name();
                    }

                    @Override
                    public long size() {
                        return bytes.size();
                    }

                    @Override
                    public void read(long offset, ByteBuffer target) throws IOException {
                        read[0] += target.remaining();
                        bytes.read(offset, target);
                    }
                }),
                finding -> {});
        return read[0];
    }

    @Test
    void aFolderThatCannotBeReadLosesItsFiles() throws IOException {
        volume.set(7, 0);
        assertThat(volume.run(TREE))
                .containsExactly(
                        "DAMAGED fat.chain Esp.vhdx/DIR: its chain of 0 clusters leads to the free cluster 7",
                        "DAMAGED fat.directory Esp.vhdx at 0x4e00: /DIR: chain leads to cluster 7, which is free"
                                + " (FAT 1)",
                        "NOTE fat.lost-clusters Esp.vhdx: clusters in use that belong to no file: 1");
    }

    @Test
    void withoutItsRootAVolumeIsLost() throws IOException {
        volume.set(2, 0);
        assertThat(volume.run(TREE))
                .contains("LOST fat.root Esp.vhdx at 0x4400: /: chain leads to cluster 2, which is free (FAT 1)");
    }

    @Test
    void manyFindingsOfOneKindAreCounted() {
        List<String> last = new ArrayList<>();
        AtMost said = new AtMost(f -> last.add(f.message()));
        for (int i = 0; i < 130; i++) {
            said.accept(FatTreeCheck.SIZE.at("x", "y"));
        }
        said.finish("Esp.vhdx");
        assertThat(last).hasSize(101).last().isEqualTo("30 more of the same kind");
    }

    @Test
    void everyRuleHasItsOwnIdAndSpeaksToPeople() {
        List<Rule> rules =
                FatChecks.all().stream().flatMap(c -> c.rules().stream()).toList();
        assertThat(rules).extracting(Rule::id).doesNotHaveDuplicates().allMatch(id -> id.startsWith("fat."));
        assertThat(rules)
                .filteredOn(r -> r.severity().compareTo(Severity.NOTE) > 0)
                .extracting(Rule::remedy)
                .allMatch(text -> text.endsWith("."));
    }

    @Test
    void anyBytesGiveFindings() throws IOException {
        var random = new SplittableRandom(31);
        for (int i = 0; i < 1_000; i++) {
            TestVolume any = new TestVolume();
            int[] places = {32 * 512, 32 * 512, 33 * 512, TestVolume.ROOT, TestVolume.DIR, 11};
            for (int n = random.nextInt(8); n >= 0; n--) {
                any.bytes[places[random.nextInt(places.length)] + random.nextInt(50)] = (byte) random.nextInt(256);
            }
            try {
                for (Check<FatVolume> check : FatChecks.all()) {
                    any.run(check);
                }
            } catch (ImageException expected) {
                assertThat(expected).hasMessageContaining("FAT boot sector"); // no volume, so no check ran
            }
        }
    }
}
