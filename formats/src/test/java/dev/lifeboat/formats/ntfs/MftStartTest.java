package dev.lifeboat.formats.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MftStartTest {
    private final TinyVolume volume = TinyVolume.withFiles();

    @Test
    void aSoundVolumeNeedsNoMirror() throws IOException {
        assertThat(volume.open().mft().startProblem()).isEmpty();
    }

    @Test
    void aRecordOfAnotherFileInThePlaceOfTheFirstIsNoTable() throws IOException {
        copyRecord(TinyVolume.FRAGMENTED, TinyVolume.MFT_AT);
        Mft mft = volume.open().mft();
        assertThat(mft.count()).isEqualTo(TinyVolume.RECORDS);
        assertThat(mft.startProblem())
                .get()
                .extracting(CorruptImageException::getMessage)
                .isEqualTo("C.img/$MFT at 0x0: record 0: $MFT has 4 records, expected 16 or more");
    }

    @Test
    void withoutATableInTheMirrorEitherThereIsNoVolume() {
        copyRecord(TinyVolume.HELLO, TinyVolume.MFT_AT);
        copyRecord(TinyVolume.HELLO, TinyVolume.MIRROR_AT);
        assertThatThrownBy(volume::open)
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining("$MFT has no $DATA");
    }

    /** Each piece adds to what is known; to begin anew at each took time that grows with the square of their number. */
    @Test
    void aTableInThousandsOfPiecesIsPutTogetherInLinearTime() {
        int pieces = 6000;
        int runsEach = 150;
        long clusters = 20_000 + (long) pieces * runsEach;
        byte[] start = new byte[20_000 * TinyVolume.CLUSTER];
        System.arraycopy(volume.bytes(), 0, start, 0, 512);
        NtfsBytes.in(start).putLong(40, 2 * clusters);
        long[] scattered = new long[2 * runsEach];
        for (int i = 0; i < runsEach; i++) {
            scattered[2 * i] = 19_000L + 2L * (i % 2);
            scattered[2 * i + 1] = 1;
        }
        int first = 7000;
        byte[][] list = new byte[pieces + 1][];
        list[0] = NtfsBytes.listEntry(0x80, "", 0, NtfsBytes.reference(0, 1), 0);
        for (int i = 0; i < pieces; i++) {
            long vcn = first + (long) i * runsEach;
            RecordBuilder extension = new RecordBuilder()
                    .base(NtfsBytes.reference(0, 1))
                    .nonResident(0x80, "", Clusters.of(scattered).from(vcn));
            put(extension.bytes(100 + i, TinyVolume.RECORD), start, 8 + 100 + i);
            list[i + 1] = NtfsBytes.listEntry(0x80, "", vcn, NtfsBytes.reference(100 + i, 1), 0);
        }
        put(NtfsBytes.concat(list), start, 10_000);
        long size = (first + (long) pieces * runsEach) * TinyVolume.CLUSTER;
        put(
                new RecordBuilder()
                        .nonResident(0x80, "", Clusters.of(8, first).size(size).allocated(size))
                        .nonResident(0x20, "", Clusters.of(10_000, 200).size(32L * (pieces + 1)))
                        .bytes(0, TinyVolume.RECORD),
                start,
                8);
        ByteSource source = new LargerSource(start, clusters * TinyVolume.CLUSTER);
        Mft mft = assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> Mft.read(source, NtfsBootSector.read(source, 0)));
        assertThat(mft.count()).isEqualTo(first + (long) pieces * runsEach);
    }

    private static void put(byte[] bytes, byte[] disk, int cluster) {
        System.arraycopy(bytes, 0, disk, cluster * TinyVolume.CLUSTER, bytes.length);
    }

    /** Zeros behind the bytes, as many as a small file may claim. */
    private static final class LargerSource implements ByteSource {
        private final byte[] start;
        private final long size;

        LargerSource(byte[] start, long size) {
            this.start = start;
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public String name() {
            return "C.img";
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            while (target.hasRemaining()) {
                target.put(offset < start.length ? start[(int) offset] : 0);
                offset++;
            }
        }
    }

    private void copyRecord(int number, int to) {
        int from = TinyVolume.recordAt(number);
        byte[] record = Arrays.copyOfRange(volume.bytes(), from, from + TinyVolume.RECORD);
        System.arraycopy(record, 0, volume.bytes(), to, record.length);
    }
}
