package dev.lifeboat.formats.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PiecedSourceTest {
    private final ByteSource below = ByteSource.of("disc", "0123456789".getBytes(StandardCharsets.ISO_8859_1));

    private static String read(ByteSource source) throws IOException {
        return new String(source.bytes(0, (int) source.size()), StandardCharsets.ISO_8859_1);
    }

    @Test
    void putsPiecesAndZerosTogether() throws IOException {
        PiecedSource file = new PiecedSource.Builder(below)
                .add(7, 3, "a")
                .zeros(2)
                .add(0, 1, "b")
                .add(1, 2, "c")
                .build("file", 7);
        assertThat(read(file)).isEqualTo("789\0\0" + "01");
        assertThat(new String(file.bytes(2, 4), StandardCharsets.ISO_8859_1)).isEqualTo("9\0\0" + "0");
        assertThat(file.extentAt(1)).isEqualTo(new SparseSource.Extent(SparseSource.Origin.STORED, 2));
        assertThat(file.extentAt(3)).isEqualTo(new SparseSource.Extent(SparseSource.Origin.ZERO, 2));
        assertThat(file.extentAt(5)).isEqualTo(new SparseSource.Extent(SparseSource.Origin.STORED, 2));
    }

    @Test
    void cutsAtTheSizeOfTheFile() throws IOException {
        PiecedSource.Builder pieces =
                new PiecedSource.Builder(below).add(2, 4, "a").zeros(4);
        assertThat(read(pieces.build("file", 3))).isEqualTo("234");
        assertThat(read(pieces.build("file", 4))).isEqualTo("2345");
        assertThat(read(pieces.build("file", 0))).isEmpty();
        assertThat(pieces.size()).isEqualTo(8);
    }

    @Test
    void refusesWhatLiesOutside() {
        PiecedSource.Builder pieces = new PiecedSource.Builder(below);
        assertThatThrownBy(() -> pieces.add(8, 3, "extent of /a"))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("disc at 0x8: extent of /a: 3 bytes do not fit in 10 bytes");
        assertThatThrownBy(() -> pieces.zeros(Long.MAX_VALUE).zeros(1)).isInstanceOf(CorruptImageException.class);
        assertThatThrownBy(() -> pieces.build("file", 1).bytes(1, 1)).isInstanceOf(CorruptImageException.class);
    }

    @Test
    void refusesMillionsOfPieces() {
        PiecedSource.Builder pieces = new PiecedSource.Builder(below);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 2_000_000; i++) {
                        pieces.add(i % 2 == 0 ? 0 : 5, 1, "extent");
                    }
                })
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("disc: a file in more than 1048576 pieces is not supported");
    }
}
