package dev.lifeboat.formats.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkedSourceTest {
    static List<Samples.Sample> samples() {
        return Samples.all();
    }

    private static ByteSource open(Samples.Sample sample) throws IOException {
        ByteSource stored = ByteSource.of("a.wim/resource", sample.stored());
        return ChunkedSource.open("a.wim/a", stored, sample.codec(), sample.chunkSize(), Samples.content().length);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsAnywhere(Samples.Sample sample) throws IOException {
        byte[] content = Samples.content();
        ByteSource source = open(sample);
        assertThat(source.name()).isEqualTo("a.wim/a");
        assertThat(source.size()).isEqualTo(content.length);
        assertThat(source.bytes(0, content.length)).isEqualTo(content);
        var random = new SplittableRandom(1);
        for (int i = 0; i < 60; i++) {
            int at = random.nextInt(content.length + 1);
            int n = random.nextInt(content.length - at + 1);
            ByteBuffer target = i % 2 == 0
                    ? ByteBuffer.allocateDirect(n)
                    : ByteBuffer.allocate(n + 7).position(7);
            source.read(at, target);
            byte[] read = new byte[n];
            target.position(target.limit() - n).get(read);
            assertThat(read).as(n + " at " + at).isEqualTo(Arrays.copyOfRange(content, at, at + n));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsSequentiallyInSmallPieces(Samples.Sample sample) throws IOException {
        byte[] content = Samples.content();
        ByteSource source = open(sample);
        for (int at = 0; at < content.length; at += 1000) {
            int n = Math.min(1000, content.length - at);
            assertThat(source.bytes(at, n)).isEqualTo(Arrays.copyOfRange(content, at, at + n));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void threadsShareASource(Samples.Sample sample) throws Exception {
        byte[] content = Samples.content();
        ByteSource source = open(sample);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> readers = IntStream.range(0, 12)
                    .mapToObj(i -> (Callable<Boolean>) () -> {
                        for (int at = i * 100; at + 5000 < content.length; at += 5000) {
                            if (!Arrays.equals(source.bytes(at, 5000), Arrays.copyOfRange(content, at, at + 5000))) {
                                return false;
                            }
                        }
                        return true;
                    })
                    .toList();
            for (Future<Boolean> same : threads.invokeAll(readers)) {
                assertThat(same.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Three chunks, all of them plain. */
    private static byte[] plain() {
        byte[] stored = new byte[8 + 10_000];
        ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 4096).putInt(4, 8192);
        for (int i = 8; i < stored.length; i++) {
            stored[i] = (byte) ((i * 31) >> 3);
        }
        return stored;
    }

    private static ByteSource open(byte[] stored, long size) throws IOException {
        return ChunkedSource.open("a.wim/a", ByteSource.of("a.wim/resource", stored), Codec.XPRESS, 4096, size);
    }

    private static void complains(byte[] stored, int size, String message) throws IOException {
        ByteSource source = open(stored, size);
        assertThatThrownBy(() -> source.bytes(0, size))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("a.wim/resource at 0x" + message);
    }

    @Test
    void takesChunksOfFullLengthAsTheyAre() throws IOException {
        byte[] stored = plain();
        ByteSource source = open(stored, 10_000);
        assertThat(source.bytes(0, 10_000)).isEqualTo(Arrays.copyOfRange(stored, 8, stored.length));
        assertThat(source.bytes(4095, 2)).isEqualTo(Arrays.copyOfRange(stored, 4103, 4105));
    }

    @Test
    void checksTheTable() throws IOException {
        byte[] stored = plain();
        complains(stored, 9999, "2008: XPRESS chunk 2: is stored in 1808 bytes, but has only 1807");
        stored[0] = 1;
        complains(stored, 10_000, "8: XPRESS chunk 0: is stored in 4097 bytes, but has only 4096");
        stored[0] = 0;
        stored[1] = 0;
        complains(stored, 10_000, "8: XPRESS chunk 0: reaches from 8 to 8 of 10008 bytes");
        stored[3] = -1;
        complains(stored, 10_000, "8: XPRESS chunk 0: reaches from 8 to 4278190088 of 10008 bytes");
        byte[] last = plain();
        last[7] = -1;
        assertThatThrownBy(() -> open(last, 10_000).bytes(9000, 10))
                .hasMessage(
                        "a.wim/resource at 0xff002008: XPRESS chunk 2: reaches from 4278198280 to 10008 of 10008 bytes");
    }

    @Test
    void saysWhichChunkIsDamaged() throws IOException {
        byte[] stored = Arrays.copyOf(plain(), 8 + 8192 + 300);
        complains(stored, 10_000, "2008: XPRESS chunk 2: more Huffman codewords of up to 1 bits than there can be");
    }

    @Test
    void refusesATableThatDoesNotFit() {
        assertThatThrownBy(() -> open(new byte[100], Long.MAX_VALUE))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage(
                        "a.wim/resource at 0x0: table of 2251799813685248 chunks: 18014398509481976 bytes do not fit in"
                                + " 100 bytes");
    }

    @Test
    void refusesChunksThatNoCodecHas() {
        assertThatThrownBy(() -> ChunkedSource.open("a.wim/a", ByteSource.of("", new byte[9]), Codec.LZX, -1, 9))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("a.wim/a: LZX with chunks of 4294967295 bytes");
    }

    @Test
    void hasNoBytesOfAnEmptyResource() throws IOException {
        assertThat(open(new byte[0], 0).bytes(0, 0)).isEmpty();
        assertThatThrownBy(() -> open(new byte[0], 0).bytes(0, 1)).isInstanceOf(CorruptImageException.class);
    }

    /** From 4 GiB on, offsets in the table take 8 bytes. All chunks are the same one here, and none is stored but in mind. */
    @ParameterizedTest
    @MethodSource("longSizes")
    void readsTheTableOfLargeResources(long size) throws IOException {
        byte[] chunk = new byte[4096];
        new SplittableRandom(5).nextBytes(chunk);
        long chunks = (size + 4095) / 4096;
        int width = size < 1L << 32 ? 4 : 8;
        long table = (chunks - 1) * width;
        ByteSource stored = new ByteSource() {
            @Override
            public String name() {
                return "large";
            }

            @Override
            public long size() {
                return table + size;
            }

            @Override
            public void read(long offset, ByteBuffer target) throws IOException {
                Bounds.check(this, offset, target);
                for (long at = offset; target.hasRemaining(); at++) {
                    target.put(
                            at < table
                                    ? (byte) (((at / width + 1) * 4096) >> (at % width * 8))
                                    : chunk[(int) ((at - table) % 4096)]);
                }
            }
        };
        ByteSource source = ChunkedSource.open("a", stored, Codec.XPRESS, 4096, size);
        assertThat(source.bytes(size - 5000, 5000)).isEqualTo(expected(chunk, size - 5000));
        assertThat(source.bytes(0, 5000)).isEqualTo(expected(chunk, 0));
        assertThat(source.bytes(size / 2 + 77, 5000)).isEqualTo(expected(chunk, size / 2 + 77));
    }

    static List<Long> longSizes() {
        return List.of((1L << 32) - 1, 1L << 32, (1L << 32) + 1, (1L << 33) + 123);
    }

    private static byte[] expected(byte[] chunk, long at) {
        byte[] expected = new byte[5000];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = chunk[(int) ((at + i) % 4096)];
        }
        return expected;
    }
}
