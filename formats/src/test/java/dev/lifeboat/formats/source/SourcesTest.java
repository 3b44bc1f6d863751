package dev.lifeboat.formats.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The sources that only pass bytes on, and the range check that all of them share. */
class SourcesTest {
    private static final byte[] BYTES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    private final ByteSource source = ByteSource.of("disk", BYTES);

    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("a.img"), bytes);
    }

    @Test
    void fillsFromPositionToLimit() throws IOException {
        ByteBuffer target = ByteBuffer.allocate(8);
        target.position(2).limit(5);
        source.read(4, target);
        assertThat(target.array()).containsExactly(0, 0, 4, 5, 6, 0, 0, 0);
        assertThat(target.position()).isEqualTo(5);
    }

    @Test
    void refusesAReadThatReachesPastTheEnd() {
        assertThatThrownBy(() -> source.read(8, ByteBuffer.allocate(3)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("disk at 0x8: read: 3 bytes do not fit in 10 bytes");
        assertThatThrownBy(() -> source.read(-1, ByteBuffer.allocate(1))).isInstanceOf(CorruptImageException.class);
    }

    /** The array would have two gigabytes. */
    @Test
    void allocatesNothingForWhatIsNotThere() {
        assertThatThrownBy(() -> source.bytes(1, Integer.MAX_VALUE))
                .hasMessage("disk at 0x1: read: 2147483647 bytes do not fit in 10 bytes");
        assertThatThrownBy(() -> source.bytes(0, -1)).isInstanceOf(CorruptImageException.class);
    }

    @Test
    void readsNothingAtTheEnd() throws IOException {
        assertThat(source.bytes(10, 0)).isEmpty();
    }

    @Test
    void boundsCannotOverflow() throws IOException {
        Bounds.check(source, 0, 10, "all");
        for (long[] range : new long[][] {{Long.MAX_VALUE, 1}, {1, Long.MAX_VALUE}, {Long.MAX_VALUE, Long.MAX_VALUE}}) {
            assertThatThrownBy(() -> Bounds.check(source, range[0], range[1], "part"))
                    .isInstanceOf(CorruptImageException.class);
        }
        assertThatThrownBy(() -> Bounds.check(source, 0, -1, "part"))
                .hasMessage("disk at 0x0: part: -1 bytes do not fit in 10 bytes");
    }

    @Test
    void aSliceIsAWindow() throws IOException {
        ByteSource slice = source.slice("partition 1", 3, 4);
        assertThat(slice.name()).isEqualTo("disk/partition 1");
        assertThat(slice.size()).isEqualTo(4);
        assertThat(slice.bytes(1, 3)).containsExactly(4, 5, 6);
        assertThatThrownBy(() -> slice.bytes(2, 3))
                .hasMessage("disk/partition 1 at 0x2: read: 3 bytes do not fit in 4 bytes");
    }

    @Test
    void aSliceOfASliceReadsTheLowest() throws IOException {
        ByteSource slice = source.slice("partition 1", 3, 6).slice("$MFT", 2, 3);
        assertThat(slice.name()).isEqualTo("disk/partition 1/$MFT");
        assertThat(slice.bytes(0, 3)).containsExactly(5, 6, 7);
    }

    @Test
    void aSliceWithoutANameKeepsThatOfItsSource() throws IOException {
        assertThat(source.slice("", 3, 4).name()).isEqualTo("disk");
    }

    @Test
    void refusesASliceThatDoesNotFit() {
        assertThatThrownBy(() -> source.slice("partition 1", 8, 3))
                .hasMessage("disk at 0x8: partition 1: 3 bytes do not fit in 10 bytes");
        assertThatThrownBy(() -> source.slice("", Long.MAX_VALUE, 1))
                .hasMessage("disk at 0x7fffffffffffffff: 1 bytes do not fit in 10 bytes");
    }

    @Test
    void fillsAPartOfABufferAndLeavesItsLimit() throws IOException {
        ByteBuffer target = ByteBuffer.allocate(8);
        Buffers.fill(source, 5, target, 3);
        assertThat(target.position()).isEqualTo(3);
        assertThat(target.limit()).isEqualTo(8);
        assertThat(target.array()).startsWith(5, 6, 7, 0);
    }

    @Test
    void leavesTheLimitOfABufferThatCannotBeFilled() {
        ByteBuffer target = ByteBuffer.allocate(8);
        assertThatThrownBy(() -> Buffers.fill(source, 9, target, 3)).isInstanceOf(CorruptImageException.class);
        assertThat(target.limit()).isEqualTo(8);
    }

    @Test
    void writesZerosBeyondOneChunk() {
        byte[] bytes = new byte[200_000];
        Arrays.fill(bytes, (byte) 1);
        ByteBuffer target = ByteBuffer.wrap(bytes).position(1);
        Buffers.zeros(target, 150_000);
        assertThat(target.position()).isEqualTo(150_001);
        assertThat(bytes[0]).isEqualTo((byte) 1);
        assertThat(Arrays.copyOfRange(bytes, 1, 150_001)).containsOnly(0);
        assertThat(bytes[150_001]).isEqualTo((byte) 1);
    }

    @Test
    void readsAFile() throws IOException {
        try (FileSource file = FileSource.open(file(BYTES))) {
            assertThat(file.name()).isEqualTo("a.img");
            assertThat(file.path()).isEqualTo(folder.resolve("a.img"));
            assertThat(file.size()).isEqualTo(10);
            assertThat(file.bytes(7, 3)).containsExactly(7, 8, 9);
            assertThatThrownBy(() -> file.bytes(7, 4)).hasMessage("a.img at 0x7: read: 4 bytes do not fit in 10 bytes");
        }
    }

    @Test
    void refusesAFolder() {
        assertThatThrownBy(() -> FileSource.open(folder))
                .isNotInstanceOf(ImageException.class)
                .hasMessage(folder + " is a folder, not an image file");
    }

    /** To open one is to wait for ever. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(20)
    void refusesAPipe() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe.vhdx");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> FileSource.open(pipe))
                .isNotInstanceOf(ImageException.class)
                .hasMessage(pipe + " is a pipe, not an image file");
    }

    @Test
    void saysThatAFileIsMissing() {
        assertThatThrownBy(() -> FileSource.open(folder.resolve("b.img"))).isInstanceOf(NoSuchFileException.class);
    }

    /** The storage is at fault then, not the image. */
    @Test
    void saysThatAFileBecameShorter() throws IOException {
        Path path = file(BYTES);
        try (FileSource file = FileSource.open(path)) {
            Files.write(path, new byte[4]);
            assertThatThrownBy(() -> file.bytes(2, 6))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(ImageException.class)
                    .hasMessage(path + " became shorter while it was read: it ends at 4, was 10");
        }
    }

    @Test
    void anExceptionHasItsPlaceAndItsProblemApart() {
        var corrupt = new CorruptImageException(source, 0x42, "header", "version is 2, expected 1");
        assertThat(corrupt.where()).isEqualTo("disk at 0x42");
        assertThat(corrupt.problem()).isEqualTo("header: version is 2, expected 1");
        var unsupported = new UnsupportedImageException("install.wim", "LZMS compression is not supported");
        assertThat(unsupported).hasMessage("install.wim: LZMS compression is not supported");
    }
}
