package dev.lifeboat.formats.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link RunDecoder} and {@link RunList}: from coded runs to clusters. */
class RunListTest {
    private static final ByteSource MFT = ByteSource.of("$MFT", new byte[0]);
    private static final long CLUSTERS = 1L << 40;

    /** The piece of a record 0, whose runs begin at 0x78 there. */
    private static Attribute.NonResident piece(Clusters clusters) throws IOException {
        byte[] bytes = new RecordBuilder().nonResident(0x80, "", clusters).bytes(0, 1024);
        return (Attribute.NonResident)
                FileRecord.read(MFT, 0, bytes, 0, 1024).attributes().get(0);
    }

    private static RunList runs(Clusters... pieces) throws IOException {
        List<Attribute.NonResident> read = new ArrayList<>();
        for (Clusters piece : pieces) {
            read.add(piece(piece));
        }
        return RunList.of(read, CLUSTERS);
    }

    /** One text a run: first VCN, length, place. */
    private static List<String> text(RunList runs) {
        List<String> text = new ArrayList<>();
        for (int i = 0; i < runs.count(); i++) {
            text.add(runs.vcn(i) + "+" + runs.length(i) + "@" + runs.lcn(i));
        }
        return text;
    }

    /** 21 18 34 56: 0x18 clusters at 0x5634, the example of every description. */
    @Test
    void readsTheExampleOfTheDocumentation() throws IOException {
        assertThat(text(runs(Clusters.coded(0x18, 0x21, 0x18, 0x34, 0x56)))).containsExactly("0+24@22068");
    }

    @Test
    void followsOffsetsBackAndForth() throws IOException {
        RunList runs = runs(Clusters.of(1000, 2, 300, 1, 70_000, 3, 69_999, 1));
        assertThat(text(runs)).containsExactly("0+2@1000", "2+1@300", "3+3@70000", "6+1@69999");
        assertThat(runs.endVcn()).isEqualTo(7);
    }

    @Test
    void extendsTheSignOfAnOffset() throws IOException {
        assertThat(text(runs(Clusters.coded(3, 0x21, 2, 0, 1, 0x11, 1, 0x80)))).containsExactly("0+2@256", "2+1@128");
    }

    @Test
    void readsNumbersOfEightBytes() throws IOException {
        RunList runs = runs(Clusters.coded(
                3, 0x88, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, // 2 at 2^39
                0x81, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)); // 1 at one less
        assertThat(text(runs)).containsExactly("0+2@549755813888", "2+1@549755813887");
    }

    @Test
    void takesARunWithoutOffsetForAHole() throws IOException {
        RunList runs = runs(Clusters.of(-1, 5, 100, 1, -1, 1000, 101, 1));
        assertThat(text(runs)).containsExactly("0+5@-1", "5+1@100", "6+1000@-1", "1006+1@101");
    }

    @Test
    void joinsRunsThatContinueEachOther() throws IOException {
        assertThat(text(runs(Clusters.of(100, 2, 102, 3, -1, 1, -1, 4, 105, 1))))
                .containsExactly("0+5@100", "5+5@-1", "10+1@105");
    }

    @Test
    void joinsPieces() throws IOException {
        RunList runs = runs(
                Clusters.of(100, 2),
                Clusters.of(102, 3).from(2),
                Clusters.of(50, 1).from(5));
        assertThat(text(runs)).containsExactly("0+5@100", "5+1@50");
    }

    @Test
    void findsTheRunOfACluster() throws IOException {
        RunList runs = runs(Clusters.of(100, 2, 300, 1, -1, 3));
        assertThat(List.of(runs.indexOf(0), runs.indexOf(1), runs.indexOf(2), runs.indexOf(3), runs.indexOf(5)))
                .containsExactly(0, 0, 1, 2, 2);
    }

    @Test
    void mapsNothing() throws IOException {
        assertThat(runs(Clusters.of()).count()).isZero();
    }

    @Test
    void needNoZeroWhereTheAttributeEnds() throws IOException {
        assertThat(text(runs(Clusters.coded(2, 0x11, 1, 20, 0x31, 1, 9, 0, 1)))).containsExactly("0+1@20", "1+1@65565");
    }

    @Test
    void refusesAGapBetweenPieces() {
        assertThatThrownBy(() -> runs(Clusters.of(100, 2), Clusters.of(200, 2).from(3)))
                .hasMessage("$MFT at 0x78: record 0: $DATA: lowest VCN is 3, but the pieces before map up to 2");
    }

    @Test
    void refusesPiecesThatOverlap() {
        assertThatThrownBy(() -> runs(Clusters.of(100, 2), Clusters.of(200, 2).from(1)))
                .hasMessage("$MFT at 0x78: record 0: $DATA: lowest VCN is 1, but the pieces before map up to 2");
    }

    @Test
    void refusesAValueWithoutItsFirstPiece() {
        assertThatThrownBy(() -> runs(Clusters.of(200, 2).from(1)))
                .hasMessage("$MFT at 0x78: record 0: $DATA: lowest VCN is 1, but the pieces before map up to 0");
    }

    @Test
    void refusesRunsThatMapTooLittle() {
        assertThatThrownBy(() -> runs(Clusters.of(100, 2).highest(2)))
                .hasMessage("$MFT at 0x7b: record 0: $DATA: runs end at VCN 2, expected 3");
    }

    @Test
    void refusesRunsThatMapTooMuch() {
        assertThatThrownBy(() -> runs(Clusters.of(100, 3).highest(1)))
                .hasMessage("$MFT at 0x78: record 0: $DATA: run has 3 clusters at VCN 0, the attribute ends at 2");
    }

    @Test
    void refusesAnEmptyRun() {
        assertThatThrownBy(() -> runs(Clusters.coded(1, 0x11, 0, 20)))
                .hasMessage("$MFT at 0x78: record 0: $DATA: run has 0 clusters at VCN 0, the attribute ends at 1");
    }

    @Test
    void refusesANegativeLength() {
        assertThatThrownBy(() -> runs(Clusters.coded(0x80, 0x11, 0x80, 20)))
                .hasMessage("$MFT at 0x78: record 0: $DATA: run has -128 clusters at VCN 0, the attribute ends at 128");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x10, 0x90, 0x19, 0x91, 0xff})
    void refusesAHeadThatThereIsNot(int head) {
        assertThatThrownBy(() -> runs(Clusters.coded(1, head, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)))
                .hasMessage("$MFT at 0x78: record 0: $DATA: run head is 0x" + Integer.toHexString(head));
    }

    @Test
    void refusesARunThatIsCutShort() {
        assertThatThrownBy(() -> runs(Clusters.coded(1, 0x44, 1, 0, 0)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageStartingWith("$MFT at 0x8");
    }

    @Test
    void refusesARunBeforeTheVolume() {
        assertThatThrownBy(() -> runs(Clusters.coded(2, 0x11, 1, 20, 0x11, 1, 0x80)))
                .hasMessage("$MFT at 0x7b: record 0: $DATA: run 1 clusters at -108 lie outside the volume's"
                        + " 1099511627776");
    }

    @Test
    void refusesARunBehindTheVolume() {
        assertThatThrownBy(() -> runs(Clusters.of(CLUSTERS - 1, 2)))
                .hasMessage("$MFT at 0x78: record 0: $DATA: run 2 clusters at 1099511627775 lie outside the volume's"
                        + " 1099511627776");
    }

    /** Two offsets whose sum is beyond a long. */
    @Test
    void refusesOffsetsThatOverflow() {
        assertThatThrownBy(() ->
                        runs(Clusters.coded(2, 0x11, 1, 0x7f, 0x81, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining("run 1 clusters at -9223372036854775682 lie outside");
    }

    @Test
    void anyRunsGiveClustersOfTheVolumeOrAnImageException() throws IOException {
        var random = new SplittableRandom(42);
        int decoded = 0;
        for (int i = 0; i < 5_000; i++) {
            int[] bytes = random.ints(24, 0, 256).toArray();
            bytes[0] = random.nextInt(5) << 4 | (1 + random.nextInt(2));
            Clusters piece = Clusters.coded(1 + random.nextInt(300), bytes)
                    .from(i % 3 == 0 ? random.nextLong(Long.MAX_VALUE - 1000) : 0);
            RunDecoder decoder = new RunDecoder(piece(piece), 1000);
            try {
                while (decoder.next()) {
                    decoded++;
                    assertThat(decoder.lcn()).isBetween(-1L, 999L);
                    assertThat(decoder.length()).isPositive();
                }
            } catch (ImageException expected) {
                assertThat(expected).hasMessageContaining("record 0: $DATA: ");
            }
        }
        assertThat(decoded).isPositive();
    }
}
