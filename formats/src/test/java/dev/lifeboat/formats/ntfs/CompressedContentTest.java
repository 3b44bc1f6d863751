package dev.lifeboat.formats.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.SparseSource;
import dev.lifeboat.formats.source.SparseSource.Extent;
import dev.lifeboat.formats.source.SparseSource.Origin;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams that NTFS compressed, in units of 16 clusters of 1 KiB, and files that Windows compressed (WOF). */
class CompressedContentTest {
    private static final int UNIT = 16 * TinyVolume.CLUSTER;
    private static final int COMPRESSED = 1;

    private TinyVolume volume = TinyVolume.withFiles();

    /** A volume can be changed only until it is read. */
    private void another() {
        volume = TinyVolume.withFiles();
    }

    private NtfsFile file(int number) throws IOException {
        return NtfsVolume.read(volume.source()).file(number);
    }

    private ByteSource open(int number) throws IOException {
        return file(number).open("", "C.img/a");
    }

    private byte[] content(int number) throws IOException {
        ByteSource source = open(number);
        return source.bytes(0, (int) source.size());
    }

    /** Gives {@link TinyVolume#PACKED} another main stream. */
    private void packed(Clusters clusters) {
        volume.record(TinyVolume.PACKED).remove(0x80).nonResident(0x80, "", COMPRESSED, clusters);
    }

    private static byte[] filled(char content, int size, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, 0, size, (byte) content);
        return bytes;
    }

    /** A unit in pieces here and there, one of a hole, a plain one, and a last one that is not full. */
    @Test
    void readsUnitsOfEveryKind() throws IOException {
        byte[] plain = NtfsBytes.pattern(UNIT);
        byte[] two =
                NtfsBytes.concat(NtfsBytes.lznt1Chunk('b'), new byte[] {(byte) 0xfb, 0x37}, NtfsBytes.pattern(2044));
        volume.store(381, Arrays.copyOf(two, 1024));
        volume.store(384, Arrays.copyOfRange(two, 1024, two.length));
        volume.store(390, plain);
        volume.store(386, NtfsBytes.lznt1Chunk('c'));
        packed(Clusters.of(381, 1, 384, 2, Clusters.HOLE, 13 + 16, 390, 16, 386, 1, Clusters.HOLE, 15)
                .unit(4)
                .size(3 * UNIT + 5000));
        byte[] first = filled('b', 4096, UNIT);
        System.arraycopy(NtfsBytes.pattern(2044), 0, first, 4096, 2044);
        byte[] expected = NtfsBytes.concat(first, new byte[UNIT], plain, filled('c', 4096, 5000));
        assertThat(content(TinyVolume.PACKED)).isEqualTo(expected);
        ByteSource source = open(TinyVolume.PACKED);
        var random = new SplittableRandom(3);
        for (int i = 0; i < 100; i++) {
            int at = random.nextInt(expected.length);
            int n = random.nextInt(Math.min(expected.length - at, UNIT / (i % 2 * 9 + 1)));
            assertThat(source.bytes(at, n)).isEqualTo(Arrays.copyOfRange(expected, at, at + n));
        }
    }

    @Test
    void tellsWhereHolesAre() throws IOException {
        packed(Clusters.of(381, 1, Clusters.HOLE, 15 + 32 + 16).unit(4).size(3 * UNIT + 100));
        SparseSource source = (SparseSource) open(TinyVolume.PACKED);
        assertThat(source.extentAt(0)).isEqualTo(new Extent(Origin.STORED, UNIT));
        assertThat(source.extentAt(UNIT - 1)).isEqualTo(new Extent(Origin.STORED, 1));
        assertThat(source.extentAt(UNIT + 5)).isEqualTo(new Extent(Origin.ZERO, 2 * UNIT + 100 - 5));
        another();
        packed(Clusters.of(Clusters.HOLE, 16, 381, 1, Clusters.HOLE, 15).unit(4).valid(UNIT + 10));
        source = (SparseSource) open(TinyVolume.PACKED);
        assertThat(source.extentAt(0)).isEqualTo(new Extent(Origin.ZERO, UNIT));
        assertThat(source.extentAt(UNIT)).isEqualTo(new Extent(Origin.STORED, 10));
        assertThat(source.extentAt(UNIT + 10)).isEqualTo(new Extent(Origin.ZERO, UNIT - 10));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "4095", "4096", "4097", "6000"})
    void readsZerosBehindTheValidData(int valid) throws IOException {
        packed(Clusters.of(381, 1, Clusters.HOLE, 15).unit(4).size(6000).valid(valid));
        assertThat(content(TinyVolume.PACKED)).isEqualTo(filled('a', Math.min(valid, 4096), 6000));
    }

    @Test
    void readsZerosBehindTheValidDataOfAPlainUnit() throws IOException {
        volume.store(390, NtfsBytes.pattern(UNIT));
        packed(Clusters.of(390, 16).unit(4).valid(777));
        assertThat(content(TinyVolume.PACKED)).isEqualTo(Arrays.copyOf(NtfsBytes.pattern(777), UNIT));
    }

    /** The hole that ends the unit is all that the second piece has, and that piece lacks the flag. */
    @Test
    void findsTheRestOfAUnitInTheNextPiece() throws IOException {
        volume.record(36)
                .remove(0x80)
                .nonResident(
                        0x80,
                        "",
                        COMPRESSED,
                        Clusters.of(381, 1).unit(4).allocated(UNIT).size(9000));
        volume.record(37)
                .remove(0x80)
                .nonResident(0x80, "", Clusters.of(Clusters.HOLE, 15).from(1));
        volume.record(TinyVolume.LISTED)
                .remove(0x20)
                .resident(
                        0x20,
                        "",
                        NtfsBytes.concat( // the piece without the flag first
                                NtfsBytes.listEntry(0x80, "", 1, NtfsBytes.reference(37, 1), 1),
                                NtfsBytes.listEntry(0x80, "", 0, NtfsBytes.reference(36, 1), 1)));
        assertThat(content(TinyVolume.LISTED)).isEqualTo(filled('a', 4096, 9000));
    }

    @Test
    void takesUnitsThatAreNotToldForTheUsualOnes() throws IOException {
        packed(Clusters.of(381, 1, Clusters.HOLE, 15).unit(0).size(6000));
        assertThat(content(TinyVolume.PACKED)).isEqualTo(filled('a', 4096, 6000));
    }

    @Test
    void expandsOtherStreams() throws IOException {
        volume.record(TinyVolume.HELLO)
                .nonResident(
                        0x80,
                        "packed",
                        COMPRESSED,
                        Clusters.of(381, 1, Clusters.HOLE, 15).unit(4).size(5000));
        assertThat(file(TinyVolume.HELLO).open("packed", "C.img/a:packed").bytes(0, 5000))
                .isEqualTo(filled('a', 4096, 5000));
    }

    @Test
    void readsResidentStreamsAsTheyAre() throws IOException {
        volume.record(TinyVolume.PACKED).remove(0x80).resident(0x80, "", COMPRESSED, NtfsBytes.ascii("small"));
        assertThat(content(TinyVolume.PACKED)).asString().isEqualTo("small");
    }

    private void isCorrupt(int number, String message) {
        assertThatThrownBy(() -> content(number))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("C.img/a" + message);
    }

    private void isNotSupported(int number, String message) {
        assertThatThrownBy(() -> open(number))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("C.img/a: " + message);
    }

    @Test
    void saysWhatIsWrongWithAUnit() {
        packed(Clusters.of(Clusters.HOLE, 16 + 1, 381, 1, Clusters.HOLE, 14).unit(4));
        isCorrupt(TinyVolume.PACKED, " at 0x4000: compression unit: has a hole before stored clusters");
        another();
        packed(Clusters.of(Clusters.HOLE, 16, 381, 1, Clusters.HOLE, 15).unit(4));
        volume.store(381, new byte[] {(byte) 0xff, (byte) 0xbf});
        isCorrupt(TinyVolume.PACKED, " at 0x4000: compression unit: LZNT1 chunk of 4096 bytes at 2 of 1024");
    }

    @Test
    void refusesUnitsAndMethodsThatNobodyMakes() {
        packed(Clusters.of(381, 1, Clusters.HOLE, 15).unit(30));
        isNotSupported(TinyVolume.PACKED, "is compressed in units of 2^30 clusters of 1024 bytes");
        another();
        packed(Clusters.of(381, 1, Clusters.HOLE, 15).unit(11));
        isNotSupported(TinyVolume.PACKED, "is compressed in units of 2^11 clusters of 1024 bytes");
        another();
        volume.record(TinyVolume.PACKED)
                .remove(0x80)
                .nonResident(0x80, "", 0x8003, Clusters.of(381, 1, Clusters.HOLE, 15));
        isNotSupported(TinyVolume.PACKED, "is compressed by NTFS with method 3, which is not known; 1 is LZNT1");
    }

    /** A stream of the largest size there is, of nothing but a hole. */
    @Test
    void readsWhatIsNearlyEndless() throws IOException {
        long size = Long.MAX_VALUE / UNIT / 1024 * 1024 * UNIT - UNIT * 1024L;
        packed(Clusters.of(Clusters.HOLE, size / TinyVolume.CLUSTER).unit(4));
        ByteSource source = open(TinyVolume.PACKED);
        assertThat(source.size()).isEqualTo(size);
        assertThat(source.bytes(size - 10, 10)).isEqualTo(new byte[10]);
        assertThat(((SparseSource) source).extentAt(1)).isEqualTo(new Extent(Origin.ZERO, size - 1));
    }

    private void wof(int version, int provider, int providerVersion, int algorithm) {
        volume.record(TinyVolume.WOF)
                .remove(0xc0)
                .resident(0xc0, "", NtfsBytes.wof(version, provider, providerVersion, algorithm));
    }

    @Test
    void expandsWhatWindowsCompressed() throws IOException {
        assertThat(content(TinyVolume.WOF)).asString().isEqualTo("a".repeat(4000));
        another();
        wof(1, 2, 1, 2); // chunks of 8 KiB, one as well
        assertThat(content(TinyVolume.WOF)).asString().isEqualTo("a".repeat(4000));
        another();
        wof(1, 2, 1, 3);
        assertThat(content(TinyVolume.WOF)).asString().isEqualTo("a".repeat(4000));
        another();
        wof(1, 2, 1, 1); // not LZX
        assertThatThrownBy(() -> content(TinyVolume.WOF))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageStartingWith("C.img/a:WofCompressedData at 0x0: LZX chunk 0: block of ");
    }

    @Test
    void refusesWhatLiesInAWim() {
        wof(1, 1, 1, 0);
        isNotSupported(
                TinyVolume.WOF, "is a pointer into a WIM file on another partition (WIMBoot), which is not supported");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2, 1, 0, 'version 2, provider 2'",
        "1, 3, 1, 0, 'version 1, provider 3'",
        "1, 2, 2, 0, 'version 2 of the file provider, algorithm 0'",
        "1, 2, 1, 4, 'version 1 of the file provider, algorithm 4'",
        "1, 2, 1, -1, 'version 1 of the file provider, algorithm 4294967295'"
    })
    void refusesWhatIsNotKnown(int version, int provider, int providerVersion, int algorithm, String what) {
        wof(version, provider, providerVersion, algorithm);
        isNotSupported(TinyVolume.WOF, "is compressed by Windows (WOF) in a way that is not known: " + what);
    }

    @Test
    void missesTheStreamWithTheContent() {
        volume.record(TinyVolume.WOF)
                .remove(0x80)
                .nonResident(0x80, "", 0x8000, Clusters.of(Clusters.HOLE, 4).size(4000));
        assertThatThrownBy(() -> open(TinyVolume.WOF))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageEndingWith("record 41: has no stream 'WofCompressedData'");
    }

    @Test
    void refusesAReparsePointThatIsTooShort() {
        volume.record(TinyVolume.WOF)
                .remove(0xc0)
                .resident(0xc0, "", NtfsBytes.reparse(0x8000_0017, new byte[] {1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0}));
        assertThatThrownBy(() -> open(TinyVolume.WOF))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining("$REPARSE_POINT: 32-bit field of 4 bytes lies outside the structure's 20 bytes");
    }

    /** The size is the main stream's, which may claim anything. */
    @Test
    void refusesMoreChunksThanTheTableCanHave() {
        volume.record(TinyVolume.WOF)
                .remove(0x80)
                .nonResident(0x80, "", 0x8000, Clusters.of(Clusters.HOLE, 1L << 40))
                .nonResident(0x80, "WofCompressedData", Clusters.of(360, 1).size(263));
        assertThatThrownBy(() -> open(TinyVolume.WOF))
                .isInstanceOf(ImageException.class)
                .hasMessage(
                        "C.img/a:WofCompressedData at 0x0: table of 274877906944 chunks: 2199023255544 bytes do not fit"
                                + " in 263 bytes");
    }
}
