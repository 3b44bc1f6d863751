package dev.lifeboat.verify.check.ntfs;

import static dev.lifeboat.formats.ntfs.TinyVolume.CLUSTER;
import static dev.lifeboat.formats.ntfs.TinyVolume.DOCS;
import static dev.lifeboat.formats.ntfs.TinyVolume.FREE;
import static dev.lifeboat.formats.ntfs.TinyVolume.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.ntfs.Clusters;
import dev.lifeboat.formats.ntfs.NtfsBytes;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.SparseSource.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AbsentClusterCheckTest {
    private static final String FRAGMENTED = "/Docs/Fragmented.bin (MFT record 32)";
    /** Of 300, 2; 310, 2; 305, 1 with 5000 bytes, 311 stays. */
    private static final String FRAGMENTED_LOSS = "3,976 bytes are not in the image";

    private final TinyVolume volume = TinyVolume.withFiles();

    /** As Windows would have written it, and not to the end. */
    private HoledVolume byWindows() {
        return new HoledVolume(volume, true);
    }

    private HoledVolume byAnother() {
        return new HoledVolume(volume, false);
    }

    private static List<String> run(ByteSource source) throws IOException {
        List<String> found = new ArrayList<>();
        new AbsentClusterCheck()
                .run(
                        NtfsVolume.read(source),
                        f -> found.add(f.severity() + " " + f.rule().id() + " " + f.where() + ": " + f.message()));
        return found;
    }

    /** Without the finding that sums up. */
    private static List<String> owners(ByteSource source) throws IOException {
        List<String> found = run(source);
        assertThat(found.remove(0)).startsWith("DAMAGED ntfs.unfinished C.img: ");
        return found;
    }

    private void file(int number, int parent, String name, int cluster) {
        volume.file(number, parent, name).nonResident(0x80, "", Clusters.of(cluster, 1));
        volume.store(cluster, NtfsBytes.pattern(CLUSTER));
    }

    @Test
    void aRawImageHasEverything() throws IOException {
        assertThat(run(volume.source())).isEmpty();
    }

    private String used() throws IOException {
        return String.format(Locale.ROOT, "%,d bytes in use", volume.open().usedBytes());
    }

    @Test
    void freeClustersNeedNotBeThere() throws IOException {
        assertThat(run(byWindows().without(400, 200))).containsExactly("GOOD ntfs.stored C.img: " + used());
    }

    @Test
    void whatIsKnownToBeZeroIsNotMissing() throws IOException {
        assertThat(run(byWindows().with(Origin.ZERO, 300, 11))).containsExactly("GOOD ntfs.stored C.img: " + used());
    }

    @Test
    void contentThatWindowsDidNotWriteIsLost() throws IOException {
        long used = volume.open().usedBytes();
        String share = String.format(Locale.ROOT, "3,976 of %,d bytes in use (%.1f %%)", used, 397600.0 / used);
        assertThat(run(byWindows().without(300, 11)))
                .containsExactly(
                        "DAMAGED ntfs.unfinished C.img: " + share + " are not in the image",
                        "DAMAGED ntfs.absent-file " + FRAGMENTED + ": " + FRAGMENTED_LOSS);
    }

    @Test
    void contentThatAnotherProgramDidNotStoreMayBeZeros() throws IOException {
        assertThat(run(byAnother().without(300, 11)))
                .containsExactly("NOTE ntfs.absent-or-zero " + FRAGMENTED + ": " + FRAGMENTED_LOSS);
    }

    @Test
    void behindTheInitializedSizeNothingIsNeeded() throws IOException {
        assertThat(run(byWindows().without(332, 2))).containsExactly("GOOD ntfs.stored C.img: " + used());
        assertThat(owners(byWindows().without(331, 2)))
                .containsExactly(
                        "DAMAGED ntfs.absent-file /Docs/valid.bin (MFT record 34): 476 bytes are not in the image");
    }

    /** What is compressed does not lie where it will be read: the whole unit is needed for its first bytes. */
    @Test
    void ofCompressedContentEveryStoredClusterOfAUnitIsNeeded() throws IOException {
        volume.record(TinyVolume.PACKED)
                .remove(0x80)
                .nonResident(
                        0x80,
                        "",
                        1,
                        Clusters.of(381, 2, Clusters.HOLE, 14).unit(4).size(1000));
        volume.store(382, NtfsBytes.pattern(CLUSTER));
        assertThat(owners(byWindows().without(382, 1)))
                .containsExactly(
                        "DAMAGED ntfs.absent-file /packed.txt (MFT record 47): 1,024 bytes are not in the image");
    }

    @Test
    void piecesInOtherRecordsCount() throws IOException {
        assertThat(owners(byWindows().without(345, 1).without(341, 1)))
                .containsExactly(
                        "DAMAGED ntfs.absent-file /listed.bin (MFT record 35): 1,452 bytes are not in the image");
    }

    @Test
    void aHoleOfTheFileIsNoCluster() throws IOException {
        assertThat(owners(byWindows().without(321, 1)))
                .containsExactly(
                        "DAMAGED ntfs.absent-file /Docs/sparse.bin (MFT record 33): 1,024 bytes are not in the image");
    }

    @Test
    void recordsInUseAreMissed() throws IOException {
        for (HoledVolume source : List.of(byWindows(), byAnother())) {
            List<String> found = run(source.without(600, 32).without(340, 2));
            assertThat(found.get(0)).contains(", of which 2,048 bytes belong to files that are not known");
            assertThat(found.subList(1, found.size()))
                    .containsExactly(
                            "LOST ntfs.absent-structure /$MFT (MFT record 0): 16,384 bytes are not in the image"
                                    + " (16 records in use)");
        }
    }

    @Test
    void recordsThatAreFreeAreNot() throws IOException {
        assertThat(run(byWindows().without(617, 15))).containsExactly("GOOD ntfs.stored C.img: " + used());
    }

    @Test
    void blocksOfAnIndexAreMissed() throws IOException {
        assertThat(owners(byAnother().without(238, 1)))
                .containsExactly("LOST ntfs.absent-structure /Docs (MFT record 30): 4,096 bytes are not in the image"
                        + " (1 block of its index)");
    }

    @Test
    void mapsAreMissedWhereSomethingIs() throws IOException {
        assertThat(owners(byAnother().without(224, 1)))
                .containsExactly("LOST ntfs.absent-structure /$Bitmap (MFT record 6): 88 bytes are not in the image"
                        + " (the map of used space)");
        assertThat(owners(byAnother().without(48, 1)))
                .containsExactly("LOST ntfs.absent-structure /$MFT (MFT record 0): 8 bytes are not in the image"
                        + " (the list of records in use)");
    }

    @Test
    void systemFilesAreMissedWhereTheyCannotBeZero() throws IOException {
        assertThat(owners(byAnother().without(100, 2)))
                .containsExactly(
                        "LOST ntfs.absent-structure /$UpCase (MFT record 10): 2,048 bytes are not in the image");
        assertThat(owners(byAnother().without(50, 2)))
                .containsExactly(
                        "LOST ntfs.absent-structure /$LogFile (MFT record 2): 2,048 bytes are not in the image");
        assertThat(run(byAnother().without(60, 2))).containsExactly("GOOD ntfs.stored C.img: " + used());
    }

    @Test
    void whatWindowsMakesAnewIsNoLoss() throws IOException {
        file(FREE, ROOT, "pagefile.sys", 400);
        file(FREE + 1, ROOT, "HiberFil.sys", 401);
        file(FREE + 2, DOCS, "{01234567-89ab-cdef-0123-456789abcdef}{3808876B-C176-4e48-B7AE-04046E6CC752}", 402);
        file(FREE + 3, DOCS, "swapfile.sys", 403);
        assertThat(run(byWindows().without(400, 3)))
                .hasSize(4)
                .allMatch(f -> f.startsWith("NOTE ntfs.absent-renewed /") || f.startsWith("GOOD"));
        assertThat(owners(byWindows().without(403, 1)))
                .containsExactly("DAMAGED ntfs.absent-file /Docs/swapfile.sys (MFT record " + (FREE + 3)
                        + "): 1,024 bytes are not in the image");
    }

    @Test
    void aProgramOfWindowsNeverBeginsWithZeros() throws IOException {
        volume.directory(FREE, ROOT, "WINDOWS");
        volume.directory(FREE + 1, FREE, "system32");
        file(FREE + 2, FREE + 1, "ntoskrnl.exe", 400);
        file(FREE + 3, FREE + 1, "log.etl", 401);
        assertThat(owners(byAnother().without(400, 2)))
                .containsExactly(
                        "LOST ntfs.absent-windows /WINDOWS/system32/ntoskrnl.exe (MFT record " + (FREE + 2)
                                + "): 1,024 bytes are not in the image",
                        "NOTE ntfs.absent-or-zero /WINDOWS/system32/log.etl (MFT record " + (FREE + 3)
                                + "): 1,024 bytes are not in the image");
    }

    @Test
    void tooManyGapsLeaveTheQuestionOpen() throws IOException {
        List<String> found = new ArrayList<>();
        NtfsVolume open =
                NtfsVolume.read(byWindows().without(300, 1).without(302, 1).without(310, 1));
        new AbsentClusterCheck(2)
                .run(open, f -> found.add(f.severity() + " " + f.rule().id()));
        assertThat(found)
                .containsExactly(
                        "UNDECIDED ntfs.absent-not-all", "DAMAGED ntfs.unfinished", "DAMAGED ntfs.absent-file");
    }

    @Test
    void theRestIsCounted() throws IOException {
        TinyVolume many = new TinyVolume();
        for (int i = 0; i < 25; i++) {
            many.file(32 + i, ROOT, "file" + i)
                    .nonResident(0x80, "", Clusters.of(300 + i, 1).size(1000 - i));
        }
        List<String> found = owners(new HoledVolume(many, true).without(300, 25));
        assertThat(found).hasSize(21);
        assertThat(found.get(0))
                .isEqualTo("DAMAGED ntfs.absent-file /file0 (MFT record 32): 1,000 bytes are not in the" + " image");
        // 980 + 979 + 978 + 977 + 976
        assertThat(found.get(20)).isEqualTo("DAMAGED ntfs.absent-file C.img: and 5 more, 4,890 bytes");
    }
}
