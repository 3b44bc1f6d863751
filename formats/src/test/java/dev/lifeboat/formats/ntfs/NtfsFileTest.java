package dev.lifeboat.formats.ntfs;

import static dev.lifeboat.formats.ntfs.NtfsBytes.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NtfsFileTest {
    private final TinyVolume volume = TinyVolume.withFiles();

    private NtfsFile file(int number) throws IOException {
        return volume.open().file(number);
    }

    private byte[] content(int number) throws IOException {
        return content(number, "");
    }

    private byte[] content(int number, String stream) throws IOException {
        ByteSource source = file(number).open(stream, "/a");
        return source.bytes(0, (int) source.size());
    }

    @Test
    void readsDataInTheRecord() throws IOException {
        assertThat(content(TinyVolume.HELLO)).asString().isEqualTo("Hello, world\n");
    }

    @Test
    void readsDataInFragments() throws IOException {
        assertThat(content(TinyVolume.FRAGMENTED)).isEqualTo(NtfsBytes.pattern(5000));
    }

    @Test
    void readsHolesAsZeros() throws IOException {
        byte[] expected = new byte[6000];
        System.arraycopy(NtfsBytes.pattern(2048), 0, expected, 3072, 2048);
        assertThat(content(TinyVolume.SPARSE)).isEqualTo(expected);
    }

    @Test
    void readsNothingBehindTheValidData() throws IOException {
        assertThat(content(TinyVolume.VALID)).isEqualTo(Arrays.copyOf(NtfsBytes.pattern(1500), 4000));
    }

    @Test
    void readsDataWhosePiecesLieInSeveralRecords() throws IOException {
        assertThat(content(TinyVolume.LISTED)).isEqualTo(NtfsBytes.pattern(3500));
        assertThat(file(TinyVolume.LISTED).extensionRecords()).containsExactlyInAnyOrder(36L, 37L);
    }

    /** Windows orders the list by VCN; a list that does not is no reason to refuse the file. */
    @Test
    void putsPiecesInTheOrderOfTheirClusters() throws IOException {
        list(
                NtfsBytes.listEntry(0x80, "", 2, reference(37, 1), 0),
                NtfsBytes.listEntry(0x80, "", 0, reference(36, 1), 0));
        assertThat(content(TinyVolume.LISTED)).isEqualTo(NtfsBytes.pattern(3500));
    }

    @Test
    void readsAListThatLiesInClusters() throws IOException {
        byte[] list = NtfsBytes.concat(
                NtfsBytes.listEntry(0x10, "", 0, reference(35, 1), 0),
                NtfsBytes.listEntry(0x80, "", 0, reference(36, 1), 0),
                NtfsBytes.listEntry(0x80, "", 2, reference(37, 1), 0));
        volume.record(35).remove(0x20).nonResident(0x20, "", Clusters.of(370, 1).size(list.length));
        volume.store(370, list);
        assertThat(content(TinyVolume.LISTED)).isEqualTo(NtfsBytes.pattern(3500));
    }

    /** Replaces the attribute list of {@link TinyVolume#LISTED}. */
    private void list(byte[]... entries) {
        volume.record(35).remove(0x20).resident(0x20, "", NtfsBytes.concat(entries));
    }

    @Test
    void readsAlternateStreams() throws IOException {
        assertThat(content(TinyVolume.STREAMS)).asString().isEqualTo("main");
        assertThat(content(TinyVolume.STREAMS, "Zone.Identifier")).asString().startsWith("[ZoneTransfer]");
        assertThat(content(TinyVolume.STREAMS, "big")).isEqualTo(NtfsBytes.pattern(1500));
    }

    @Test
    void listsStreamsTheMainOneFirst() throws IOException {
        volume.record(TinyVolume.SPARSE).resident(0x80, "a", new byte[3]);
        assertThat(file(TinyVolume.SPARSE).streams())
                .containsExactly(
                        new StreamInfo("", 6000, 2048, false, false, false, true),
                        new StreamInfo("a", 3, 0, true, false, false, false));
        assertThat(file(TinyVolume.DOCS).streams()).isEmpty();
    }

    @Test
    void countsAStreamOfSeveralPiecesOnce() throws IOException {
        assertThat(file(TinyVolume.LISTED).streams())
                .containsExactly(new StreamInfo("", 3500, 4096, false, false, false, false));
    }

    @Test
    void hasAllItsNames() throws IOException {
        assertThat(file(TinyVolume.LINKED).names())
                .extracting(FileName::name, name -> FileReference.number(name.parent()), FileName::namespace)
                .containsExactly(
                        tuple("linked.txt", 5L, FileName.WIN32_AND_DOS), tuple("again.txt", 30L, FileName.POSIX));
        assertThat(file(TinyVolume.LONG_NAME).names())
                .extracting(FileName::dosOnly)
                .containsExactly(false, true);
    }

    @Test
    void hasTimesAndAttributes() throws IOException {
        long hour = 36_000_000_000L;
        assertThat(file(TinyVolume.HELLO).information())
                .isEqualTo(new StandardInformation(
                        NtfsBytes.NOON - hour,
                        NtfsBytes.NOON,
                        NtfsBytes.NOON + hour,
                        NtfsBytes.NOON + 2 * hour,
                        0x20,
                        new StandardInformation.Versions(0, 0),
                        0,
                        0,
                        0,
                        0));
    }

    @Test
    void saysThatTimesAreMissing() {
        volume.record(TinyVolume.HELLO).remove(0x10);
        assertThatThrownBy(() -> file(TinyVolume.HELLO).information())
                .hasMessage("C.img/$MFT at 0x7c00: record 31: has no $STANDARD_INFORMATION");
    }

    private void refuses(int number, String message) {
        assertThatThrownBy(() -> file(number).open("", "C.img/a"))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("C.img/a: " + message);
    }

    @Test
    void expandsWhatWindowsCompressed() throws IOException {
        assertThat(content(TinyVolume.WOF)).asString().isEqualTo("a".repeat(4000));
    }

    @Test
    void opensTheOtherStreamsOfWhatWindowsCompressed() throws IOException {
        assertThat(content(TinyVolume.WOF, "WofCompressedData")).isEqualTo(NtfsBytes.xpressChunk('a', 4000));
    }

    @Test
    void refusesDeduplicatedFiles() {
        refuses(
                TinyVolume.DEDUP,
                "is deduplicated; its content lies in the volume's chunk store, which is not supported");
    }

    @Test
    void refusesFilesThatAreOnlyOnline() {
        refuses(TinyVolume.CLOUD, "is online-only: the image has its name, the cloud its content");
    }

    /** Without the bit that says so: it is offline, and none of its clusters are there. */
    @Test
    void tellsAPlaceholderByItsClusters() {
        volume.record(TinyVolume.CLOUD).remove(0x10).resident(0x10, "", NtfsBytes.standardInformation(0x1620));
        refuses(TinyVolume.CLOUD, "is online-only: the image has its name, the cloud its content");
    }

    @Test
    void takesAFileOfTheCloudWithoutClustersForAPlaceholderWhateverItsFlagsSay() {
        volume.record(TinyVolume.CLOUD).remove(0x10).resident(0x10, "", NtfsBytes.standardInformation(0x620));
        refuses(TinyVolume.CLOUD, "is online-only: the image has its name, the cloud its content");
    }

    @Test
    void readsFilesOfTheCloudThatAreHere() throws IOException {
        volume.record(TinyVolume.CLOUD)
                .remove(0x10)
                .resident(0x10, "", NtfsBytes.standardInformation(0x620))
                .remove(0x80)
                .resident(0x80, "", NtfsBytes.ascii("here"));
        assertThat(content(TinyVolume.CLOUD)).asString().isEqualTo("here");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x9000_001a, 0x9000_601a, 0x9000_f01a})
    void knowsAllTagsOfTheCloud(int tag) {
        volume.record(TinyVolume.CLOUD).remove(0xc0).resident(0xc0, "", NtfsBytes.reparse(tag, new byte[4]));
        refuses(TinyVolume.CLOUD, "is online-only: the image has its name, the cloud its content");
    }

    @Test
    void refusesEncryptedFiles() {
        refuses(TinyVolume.SECRET, "is encrypted with EFS; only its owner's certificate, on Windows, can open it");
    }

    @Test
    void expandsCompressedFiles() throws IOException {
        assertThat(content(TinyVolume.PACKED)).asString().isEqualTo("a".repeat(4096) + "\0".repeat(6000 - 4096));
    }

    @Test
    void refusesFilesWhoseContentAnUnknownDriverMakes() {
        volume.record(TinyVolume.HELLO).resident(0xc0, "", NtfsBytes.reparse(0x8000_0099, new byte[4]));
        refuses(TinyVolume.HELLO, "belongs to a driver of Windows that makes its content (reparse tag 0x80000099)");
    }

    @Test
    void readsTheRawClustersOfAnything() throws IOException {
        ByteSource raw = file(TinyVolume.SECRET).openRaw(0x80, "");
        assertThat(raw.bytes(0, 600)).isEqualTo(NtfsBytes.pattern(600));
        assertThat(raw.name()).isEqualTo("C.img/record 46/$DATA");
    }

    @Test
    void readsTheTargetsOfLinks() throws IOException {
        ReparsePoint link = file(TinyVolume.SYMLINK).reparsePoint().orElseThrow();
        assertThat(link.tag()).isEqualTo(ReparsePoint.SYMLINK);
        assertThat(link.target()).isEqualTo("Docs\\hello.txt");
        ReparsePoint junction = file(TinyVolume.JUNCTION).reparsePoint().orElseThrow();
        assertThat(junction.tag()).isEqualTo(ReparsePoint.MOUNT_POINT);
        assertThat(junction.target()).isEqualTo("C:\\Docs");
        assertThat(file(TinyVolume.HELLO).reparsePoint()).isEmpty();
    }

    @Test
    void takesTheSubstituteNameOfALinkThatHasNoOther() throws IOException {
        volume.record(TinyVolume.JUNCTION).remove(0xc0).resident(0xc0, "", NtfsBytes.mountPoint("\\??\\D:\\x", ""));
        assertThat(file(TinyVolume.JUNCTION).reparsePoint().orElseThrow().target())
                .isEqualTo("D:\\x");
    }

    @Test
    void refusesALinkWhoseTargetReachesOutside() {
        byte[] link = NtfsBytes.mountPoint("\\??\\D:\\x", "D:\\x");
        NtfsBytes.in(link).putShort(14, (short) 200);
        volume.record(TinyVolume.JUNCTION).remove(0xc0).resident(0xc0, "", link);
        assertThatThrownBy(() -> file(TinyVolume.JUNCTION).reparsePoint())
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining("record 43: $REPARSE_POINT: text of 200 bytes lies outside");
    }

    @Test
    void refusesAReparsePointThatIsTooLarge() {
        volume.record(TinyVolume.JUNCTION).remove(0xc0).nonResident(0xc0, "", Clusters.of(400, 17));
        assertThatThrownBy(() -> file(TinyVolume.JUNCTION).reparsePoint())
                .hasMessage("C.img at 0x0: $REPARSE_POINT: has 17408 bytes, more than the possible 16384");
    }

    @Test
    void saysThatThereIsNoSuchStream() {
        assertThatThrownBy(() -> file(TinyVolume.HELLO).open("x", "/a"))
                .hasMessage("C.img/$MFT at 0x7c00: record 31: has no stream 'x'");
        assertThatThrownBy(() -> file(TinyVolume.HELLO).openRaw(0xa0, "$I30"))
                .hasMessage("C.img/$MFT at 0x7c00: record 31: has no $INDEX_ALLOCATION:$I30");
    }

    @Test
    void refusesTwoValuesForOneStream() {
        volume.record(TinyVolume.HELLO).resident(0x80, "", new byte[1]);
        assertThatThrownBy(() -> content(TinyVolume.HELLO))
                .hasMessage("C.img/$MFT at 0x7c00: record 31: has $DATA '' twice");
    }

    @Test
    void refusesARecordThatWasGivenToAnotherFile() {
        list(NtfsBytes.listEntry(0x80, "", 0, reference(36, 1), 0));
        volume.record(36).sequence(2);
        assertThatThrownBy(() -> file(TinyVolume.LISTED))
                .hasMessage("C.img/$MFT at 0x9000: record 36: record 35 keeps attributes in 36-1, but this is 36-2");
    }

    @Test
    void refusesARecordThatIsNotInUse() {
        volume.record(36).unused();
        assertThatThrownBy(() -> file(TinyVolume.LISTED))
                .hasMessage("C.img/$MFT at 0x9000: record 36: record 35 keeps attributes in 36-1, but this is 36-1,"
                        + " not in use");
    }

    @Test
    void refusesARecordOfAnotherFile() {
        volume.record(36).base(reference(30, 1));
        assertThatThrownBy(() -> file(TinyVolume.LISTED))
                .hasMessage("C.img/$MFT at 0x9000: record 36: holds attributes of 30-1, but is listed by 35-1");
    }

    @Test
    void refusesARecordOfAFileThatIsGone() {
        volume.record(36).base(reference(35, 9));
        assertThatThrownBy(() -> file(TinyVolume.LISTED))
                .hasMessage("C.img/$MFT at 0x9000: record 36: holds attributes of 35-9, but is listed by 35-1");
    }

    @Test
    void refusesAListThatNamesAMissingPiece() {
        volume.record(37).remove(0x80);
        assertThatThrownBy(() -> file(TinyVolume.LISTED))
                .hasMessage("C.img/$MFT at 0x9400: record 37: lacks $DATA number 0 from VCN 2, which the attribute list"
                        + " names");
    }

    @Test
    void refusesDataWithoutItsFirstPiece() {
        list(
                NtfsBytes.listEntry(0x10, "", 0, reference(35, 1), 0),
                NtfsBytes.listEntry(0x80, "", 2, reference(37, 1), 0));
        assertThatThrownBy(() -> file(TinyVolume.LISTED).openRaw(0x80, ""))
                .hasMessage("C.img/$MFT at 0x8c00: record 35: lacks the first piece of $DATA");
    }

    @Test
    void refusesDataWithoutItsLastPiece() {
        list(
                NtfsBytes.listEntry(0x10, "", 0, reference(35, 1), 0),
                NtfsBytes.listEntry(0x80, "", 0, reference(36, 1), 0));
        assertThatThrownBy(() -> content(TinyVolume.LISTED))
                .hasMessageEndingWith("record 36: $DATA: runs map 2 clusters, too few for 3500 bytes");
    }

    @Test
    void refusesAListThatNamesAPieceTwice() {
        byte[] piece = NtfsBytes.listEntry(0x80, "", 0, reference(36, 1), 0);
        list(piece, piece);
        assertThatThrownBy(() -> content(TinyVolume.LISTED))
                .hasMessageEndingWith("record 36: $DATA number 0 is twice in the attribute list");
    }

    @Test
    void refusesAListThatLeadsOutOfTheTable() {
        list(NtfsBytes.listEntry(0x80, "", 0, reference(0xffff_ffff_ffffL, 1), 0));
        assertThatThrownBy(() -> file(TinyVolume.LISTED))
                .hasMessage("C.img/$MFT at 0x0: record 281474976710655: is referred to, but the table has 64 records");
    }

    @Test
    void refusesAListThatIsTooLarge() {
        volume.record(35).remove(0x20).nonResident(0x20, "", Clusters.of(Clusters.HOLE, 1025));
        assertThatThrownBy(() -> file(TinyVolume.LISTED))
                .hasMessage("C.img at 0x0: $ATTRIBUTE_LIST: has 1049600 bytes, more than the possible 262144");
    }

    @Test
    void anyBytesOfAFileGiveContentOrAnImageException() throws IOException {
        byte[] disk = volume.bytes();
        var random = new SplittableRandom(42);
        int[] records = {31, 32, 33, 34, 35, 36, 37, 38, 41, 42, 43, 45};
        int opened = 0;
        for (int i = 0; i < 4_000; i++) {
            byte[] bytes = disk.clone();
            int number = records[i % records.length];
            bytes[TinyVolume.recordAt(number) + 16 + random.nextInt(400)] = (byte) random.nextInt();
            bytes[TinyVolume.recordAt(number) + 56 + random.nextInt(300)] = (byte) random.nextInt();
            try {
                NtfsFile file =
                        NtfsVolume.read(ByteSource.of("C.img", bytes)).file(number == 36 || number == 37 ? 35 : number);
                file.information();
                file.names();
                file.reparsePoint();
                for (StreamInfo stream : file.streams()) {
                    ByteSource source = file.open(stream.name(), "/a");
                    source.bytes(0, (int) Math.min(source.size(), 10_000));
                    opened++;
                }
            } catch (ImageException expected) {
                assertThat(expected.getMessage()).matches("(C\\.img|/a).*: .*");
            }
        }
        assertThat(opened).isGreaterThan(1_000);
    }
}
