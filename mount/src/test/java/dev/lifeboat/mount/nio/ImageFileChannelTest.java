package dev.lifeboat.mount.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file in an image and the same bytes in a file of the host, asked the same. */
class ImageFileChannelTest {
    private static final int SIZE = 200_000;

    @TempDir
    private Path folder;

    private final byte[] content = new byte[SIZE];
    private final CountedTree tree = new CountedTree(100_000, ByteSource.of("file", content));
    private final ImageFileSystem files = ImageFileSystem.of(tree, "C.img:1");
    private Path host;

    @BeforeEach
    void makeFile() throws IOException {
        new SplittableRandom(7).nextBytes(content);
        host = Files.write(folder.resolve("file"), content);
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(files.getPath("/file"), StandardOpenOption.READ);
    }

    @Test
    void readsAsAChannelOfTheHostDoes() throws IOException {
        var random = new SplittableRandom(11);
        try (FileChannel image = open();
                FileChannel file = FileChannel.open(host, StandardOpenOption.READ)) {
            for (int i = 0; i < 2_000; i++) {
                ByteBuffer expected = buffer(random);
                ByteBuffer actual = ByteBuffer.allocate(expected.capacity())
                        .limit(expected.limit())
                        .position(expected.position());
                long at = random.nextInt(SIZE + 100);
                switch (random.nextInt(4)) {
                    case 0 -> assertThat(image.read(actual, at)).isEqualTo(file.read(expected, at));
                    case 1 -> assertThat(image.position(at).position())
                            .isEqualTo(file.position(at).position());
                    case 2 -> assertThat(image.read(with50More(actual))).isEqualTo(file.read(with50More(expected)));
                    default -> assertThat(image.read(actual)).isEqualTo(file.read(expected));
                }
                assertThat(actual).isEqualTo(expected);
                assertThat(actual.position()).isEqualTo(expected.position());
                assertThat(actual.clear()).isEqualTo(expected.clear());
                assertThat(image.position()).isEqualTo(file.position());
            }
            assertThat(image.size()).isEqualTo(SIZE);
        }
    }

    private static ByteBuffer[] with50More(ByteBuffer buffer) {
        return new ByteBuffer[] {buffer, ByteBuffer.allocate(50)};
    }

    private static ByteBuffer buffer(SplittableRandom random) {
        int capacity = random.nextInt(3_000);
        int limit = random.nextInt(capacity + 1);
        return ByteBuffer.allocate(capacity).limit(limit).position(random.nextInt(limit + 1));
    }

    @Test
    void transfers() throws IOException {
        try (FileChannel image = open()) {
            var all = new ByteArrayOutputStream();
            assertThat(image.transferTo(100, Long.MAX_VALUE, Channels.newChannel(all)))
                    .isEqualTo(SIZE - 100);
            assertThat(all.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 100, SIZE));
            assertThat(image.transferTo(SIZE + 1, 10, Channels.newChannel(all))).isZero();
            assertThat(image.position()).isZero();
        }
    }

    @Test
    void isLookedUpOnceForAllItsReads() throws IOException {
        try (FileChannel image = open()) {
            ByteBuffer buffer = ByteBuffer.allocate(100);
            long all = 0;
            for (int n = image.read(buffer); n > 0; n = image.read(buffer.clear())) {
                all += n;
            }
            assertThat(all).isEqualTo(SIZE);
        }
        assertThat(tree.finds).isEqualTo(1);
        assertThat(tree.opens).isEqualTo(1);
    }

    @Test
    void listsManyFilesWithoutLookingForEach() throws IOException {
        try (Stream<Path> paths = Files.list(files.getPath("/many"))) {
            assertThat(paths.filter(Files::isRegularFile).count()).isEqualTo(100_000);
        }
        assertThat(tree.finds).isEqualTo(1);
    }

    /** Each of many folders may be the same large one. */
    @Test
    void doesNotListForEver() throws IOException {
        ImageFileSystem few = new ImageFileSystem(tree, "C.img:1", 250_000);
        ImagePath many = ImagePath.parse(few, "/many");
        assertThat(few.children(many)).hasSize(100_000);
        assertThat(few.children(many)).hasSize(100_000);
        assertThatThrownBy(() -> few.children(many))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("C.img:1: holds more names in its folders than are listed here");
    }

    @Test
    void threadsMayShareIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (FileChannel image = open()) {
            List<Callable<Boolean>> readers = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(seed -> () -> readsRightly(image, seed))
                    .toList();
            for (Future<Boolean> reader : threads.invokeAll(readers)) {
                assertThat(reader.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    private boolean readsRightly(FileChannel image, int seed) throws IOException {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            int at = random.nextInt(SIZE - 500);
            ByteBuffer buffer = ByteBuffer.allocate(500);
            if (image.read(buffer, at) != 500
                    || !Arrays.equals(buffer.array(), Arrays.copyOfRange(content, at, at + 500))) {
                return false;
            }
        }
        return true;
    }

    @Test
    void cannotWrite() throws IOException {
        try (FileChannel image = open()) {
            assertThatThrownBy(() -> image.write(ByteBuffer.allocate(1)))
                    .isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> image.write(ByteBuffer.allocate(1), 0))
                    .isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> image.write(new ByteBuffer[] {ByteBuffer.allocate(1)}))
                    .isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> image.truncate(0)).isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> image.map(FileChannel.MapMode.READ_ONLY, 0, 1))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(image::lock).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void refusesWhatNoChannelTakes() throws IOException {
        FileChannel image = open();
        assertThatThrownBy(() -> image.read(ByteBuffer.allocate(1), -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> image.position(-1)).isInstanceOf(IllegalArgumentException.class);
        image.close();
        assertThatThrownBy(image::size).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> image.read(ByteBuffer.allocate(1), 0)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> image.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(image::position).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void readsAsAStreamAndAsAByteChannel() throws IOException {
        assertThat(Files.readAllBytes(files.getPath("file"))).isEqualTo(content);
        try (SeekableByteChannel channel = Files.newByteChannel(files.getPath("file"))) {
            ByteBuffer end = ByteBuffer.allocate(10);
            assertThat(channel.position(SIZE - 4).read(end)).isEqualTo(4);
            assertThat(channel.read(end)).isEqualTo(-1);
        }
    }
}
