package dev.lifeboat.formats.compress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecompressorTest {
    private static final int BEFORE = 3;

    static List<Samples.Sample> single() {
        return Samples.single();
    }

    @ParameterizedTest
    @MethodSource("single")
    void expandsWhatLibwimCompressed(Samples.Sample sample) throws Exception {
        byte[] content = Samples.content();
        byte[] stored = sample.stored();
        Decompressor decompressor = sample.codec().decompressor(sample.chunkSize());
        for (int round = 0; round < 2; round++) { // nothing of the first may be left
            byte[] source = Arrays.copyOf(stored, stored.length + 8);
            byte[] target = new byte[BEFORE + content.length + BEFORE];
            Arrays.fill(target, (byte) 0x5a);
            decompressor.decompress(source, 0, stored.length, target, BEFORE, content.length);
            assertThat(Arrays.copyOfRange(target, BEFORE, BEFORE + content.length))
                    .isEqualTo(content);
            assertNothingElseWritten(target, BEFORE, content.length);
        }
    }

    private static void assertNothingElseWritten(byte[] target, int at, int size) {
        for (int i = 0; i < target.length; i++) {
            if (i < at || i >= at + size) {
                assertThat(target[i]).as("byte " + i).isEqualTo((byte) 0x5a);
            }
        }
    }

    /** Changed bytes, cut ends, wrong sizes, and bytes of no codec at all. */
    @ParameterizedTest
    @MethodSource("single")
    void anyBytesGiveContentOrAComplaint(Samples.Sample sample) throws IOException {
        byte[] stored = sample.stored();
        int size = Samples.content().length;
        Decompressor decompressor = sample.codec().decompressor(sample.chunkSize());
        anyBytes(decompressor, stored, size, 400);
    }

    static void anyBytes(Decompressor decompressor, byte[] stored, int size, int rounds) {
        var random = new SplittableRandom(42); // seeded: a failure can be repeated
        byte[] target = new byte[BEFORE + size + BEFORE];
        int complaints = 0;
        for (int i = 0; i < rounds; i++) {
            byte[] source = stored.clone();
            int length = source.length;
            int wanted = size;
            switch (i % 4) {
                case 0 -> source[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> {
                    for (int n = random.nextInt(1, 40); n > 0; n--) {
                        source[random.nextInt(Math.min(length, 600))] = (byte) random.nextInt();
                    }
                }
                case 2 -> length = random.nextInt(length);
                default -> {
                    random.nextBytes(source);
                    length = random.nextInt(Math.min(length, 2000));
                    wanted = random.nextInt(size + 1);
                }
            }
            Arrays.fill(target, (byte) 0x5a);
            try {
                decompressor.decompress(source, 0, length, target, BEFORE, wanted);
            } catch (DataFormatException e) {
                assertThat(e).hasMessageMatching(".{10,}");
                complaints++;
            }
            assertNothingElseWritten(target, BEFORE, wanted);
        }
        assertThat(complaints).isPositive();
    }

    @ParameterizedTest
    @MethodSource("single")
    void saysThatAChunkIsTooShort(Samples.Sample sample) throws IOException {
        byte[] stored = sample.stored();
        int size = Samples.content().length;
        Decompressor decompressor = sample.codec().decompressor(sample.chunkSize());
        assertThatThrownBy(() -> decompressor.decompress(stored, 0, stored.length / 4 * 2, new byte[size], 0, size))
                .isInstanceOf(DataFormatException.class);
        assertThatThrownBy(() -> decompressor.decompress(stored, 0, 2, new byte[size], 0, size))
                .isInstanceOf(DataFormatException.class);
        assertThatThrownBy(() -> decompressor.decompress(stored, 0, 0, new byte[size], 0, size))
                .isInstanceOf(DataFormatException.class);
    }

    @ParameterizedTest
    @MethodSource("single")
    void refusesRangesThatAreNotTheCallers(Samples.Sample sample) {
        Decompressor decompressor = sample.codec().decompressor(sample.chunkSize());
        assertThatThrownBy(() -> decompressor.decompress(new byte[9], 5, 5, new byte[9], 0, 9))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decompressor.decompress(new byte[9], 0, 9, new byte[9], 5, 5))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "XPRESS, 2048, false", "XPRESS, 4096, true", "XPRESS, 65536, true", "XPRESS, 131072, false",
        "LZX, 16384, false", "LZX, 32768, true", "LZX, 2097152, true", "LZX, 4194304, false",
        "LZMS, 16384, false", "LZMS, 32768, true", "LZMS, 67108864, true", "LZMS, 134217728, false",
        "LZX, 40000, false", "LZX, 0, false", "LZX, -2147483648, false", "LZX, -32768, false"
    })
    void knowsWhichChunksThereAre(Codec codec, int chunkSize, boolean allowed) {
        assertThat(codec.allows(chunkSize)).isEqualTo(allowed);
        if (!allowed) {
            assertThatThrownBy(() -> codec.decompressor(chunkSize))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(codec + " with chunks of " + chunkSize);
        }
    }

    /** One literal and one match with a length in long form, as the specification says. */
    @Test
    void readsTheLongestFormsOfXpress() throws DataFormatException {
        byte[] chunk = new byte[263];
        chunk['a' / 2] = 0x10; // 'a' and the match that repeats it have codewords of one bit
        chunk[(256 + 15) / 2] = 0x10;
        chunk[257] = 0x40;
        chunk[260] = (byte) 0xff;
        chunk[261] = (byte) ((4000 - 4) & 0xff);
        chunk[262] = (byte) ((4000 - 4) >> 8);
        byte[] target = new byte[4000];
        Codec.XPRESS.decompressor(4096).decompress(chunk, 0, chunk.length, target, 0, target.length);
        assertThat(new String(target, US_ASCII)).isEqualTo("a".repeat(4000));
        assertThatThrownBy(() ->
                        Codec.XPRESS.decompressor(4096).decompress(chunk, 0, chunk.length, new byte[3999], 0, 3999))
                .hasMessage("match of 3999 bytes, 1 back, at 1 of 3999");
    }
}
