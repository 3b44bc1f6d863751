package dev.lifeboat.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.compress.ChunkedSource;
import dev.lifeboat.formats.compress.Codec;
import dev.lifeboat.formats.compress.Decompressor;
import dev.lifeboat.formats.compress.Lznt1;
import dev.lifeboat.formats.compress.Samples;
import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes expand to what they stand for, or are refused: never to what stood in the buffer before, nor to what a chunk
 * before has left, and nothing is written beside the chunk's own place.
 *
 * <p>An input is a byte that chooses the codec, two for the size that the chunk expands to, and the chunk.
 */
@ExtendWith(Inputs.class)
class CodecFuzzTest {
    private static final String NAME = "chunks";
    private static final int CHUNK = 1 << 15;
    private static final int AT = 7;
    private static final int HEAD = 3;
    private static final int CODECS = 1 + Codec.values().length;

    private static final List<Decompressor> USED = Stream.concat(
                    Stream.<Decompressor>of(new Lznt1()),
                    Arrays.stream(Codec.values()).map(codec -> codec.decompressor(CHUNK)))
            .toList();

    private static final List<Codec> ALL = List.of(Codec.values());

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChunk(byte[] input) throws IOException {
        Inputs.count(input);
        if (input.length < HEAD) {
            return;
        }
        int number = (input[0] & 0xff) % CODECS;
        int size = 1 + ((input[1] & 0xff) | (input[2] & 0xff) << 8) % CHUNK;
        byte[] first = expand(USED.get(number), input, size, 0);
        byte[] again = expand(number == 0 ? new Lznt1() : codec(number).decompressor(CHUNK), input, size, 0x55);
        assertThat(again == null).as("refused the other time").isEqualTo(first == null);
        if (first != null) {
            assertThat(Arrays.equals(first, again)).as("the same twice").isTrue();
        }
        if (number > 0) {
            chunked(codec(number), Arrays.copyOfRange(input, HEAD, input.length), size);
        }
    }

    private static int number(Codec codec) {
        return 1 + ALL.indexOf(codec);
    }

    private static Codec codec(int number) {
        return ALL.get(number - 1);
    }

    private static byte[] expand(Decompressor decompressor, byte[] input, int size, int garbage) {
        byte[] target = new byte[AT + size + AT];
        Arrays.fill(target, (byte) garbage);
        try {
            decompressor.decompress(input, HEAD, input.length - HEAD, target, AT, size);
        } catch (DataFormatException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            target = Arrays.copyOf(target, target.length); // no more than the place of the chunk may have changed
            Arrays.fill(target, AT, AT + size, (byte) garbage);
            assertThat(target).containsOnly(garbage);
            return null;
        }
        assertThat(Arrays.copyOf(target, AT)).containsOnly(garbage);
        assertThat(Arrays.copyOfRange(target, AT + size, target.length)).containsOnly(garbage);
        return Arrays.copyOfRange(target, AT, AT + size);
    }

    /** The input as a table and several chunks. */
    private static void chunked(Codec codec, byte[] stored, int size) throws IOException {
        int chunkSize = codec == Codec.XPRESS ? 1 << 12 : CHUNK;
        Optional<ChunkedSource> source = Probe.read(
                NAME, () -> ChunkedSource.open(NAME, ByteSource.of(NAME, stored), codec, chunkSize, 3L * size));
        if (source.isPresent()) {
            Probe.source(NAME, source.get());
        }
    }

    /** A chunk that libwim made; the table in front of it says where the second one starts. */
    private static byte[] firstChunk(Samples.Sample sample) throws IOException {
        byte[] stored = sample.stored();
        ByteBuffer table = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        int chunks = (Samples.content().length + sample.chunkSize() - 1) / sample.chunkSize();
        int start = 4 * (chunks - 1);
        int size = sample.chunkSize() - 1;
        byte[] seed = new byte[HEAD + table.getInt(0)];
        System.arraycopy(new byte[] {(byte) number(sample.codec()), (byte) size, (byte) (size >> 8)}, 0, seed, 0, HEAD);
        System.arraycopy(stored, start, seed, HEAD, seed.length - HEAD);
        return seed;
    }

    static Stream<byte[]> seeds() throws IOException {
        SplittableRandom random = new SplittableRandom(1995);
        List<byte[]> seeds = new ArrayList<>();
        for (int codec = 0; codec < CODECS; codec++) {
            byte[] some = new byte[400];
            random.nextBytes(some);
            some[0] = (byte) codec;
            seeds.add(some);
            seeds.add(new byte[] {(byte) codec, 0, 1, 0, 0, 0, 0});
        }
        seeds.add(xpress());
        seeds.add(lznt1());
        for (Samples.Sample sample : Samples.all()) {
            if (sample.chunkSize() <= CHUNK) {
                seeds.add(firstChunk(sample));
            }
        }
        return Inputs.seeds(seeds.stream());
    }

    /** A complete code: all 512 symbols have nine bits. */
    private static byte[] xpress() {
        byte[] chunk = new byte[HEAD + 256 + 200];
        new SplittableRandom(2012).nextBytes(chunk);
        Arrays.fill(chunk, HEAD, HEAD + 256, (byte) 0x99);
        System.arraycopy(new byte[] {1, 100, 0}, 0, chunk, 0, HEAD);
        return chunk;
    }

    /** Two units, the first compressed: three letters, and a match of twelve one byte back. */
    private static byte[] lznt1() {
        return new byte[] {0, 30, 0, 5, (byte) 0xb0, 8, 'a', 'b', 'c', 9, 0, 3, 0x30, 'x', 'y', 'z', 'w', 0, 0};
    }
}
