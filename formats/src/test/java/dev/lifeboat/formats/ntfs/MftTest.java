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
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MftTest {
    private final TinyVolume volume = TinyVolume.withFiles();

    private Mft mft() throws IOException {
        return volume.open().mft();
    }

    private void tear(int at) {
        volume.bytes()[at + 510] ^= 1;
    }

    /** Moves the second half of the table's runs to record 15, as Windows does when they become too many. */
    private RecordBuilder split() {
        volume.record(0)
                .remove(0x80)
                .nonResident(0x80, "", Clusters.of(8, 32).size(65536).allocated(65536))
                .resident(
                        0x20,
                        "",
                        NtfsBytes.concat(
                                NtfsBytes.listEntry(0x10, "", 0, reference(0, 1), 0),
                                NtfsBytes.listEntry(0x30, "", 0, reference(0, 1), 1),
                                NtfsBytes.listEntry(0x80, "", 0, reference(0, 1), 4),
                                NtfsBytes.listEntry(0x80, "", 32, reference(15, 15), 0),
                                NtfsBytes.listEntry(0xb0, "", 0, reference(0, 1), 3)));
        RecordBuilder extension = new RecordBuilder()
                .sequence(15)
                .links(0)
                .base(reference(0, 1))
                .nonResident(0x80, "", Clusters.of(600, 32).from(32));
        volume.put(15, extension);
        return extension;
    }

    @Test
    void readsRecordsInEveryFragmentOfTheTable() throws IOException {
        Mft mft = mft();
        assertThat(mft.count()).isEqualTo(64);
        assertThat(mft.record(5).directory()).isTrue();
        assertThat(mft.record(TinyVolume.PACKED).number()).isEqualTo(TinyVolume.PACKED);
        assertThat(mft.stream().name()).isEqualTo("C.img/$MFT");
    }

    @Test
    void readsRecordsThatAreNotInUse() throws IOException {
        assertThat(mft().record(TinyVolume.DELETED).inUse()).isFalse();
    }

    @Test
    void hasNoRecordBehindItsEnd() throws IOException {
        Mft mft = mft();
        assertThatThrownBy(() -> mft.record(64))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("C.img/$MFT at 0x0: record 64: is referred to, but the table has 64 records");
        assertThatThrownBy(() -> mft.record(-1)).isInstanceOf(CorruptImageException.class);
    }

    @Test
    void refusesARecordThatWasNeverUsed() throws IOException {
        Mft mft = mft();
        assertThatThrownBy(() -> mft.record(60))
                .hasMessage(
                        "C.img/$MFT at 0xf000: record 60: signature is \"\\x00\\x00\\x00\\x00\", expected \"FILE\"");
    }

    @Test
    void takesItsOwnRecordFromTheMirror() throws IOException {
        tear(TinyVolume.MFT_AT);
        assertThat(mft().count()).isEqualTo(64);
        assertThat(mft().record(0).inUse()).isTrue();
        assertThatThrownBy(() -> mft().recordInTable(0))
                .hasMessage("C.img/$MFT at 0x1fe: record 0: update sequence is 0x0106 in sector 0, expected 0x0107");
    }

    @Test
    void takesTheFirstFourRecordsFromTheMirror() throws IOException {
        tear(TinyVolume.recordAt(3));
        assertThat(mft().record(3).number()).isEqualTo(3);
        assertThat(volume.open().label()).isEqualTo("TINY");
    }

    @Test
    void takesNoOtherRecordFromTheMirror() {
        tear(TinyVolume.recordAt(4));
        assertThatThrownBy(() -> mft().record(4)).isInstanceOf(CorruptImageException.class);
    }

    @Test
    void saysWhatIsWrongWithBothCopies() {
        tear(TinyVolume.recordAt(2));
        tear(TinyVolume.MIRROR_AT + 2 * 1024);
        assertThatThrownBy(() -> mft().record(2))
                .hasMessageStartingWith("C.img/$MFT at 0x9fe: record 2: update sequence")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .asString()
                        .contains("C.img/$MFTMirr at 0x9fe: record 2: update sequence"));
    }

    @Test
    void readsATableWhoseRunsLieInSeveralRecords() throws IOException {
        split();
        assertThat(mft().count()).isEqualTo(64);
        assertThat(mft().record(TinyVolume.PACKED).number()).isEqualTo(TinyVolume.PACKED);
        assertThat(mft().recordsInUse()).hasSize(8);
    }

    @Test
    void refusesATableOfWhichAPieceIsMissing() {
        split().remove(0x80);
        assertThatThrownBy(this::mft).hasMessage("C.img/$MFT at 0x0: record 0: runs of $MFT map 32768 bytes of 65536");
    }

    @Test
    void refusesAPieceOfTheTableThatBelongsToAnotherFile() {
        split().base(reference(30, 1));
        assertThatThrownBy(this::mft).hasMessage("C.img/$MFT at 0x3c00: record 15: belongs to another file than $MFT");
    }

    /** The record would have to be read to know where it is. */
    @Test
    void refusesAPieceOfTheTableThatLiesBehindItself() {
        split();
        volume.record(0).remove(0x20).resident(0x20, "", NtfsBytes.listEntry(0x80, "", 32, reference(40, 1), 0));
        assertThatThrownBy(this::mft)
                .hasMessage("C.img/$MFT at 0x0: record 40: is referred to, but the table has 32 records");
    }

    @Test
    void refusesATableWithoutData() {
        volume.record(0).remove(0x80);
        assertThatThrownBy(this::mft).hasMessage("C.img/$MFT at 0x0: record 0: $MFT has no $DATA");
    }

    /** A scan of it would have no end. */
    @Test
    void refusesATableWithHoles() {
        volume.record(0).remove(0x80).nonResident(0x80, "", Clusters.of(8, 32, Clusters.HOLE, 32));
        assertThatThrownBy(this::mft).hasMessage("C.img/$MFT at 0x0: record 0: $MFT has holes, which it never has");
    }

    @Test
    void refusesATableThatIsLargerThanTheVolume() {
        volume.record(0).remove(0x80).nonResident(0x80, "", Clusters.of(8, 600, 8, 600));
        assertThatThrownBy(this::mft)
                .hasMessageEndingWith("record 0: $DATA: runs name more clusters than the 700 that the volume has");
    }

    @Test
    void knowsWhichRecordsAreInUse() throws IOException {
        byte[] inUse = mft().recordsInUse();
        assertThat(inUse).hasSize(8);
        assertThat(inUse[0]).isEqualTo((byte) 0xff);
        assertThat(inUse[2]).isZero(); // records 16 to 23
        assertThat(inUse[6] & 1).isZero(); // the deleted file
    }

    @Test
    void scansEveryRecordOnce() throws IOException {
        volume.bytes()[TinyVolume.recordAt(TinyVolume.HELLO) + 510] ^= 1;
        List<String> seen = new ArrayList<>();
        mft().scan(new Mft.RecordVisitor() {
            @Override
            public void record(FileRecord record) {
                seen.add(record.number() + " in use");
            }

            @Override
            public void damaged(long number, boolean inUse, CorruptImageException problem) {
                seen.add(number + (inUse ? " torn" : " empty"));
            }

            @Override
            public void unused(long number) {
                seen.add(number + " unused");
            }

            @Override
            public void progress(long number) {
                seen.add("at " + number);
            }
        });
        assertThat(seen).hasSize(66).startsWith("at 0", "0 in use").endsWith("63 empty", "at 64");
        assertThat(seen).contains("16 unused", "31 torn", "47 in use", "48 unused", "49 empty");
    }

    /** As in a container file that was cut off: the files whose records are there can still be copied. */
    @Test
    void scansWhatIsLeftOfATableThatIsPartlyLost() throws IOException {
        int lost = TinyVolume.recordAt(40);
        ByteSource whole = volume.source();
        ByteSource torn = new ByteSource() {
            @Override
            public String name() {
                return whole.name();
            }

            @Override
            public long size() {
                return whole.size();
            }

            @Override
            public void read(long offset, ByteBuffer target) throws IOException {
                if (offset < lost + TinyVolume.RECORD && lost < offset + target.remaining()) {
                    throw new CorruptImageException(this, offset, "block", "is lost");
                }
                whole.read(offset, target);
            }
        };
        List<String> seen = new ArrayList<>();
        NtfsVolume.read(torn).mft().scan(new Mft.RecordVisitor() {
            @Override
            public void record(FileRecord record) {
                seen.add(record.number() + " in use");
            }

            @Override
            public void damaged(long number, boolean inUse, CorruptImageException problem) {
                seen.add(number + (inUse ? " lost" : " empty"));
            }
        });
        assertThat(seen)
                .contains("0 in use", "39 in use", "40 lost", "41 in use", "63 empty")
                .doesNotContain("40 in use");
    }

    @Test
    void anyBytesGiveATableOrAnImageException() throws IOException {
        split();
        byte[] good = volume.bytes();
        var random = new SplittableRandom(42);
        int opened = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = good.clone();
            int record = i % 2 == 0 ? 0 : 15;
            bytes[TinyVolume.recordAt(record) + 56 + random.nextInt(560)] = (byte) random.nextInt();
            bytes[TinyVolume.recordAt(record) + random.nextInt(700)] = (byte) random.nextInt();
            System.arraycopy(bytes, TinyVolume.MFT_AT, bytes, TinyVolume.MIRROR_AT, 4096);
            try {
                NtfsVolume open = NtfsVolume.read(ByteSource.of("C.img", bytes));
                open.mft().recordsInUse();
                open.mft().scan(r -> {});
                assertThat(open.mft().count()).isBetween(1L, 700L);
                opened++;
            } catch (ImageException expected) {
                assertThat(expected).hasMessageStartingWith("C.img");
            }
        }
        assertThat(opened).isGreaterThan(100);
    }
}
