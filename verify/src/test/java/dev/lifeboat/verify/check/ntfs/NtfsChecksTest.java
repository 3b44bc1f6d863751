package dev.lifeboat.verify.check.ntfs;

import static dev.lifeboat.formats.ntfs.NtfsBytes.reference;
import static dev.lifeboat.formats.ntfs.TinyVolume.DOCS;
import static dev.lifeboat.formats.ntfs.TinyVolume.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.ntfs.Clusters;
import dev.lifeboat.formats.ntfs.NtfsBytes;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.RecordBuilder;
import dev.lifeboat.formats.ntfs.TinySecure;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Each rule is brought by changing one thing in a volume that is sound. */
class NtfsChecksTest {
    private static final VolumeStateCheck STATE = new VolumeStateCheck();
    private static final MftMirrorCheck MIRROR = new MftMirrorCheck();
    private static final MftRecordCheck RECORDS = new MftRecordCheck();
    private static final ClusterCheck CLUSTERS = new ClusterCheck();
    private static final DirectoryCheck DIRECTORIES = new DirectoryCheck();

    private final TinyVolume volume = TinyVolume.withFiles();

    /** What a check says, one finding a line: severity, rule, place and message. */
    private List<String> run(Check<NtfsVolume> check) throws IOException {
        List<String> found = new ArrayList<>();
        check.run(
                volume.open(),
                f -> found.add(f.severity() + " " + f.rule().id() + " " + f.where() + ": " + f.message()));
        return found;
    }

    private void tear(int at) {
        volume.bytes()[at + 510] ^= 1;
    }

    @Test
    void securityDescriptorsThatFilesHaveByNumber() throws IOException {
        TinySecure.put(volume, false, true);
        TinySecure.refer(volume, TinyVolume.HELLO, TinySecure.ID);
        assertThat(run(RECORDS)).containsExactly("GOOD ntfs.records C.img/$MFT: 35 records in use");
    }

    @Test
    void securityDescriptorThatIsNotThere() throws IOException {
        TinySecure.put(volume, true, true);
        TinySecure.refer(volume, TinyVolume.HELLO, TinySecure.ID);
        TinySecure.refer(volume, TinyVolume.LINKED, 9);
        TinySecure.refer(volume, TinyVolume.STREAMS, 9);
        assertThat(run(RECORDS))
                .containsExactly(
                        "DAMAGED ntfs.security-lost /Docs/streams.txt (MFT record 38): is one of 2 files with the security"
                                + " descriptor 9, which cannot be read: $SII: has no security descriptor number 9");
    }

    @Test
    void securityDescriptorThatIsDamagedTwice() throws IOException {
        TinySecure.put(volume, false, false);
        TinySecure.refer(volume, TinyVolume.HELLO, TinySecure.ID);
        assertThat(run(RECORDS))
                .singleElement()
                .asString()
                .startsWith(
                        "DAMAGED ntfs.security-lost /Docs/hello.txt (MFT record 31): has the security descriptor 261, which cannot be read:"
                                + " security descriptor 261: hash is 0x");
    }

    @Test
    void aSoundVolumeIsGood() throws IOException {
        List<String> found = new ArrayList<>();
        for (Check<NtfsVolume> check : NtfsChecks.all()) {
            found.addAll(run(check));
        }
        assertThat(found)
                .containsExactly(
                        "GOOD ntfs.volume C.img: clusters of 1024 bytes, 64 MFT records, with an empty log",
                        "GOOD ntfs.mft-start C.img/$MFTMirr: equal to the start of $MFT",
                        "GOOD ntfs.records C.img/$MFT: 35 records in use",
                        "GOOD ntfs.clusters C.img/$Bitmap: 700 clusters",
                        "GOOD ntfs.directories C.img: 4 directories, 31 names");
    }

    // ---- VolumeStateCheck

    @Test
    void aBootSectorThatMakesNoSenseIsALoss() throws IOException {
        NtfsBytes.in(volume.bytes()).putLong(48, 5000);
        assertThat(run(STATE))
                .containsExactly("LOST ntfs.boot-sector-lost C.img at 0x30: NTFS boot sector: cluster of $MFT is 5000,"
                        + " but the volume has 700 clusters");
    }

    /** The check of the disk has said so; said twice it looks like two faults. */
    @Test
    void aBootSectorThatIsNoneIsNotReportedASecondTime() throws IOException {
        volume.bytes()[3] = 'X';
        assertThat(run(STATE)).isEmpty();
    }

    @Test
    void aLogThatCannotBeReadLeavesTheVerdictOpen() throws IOException {
        volume.record(2).remove(0x80).resident(0x80, "", new byte[100]);
        assertThat(run(STATE)).singleElement().asString().startsWith("UNDECIDED ntfs.log-damaged C.img/$LogFile: ");
    }

    @Test
    void aDirtyVolumeIsWorthANote() throws IOException {
        volume.record(3).remove(0x70).resident(0x70, "", NtfsBytes.volumeInformation(1));
        assertThat(run(STATE))
                .containsExactly(
                        "NOTE ntfs.dirty C.img/$Volume: the dirty flag is set",
                        "GOOD ntfs.volume C.img: clusters of 1024 bytes, 64 MFT records, with an empty log");
    }

    @Test
    void aSystemFileThatCannotBeReadIsALoss() throws IOException {
        tear(TinyVolume.recordAt(10));
        assertThat(run(STATE))
                .containsExactly("LOST ntfs.volume-files C.img/$MFT at 0x29fe: record 10: update sequence is 0x0106 in"
                        + " sector 0, expected 0x0107");
    }

    @Test
    void aVolumeWithoutItsInformationIsLost() throws IOException {
        volume.record(3).remove(0x70);
        assertThat(run(STATE))
                .containsExactly(
                        "LOST ntfs.volume-files C.img/$Volume at 0x0: $VOLUME_INFORMATION: 12 bytes do not fit in"
                                + " 0 bytes");
    }

    @Test
    void aRootWithoutAnIndexIsALoss() throws IOException {
        volume.bytes();
        int at = TinyVolume.recordAt(5) + volume.record(5).offsetOf(0x90) + 32;
        volume.bytes()[at + 4] = 7;
        assertThat(run(STATE))
                .containsExactly(
                        "LOST ntfs.volume-files C.img/record 5/$INDEX_ROOT:$I30 at 0x4: $INDEX_ROOT: collation is"
                                + " 7, expected 1");
    }

    @Test
    void aTableOfCapitalsThatIsWrongIsDamage() throws IOException {
        volume.bytes()[TinyVolume.UP_CASE_AT + 2 * 'b'] = 'b';
        assertThat(run(STATE))
                .containsExactly(
                        "DAMAGED ntfs.upcase-odd C.img/$UpCase at 0xc4: the capital of U+0062 is U+0062, which is"
                                + " not a capital");
    }

    @Test
    void aCapitalMustBeItsOwnCapital() throws IOException {
        NtfsBytes.in(volume.bytes()).putShort(TinyVolume.UP_CASE_AT + 2 * 0x100, (short) 'x');
        assertThat(run(STATE))
                .containsExactly(
                        "DAMAGED ntfs.upcase-odd C.img/$UpCase at 0x200: the capital of U+0100 is U+0078, which"
                                + " is not a capital");
    }

    // ---- MftMirrorCheck

    @Test
    void aDamagedFirstRecordIsALoss() throws IOException {
        tear(TinyVolume.recordAt(1));
        assertThat(run(MIRROR))
                .containsExactly("LOST ntfs.mft-start-lost C.img/$MFT at 0x5fe: record 1: update sequence is 0x0106 in"
                        + " sector 0, expected 0x0107");
    }

    @Test
    void aDamagedMirrorIsWorthANote() throws IOException {
        tear(TinyVolume.MIRROR_AT + 1024);
        assertThat(run(MIRROR))
                .containsExactly("NOTE ntfs.mft-mirror C.img/$MFTMirr at 0x5fe: record 1: update sequence is 0x0106 in"
                        + " sector 0, expected 0x0107");
    }

    @Test
    void anOldMirrorIsWorthANote() throws IOException {
        volume.bytes()[TinyVolume.MIRROR_AT + 2048 + 8] ^= 1;
        assertThat(run(MIRROR))
                .containsExactly("NOTE ntfs.mft-mirror C.img/$MFTMirr: record 2 differs from the one in $MFT");
    }

    // ---- MftRecordCheck

    @Test
    void aDamagedRecordOfNtfsIsALoss() throws IOException {
        tear(TinyVolume.recordAt(9));
        assertThat(run(RECORDS))
                .containsExactly("LOST ntfs.system-record C.img/$MFT at 0x25fe: record 9: update sequence is 0x0106 in"
                        + " sector 0, expected 0x0107");
    }

    @Test
    void aMissingListOfRecordsInUseIsALoss() throws IOException {
        volume.record(0).remove(0xb0);
        assertThat(run(RECORDS)).containsExactly("LOST ntfs.system-record C.img/$MFT at 0x0: record 0: has no $BITMAP");
    }

    @Test
    void aTornRecordIsDamage() throws IOException {
        tear(TinyVolume.recordAt(HELLO));
        assertThat(run(RECORDS))
                .containsExactly(
                        "DAMAGED ntfs.record C.img/$MFT at 0x7dfe: record 31: update sequence is 0x0106 in sector"
                                + " 0, expected 0x0107");
    }

    @Test
    void aRecordThatIsWipedOutIsDamage() throws IOException {
        int at = TinyVolume.recordAt(HELLO);
        Arrays.fill(volume.bytes(), at, at + TinyVolume.RECORD, (byte) 0);
        assertThat(run(RECORDS))
                .containsExactly(
                        "DAMAGED ntfs.record C.img/$MFT at 0x7c00: record 31: signature is \"\\x00\\x00\\x00\\x00\","
                                + " expected \"FILE\"");
    }

    @Test
    void runsThatLeaveTheVolumeAreDamage() throws IOException {
        volume.record(HELLO).remove(0x80).nonResident(0x80, "", Clusters.of(699, 2));
        assertThat(run(RECORDS))
                .singleElement()
                .asString()
                .startsWith("DAMAGED ntfs.record /Docs/hello.txt (MFT record 31): C.img/$MFT at 0x7")
                .endsWith(": record 31: $DATA: run 2 clusters at 699 lie outside the volume's 700");
    }

    @Test
    void aMissingPieceOfAFileIsDamage() throws IOException {
        volume.record(37).remove(0x80);
        assertThat(run(RECORDS))
                .containsExactly(
                        "DAMAGED ntfs.record MFT record 35: C.img/$MFT at 0x9400: record 37: lacks $DATA number 0 from VCN"
                                + " 2, which the attribute list names",
                        "NOTE ntfs.record-odd C.img/$MFT record 36: extends record 35-1, which does not list it",
                        "NOTE ntfs.record-odd C.img/$MFT record 37: extends record 35-1, which does not list it");
    }

    @Test
    void aFileWithoutTimesIsDamage() throws IOException {
        volume.record(HELLO).remove(0x10);
        assertThat(run(RECORDS))
                .containsExactly(
                        "DAMAGED ntfs.record /Docs/hello.txt (MFT record 31): C.img/$MFT at 0x7c00: record 31: has"
                                + " no $STANDARD_INFORMATION");
    }

    @Test
    void aRecordThatIsMissingFromTheListIsWorthANote() throws IOException {
        volume.flipRecord(HELLO);
        assertThat(run(RECORDS))
                .containsExactly(
                        "NOTE ntfs.record-in-use /Docs/hello.txt (MFT record 31): is in use, but missing from the"
                                + " list of records in use");
    }

    @Test
    void aRecordThatTheListHasWronglyIsWorthANote() throws IOException {
        volume.flipRecord(TinyVolume.DELETED);
        assertThat(run(RECORDS))
                .containsExactly(
                        "NOTE ntfs.record-in-use C.img/$MFT record 48: is not in use, but the list of records in"
                                + " use has it");
    }

    @Test
    void moreNamesThanCountedAreWorthANote() throws IOException {
        volume.record(HELLO).links(0);
        assertThat(run(RECORDS))
                .containsExactly(
                        "NOTE ntfs.record-odd /Docs/hello.txt (MFT record 31): has 1 names, but says it has 0");
    }

    @Test
    void anExtensionOfNobodyIsWorthANote() throws IOException {
        volume.put(TinyVolume.FREE, new RecordBuilder().base(reference(HELLO, 1)));
        assertThat(run(RECORDS))
                .containsExactly(
                        "NOTE ntfs.record-odd C.img/$MFT record 49: extends record 31-1, which does not list it");
    }

    // ---- ClusterCheck

    @Test
    void aClusterOfTwoFilesIsDamage() throws IOException {
        volume.record(HELLO).remove(0x80).nonResident(0x80, "", Clusters.of(311, 1));
        assertThat(run(CLUSTERS))
                .containsExactly(
                        "DAMAGED ntfs.cluster-shared C.img at 0x4dc00: is claimed by /Docs/hello.txt (MFT record"
                                + " 31) and /Docs/Fragmented.bin (MFT record 32)");
    }

    @Test
    void aClusterOfNtfsAndOfAFileIsALoss() throws IOException {
        volume.record(HELLO).remove(0x80).nonResident(0x80, "", Clusters.of(100, 2));
        assertThat(run(CLUSTERS))
                .containsExactly(
                        "LOST ntfs.cluster-shared-system C.img at 0x19000: is claimed by /$UpCase (MFT record 10)"
                                + " and /Docs/hello.txt (MFT record 31)");
    }

    @Test
    void aClusterThatIsMarkedAsFreeIsDamage() throws IOException {
        volume.flipCluster(310).flipCluster(311);
        assertThat(run(CLUSTERS))
                .containsExactly(
                        "DAMAGED ntfs.cluster-marked-free C.img at 0x4d800: 2 clusters of /Docs/Fragmented.bin (MFT"
                                + " record 32) are marked as free");
    }

    /** Clusters 319 and 320 lie in different words of the map. */
    @Test
    void clustersAreCountedTogetherAcrossTheWordsOfTheMap() throws IOException {
        volume.record(HELLO).remove(0x80).nonResident(0x80, "", Clusters.of(316, 4));
        volume.flipCluster(320).flipCluster(321);
        assertThat(run(CLUSTERS))
                .containsExactly("DAMAGED ntfs.cluster-marked-free C.img at 0x4f000: 6 clusters of /Docs/hello.txt (MFT"
                        + " record 31) and /Docs/sparse.bin (MFT record 33) are marked as free");
    }

    @Test
    void clustersOfNoFileAreWorthANote() throws IOException {
        volume.flipCluster(500).flipCluster(640).flipCluster(699);
        assertThat(run(CLUSTERS))
                .containsExactly(
                        "NOTE ntfs.cluster-unowned C.img at 0x7d000: 3 clusters are marked as used, but belong to no"
                                + " file");
    }

    @Test
    void aBitmapThatIsTooShortIsALoss() throws IOException {
        volume.record(6).remove(0x80).nonResident(0x80, "", Clusters.of(224, 1).size(80));
        assertThat(run(CLUSTERS))
                .containsExactly("LOST ntfs.bitmap C.img/$Bitmap at 0x0: $Bitmap: has 80 bytes for 700 clusters");
    }

    // ---- DirectoryCheck

    @Test
    void aDamagedDirectoryIsDamage() throws IOException {
        volume.bytes()[TinyVolume.DOCS_BLOCK_AT] = 'X';
        assertThat(run(DIRECTORIES))
                .containsExactly(
                        "DAMAGED ntfs.directory /Docs (MFT record 30): C.img/record 30/$INDEX_ALLOCATION:$I30 at"
                                + " 0x0: index block: signature is \"XNDX\", expected \"INDX\"");
    }

    @Test
    void aDamagedRootIsALoss() throws IOException {
        volume.bytes()[TinyVolume.ROOT_BLOCKS_AT] = 'X';
        assertThat(run(DIRECTORIES))
                .containsExactly(
                        "LOST ntfs.system-directory / (MFT record 5): C.img/record 5/$INDEX_ALLOCATION:$I30 at 0x0:"
                                + " index block: signature is \"XNDX\", expected \"INDX\"");
    }

    @Test
    void anEntryOfADeletedFileIsDamage() throws IOException {
        volume.entries(DOCS).add(new TinyVolume.Entry(TinyVolume.DELETED, 7, "deleted.txt", 3, 0));
        assertThat(run(DIRECTORIES))
                .containsExactly(
                        "DAMAGED ntfs.entry-without-file /Docs (MFT record 30): 'deleted.txt' leads to record 48-7,"
                                + " which is not in use or cannot be read");
    }

    @Test
    void anEntryOfAnotherFileIsDamage() throws IOException {
        volume.entries(DOCS).add(new TinyVolume.Entry(HELLO, 1, "other.txt", 3, 13));
        assertThat(run(DIRECTORIES))
                .containsExactly(
                        "DAMAGED ntfs.entry-without-file /Docs (MFT record 30): 'other.txt' leads to record 31-1,"
                                + " which has no such name here");
    }

    @Test
    void anEntryThatLeadsOutOfTheTableIsDamage() throws IOException {
        volume.entries(DOCS).add(new TinyVolume.Entry(1_000_000, 1, "far.txt", 3, 0));
        assertThat(run(DIRECTORIES))
                .containsExactly(
                        "DAMAGED ntfs.entry-without-file /Docs (MFT record 30): 'far.txt' leads to record 1000000-1,"
                                + " which is not in use or cannot be read");
    }

    @Test
    void aFileThatItsDirectoryDoesNotShowIsDamage() throws IOException {
        volume.entries(DOCS).removeIf(entry -> entry.file() == HELLO);
        assertThat(run(DIRECTORIES))
                .containsExactly(
                        "DAMAGED ntfs.file-without-entry /Docs (MFT record 30): has no entry for 'hello.txt' (MFT"
                                + " record 31)");
    }

    @Test
    void aFileOfADirectoryThatIsGoneIsDamage() throws IOException {
        volume.put(
                TinyVolume.FREE,
                new RecordBuilder()
                        .resident(0x10, "", NtfsBytes.standardInformation(0x20))
                        .resident(0x30, "", NtfsBytes.fileName(reference(DOCS, 9), "lost.txt")));
        assertThat(run(DIRECTORIES))
                .containsExactly("DAMAGED ntfs.unreachable ?/lost.txt (MFT record 49): no directory lists it");
    }

    @Test
    void directoriesThatLeadOnlyToEachOtherAreDamage() throws IOException {
        volume.directory(50, 51, "A");
        volume.directory(51, 50, "B");
        volume.record(51).sequence(51); // as A says that its directory has
        assertThat(run(DIRECTORIES))
                .containsExactly(
                        "DAMAGED ntfs.unreachable ?/B/A (MFT record 50): its directories lead to each other, not to the"
                                + " root",
                        "DAMAGED ntfs.unreachable ?/B/A/B (MFT record 51): its directories lead to each other, not to the"
                                + " root");
    }

    @Test
    void namesThatAreNotInOrderAreDamage() throws IOException {
        Collections.swap(volume.unsorted(DOCS).entries(DOCS), 0, 1); // Fragmented.bin, hello.txt, sparse.bin, ...
        assertThat(run(DIRECTORIES))
                .containsExactly(
                        "DAMAGED ntfs.directory-order /Docs (MFT record 30): 'valid.bin' stands before 'streams.txt'",
                        "DAMAGED ntfs.directory-order /Docs (MFT record 30): 'streams.txt' stands before 'again.txt'");
    }

    @Test
    void anOldSizeInADirectoryIsWorthANote() throws IOException {
        volume.entries(DOCS)
                .replaceAll(entry -> entry.file() == HELLO
                        ? new TinyVolume.Entry(HELLO, 1, entry.name(), entry.namespace(), 99)
                        : entry);
        assertThat(run(DIRECTORIES))
                .containsExactly(
                        "NOTE ntfs.entry-size /Docs/hello.txt (MFT record 31): the directory says 99 bytes, the file has 13",
                        "GOOD ntfs.directories C.img: 4 directories, 31 names");
    }

    // ---- all of them

    @Test
    void noRuleIsWithoutItsCheck() {
        List<Rule> rules = NtfsChecks.all().stream()
                .flatMap(check -> check.rules().stream())
                .toList();
        assertThat(rules).doesNotHaveDuplicates();
        assertThat(rules)
                .filteredOn(rule -> rule.severity() == Severity.GOOD)
                .hasSize(NtfsChecks.all().size());
    }

    @Test
    void anyBytesGiveFindingsOrAnImageException() throws IOException {
        byte[] good = volume.bytes();
        var random = new SplittableRandom(42);
        int found = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bytes = good.clone();
            for (int k = 0; k < 8; k++) {
                int record = TinyVolume.recordAt(random.nextInt(52));
                bytes[record + 16 + random.nextInt(500)] = (byte) random.nextInt();
                bytes[TinyVolume.ROOT_BLOCKS_AT + random.nextInt(12 * 1024)] = (byte) random.nextInt();
            }
            try {
                NtfsVolume open = NtfsVolume.read(ByteSource.of("C.img", bytes));
                for (Check<NtfsVolume> check : NtfsChecks.all()) {
                    int[] bad = {0};
                    check.run(open, f -> bad[0] += f.severity() == Severity.GOOD ? 0 : 1);
                    found += bad[0];
                }
            } catch (ImageException expected) {
                assertThat(expected).hasMessageStartingWith("C.img");
            }
        }
        assertThat(found).isGreaterThan(1_000);
    }
}
