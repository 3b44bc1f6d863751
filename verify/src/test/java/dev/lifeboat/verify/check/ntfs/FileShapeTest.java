package dev.lifeboat.verify.check.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.ntfs.Clusters;
import dev.lifeboat.formats.ntfs.NtfsBytes;
import dev.lifeboat.formats.ntfs.RecordBuilder;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.verify.check.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files whose every part can be read, and which are not what they were. */
class FileShapeTest {
    private static final int FILE = 30;
    private static final int COMPRESSED = 0x800;
    private static final int SPARSE = 0x200;
    private static final int ENCRYPTED = 0x4000;
    private static final int REPARSE = 0x400;

    private final TinyVolume volume = new TinyVolume();

    /** A file in the root, which says of itself what its flags say. */
    private RecordBuilder file(int flags) {
        RecordBuilder record = new RecordBuilder().resident(0x10, "", NtfsBytes.standardInformation(flags));
        volume.put(FILE, record).link(FILE, TinyVolume.ROOT, "file", 3);
        return record;
    }

    private static Clusters stored() {
        return Clusters.of(300, 1);
    }

    private static Clusters withHole() {
        return Clusters.of(300, 1, Clusters.HOLE, 15).unit(4);
    }

    private List<String> run() throws IOException {
        volume.store(300, NtfsBytes.pattern(1024));
        List<Finding> findings = new ArrayList<>();
        new MftRecordCheck().run(volume.open(), findings::add);
        return findings.stream()
                .map(f -> f.severity() + " " + f.rule().id() + " " + f.message())
                .toList();
    }

    @Test
    void flagsThatAgreeAreGood() throws IOException {
        file(COMPRESSED).nonResident(0x80, "", 1, withHole()).nonResident(0x80, "more", 1, Clusters.of(301, 1));
        volume.store(301, NtfsBytes.pattern(1024));
        assertThat(run()).singleElement().asString().startsWith("GOOD");
    }

    @Test
    void aFileWithoutAMainStreamIsIncomplete() throws IOException {
        file(0).resident(0x80, "other", new byte[8]);
        assertThat(run())
                .containsExactly(
                        "DAMAGED ntfs.file-incomplete has no main stream, which every file has, even an empty one");
    }

    @Test
    void anAttributeThatTheListLacksIsLost() throws IOException {
        RecordBuilder record = file(0).resident(0x80, "", new byte[8]).resident(0x80, "lost", new byte[8]);
        long self = volume.reference(FILE);
        record.resident(
                0x20,
                "",
                NtfsBytes.concat(
                        NtfsBytes.listEntry(0x10, "", 0, self, 0),
                        NtfsBytes.listEntry(0x30, "", 0, self, 1),
                        NtfsBytes.listEntry(0x80, "", 0, self, 2)));
        assertThat(run())
                .containsExactly("DAMAGED ntfs.file-incomplete has attributes that are not in its attribute list: 1");
    }

    @Test
    void aCompressedStreamThatLostItsFlagContradictsTheFile() throws IOException {
        file(COMPRESSED).nonResident(0x80, "", 0, withHole());
        assertThat(run())
                .containsExactly(
                        "NOTE ntfs.file-flags its main stream is not compressed, unlike the file",
                        "NOTE ntfs.file-flags its main stream has holes, and is neither sparse nor compressed");
    }

    @Test
    void aFileThatLostItsFlagContradictsItsStream() throws IOException {
        file(0).nonResident(0x80, "", 0x8000, withHole().unit(0));
        assertThat(run()).containsExactly("NOTE ntfs.file-flags its main stream is sparse, unlike the file");
    }

    @Test
    void sparseAndStoredThroughoutIsNoContradiction() throws IOException {
        file(SPARSE).nonResident(0x80, "", 0x8000, stored());
        assertThat(run()).singleElement().asString().startsWith("GOOD");
    }

    @Test
    void encryptionIsOfAllStreamsOrNone() throws IOException {
        file(0).nonResident(0x80, "", stored()).resident(0x80, "named", 0x4000, new byte[8]);
        assertThat(run()).containsExactly("NOTE ntfs.file-flags its stream 'named' is encrypted, unlike the file");
    }

    @Test
    void anEncryptedStreamThatLostItsFlagContradictsTheFile() throws IOException {
        file(ENCRYPTED).nonResident(0x80, "", stored()).resident(0x80, "small", new byte[8]);
        assertThat(run()).containsExactly("NOTE ntfs.file-flags its main stream is not encrypted, unlike the file");
    }

    @Test
    void aLinkThatLostItsReparsePointIsNoEmptyFile() throws IOException {
        file(REPARSE).resident(0x80, "", new byte[0]);
        assertThat(run()).containsExactly("NOTE ntfs.file-flags lacks its reparse point");
    }

    @Test
    void aRecordThatIsLaidOutOddlyIsWorthANote() throws IOException {
        RecordBuilder record = file(0).resident(0x80, "", NtfsBytes.ascii("thirteen byte"));
        volume.bytes();
        int value = TinyVolume.recordAt(FILE) + record.offsetOf(0x80) + 16;
        volume.bytes()[value] = 8;
        assertThat(run())
                .singleElement()
                .asString()
                .startsWith("NOTE ntfs.record-layout C.img/$MFT at 0x")
                .endsWith("record 30: $DATA has 40 bytes and uses 32");
    }
}
