package dev.lifeboat.formats.compress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

class Lznt1Test {
    /** A byte and the longest match there is. */
    private static final String FULL_CHUNK_OF_A = "03b0 02 61 fc0f";

    /** The example of [MS-XCA] 3.3, and what it is. */
    private static final String EXAMPLE = "38b0 88 462320002047204100 10 a24701a0452044"
            + "00 08 45015079 00c04520 05 24138805b4024a44 ef 0358028c091601 48 4500be009e00 04 01189000";

    private static final String NOTES =
            "F# F# G A A G F# E D D E F# F# E E F# F# G A A G F# E D D E F# E D D E E F# D E F# G F# D"
                    + " E F# G F# E D E A F# F# G A A G F# E D D E F# E D D\0";

    private static byte[] expand(String hex, int size) throws DataFormatException {
        byte[] source = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] target = new byte[size + 6];
        Arrays.fill(target, (byte) 0x5a);
        new Lznt1().decompress(source, 0, source.length, target, 3, size);
        for (int i = 0; i < 3; i++) {
            assertThat(target[i]).isEqualTo((byte) 0x5a);
            assertThat(target[size + 3 + i]).isEqualTo((byte) 0x5a);
        }
        return Arrays.copyOfRange(target, 3, 3 + size);
    }

    private static void complains(String hex, int size, String message) {
        assertThatThrownBy(() -> expand(hex, size))
                .isInstanceOf(DataFormatException.class)
                .hasMessage(message);
    }

    @Test
    void expandsTheExampleOfTheSpecification() throws DataFormatException {
        assertThat(new String(expand(EXAMPLE, NOTES.length()), US_ASCII)).isEqualTo(NOTES);
    }

    @Test
    void beginsEachChunkAnew() throws DataFormatException {
        String twice = new String(expand(FULL_CHUNK_OF_A + FULL_CHUNK_OF_A.replace("61", "62"), 8192), US_ASCII);
        assertThat(twice).isEqualTo("a".repeat(4096) + "b".repeat(4096));
    }

    @Test
    void copiesChunksThatDidNotGetSmaller() throws DataFormatException {
        assertThat(new String(expand("0230 78797a" + FULL_CHUNK_OF_A, 4100), US_ASCII))
                .isEqualTo("xyz" + "\0".repeat(4093) + "aaaa");
    }

    @Test
    void endsAtAnEmptyHeaderOrAtTheEnd() throws DataFormatException {
        String content = "a".repeat(4096) + "\0".repeat(5000);
        assertThat(new String(expand(FULL_CHUNK_OF_A + "0000 ffff", 9096), US_ASCII))
                .isEqualTo(content);
        assertThat(new String(expand(FULL_CHUNK_OF_A, 9096), US_ASCII)).isEqualTo(content);
        assertThat(new String(expand(FULL_CHUNK_OF_A + "00", 9096), US_ASCII)).isEqualTo(content);
        assertThat(expand("", 10)).isEqualTo(new byte[10]);
    }

    @Test
    void cutsTheLastChunkToWhatIsAskedFor() throws DataFormatException {
        assertThat(new String(expand(FULL_CHUNK_OF_A, 10), US_ASCII)).isEqualTo("a".repeat(10));
        assertThat(new String(expand("0230 78797a", 2), US_ASCII)).isEqualTo("xy");
    }

    @Test
    void refusesWhatIsWrong() {
        complains("04b0 02 61 fc0f", 4096, "LZNT1 chunk of 5 bytes at 2 of 6");
        complains("02b0 02 61 fc 00", 4096, "LZNT1 chunk ends in a match");
        complains("03b0 02 61 fd0f", 4096, "LZNT1 match of 4096 at 1 of 4096");
        complains("03b0 02 61 fc1f", 4096, "LZNT1 match 2 back at 1 of its chunk");
        complains("02b0 01 fc0f", 4096, "LZNT1 match 1 back at 0 of its chunk");
    }

    @Test
    void anyBytesGiveContentOrAComplaint() {
        byte[] stored = HexFormat.of().parseHex((EXAMPLE + FULL_CHUNK_OF_A.repeat(3)).replace(" ", ""));
        DecompressorTest.anyBytes(new Lznt1(), stored, 16_384, 4000);
    }
}
