package dev.lifeboat.formats.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockSourceTest {
    private static final int BLOCK = 1000;

    private final List<Long> made = new ArrayList<>();
    private IOException failure;

    private final BlockSource source = new BlockSource("blocks", 10 * BLOCK, BLOCK, () -> this::make);

    private void make(long block, long last, byte[] target, int at, int size) throws IOException {
        made.add(block);
        if (block == 3 && failure != null) {
            throw failure;
        }
        for (int i = 0; i < size; i++) {
            target[at + i] = (byte) block;
        }
    }

    @Test
    void aBlockIsMadeOnceForAllThatLiesInIt() throws IOException {
        for (int i = 0; i < BLOCK; i += 100) {
            assertThat(source.bytes(2 * BLOCK + i, 100)).containsOnly(2);
        }
        assertThat(made).containsExactly(2L);
    }

    /** Of thousands of files in a damaged chunk of 64 MiB each would cost a second. */
    @Test
    void aDamagedBlockIsTriedOnce() throws IOException {
        failure = new CorruptImageException(ByteSource.of("stored", new byte[0]), 0x40, "chunk 3", "is torn");
        for (int i = 0; i < BLOCK; i += 100) {
            long at = 3L * BLOCK + i;
            assertThatThrownBy(() -> source.bytes(at, 100)).isSameAs(failure);
        }
        assertThat(source.bytes(4 * BLOCK + 1, 10)).containsOnly(4);
        assertThatThrownBy(() -> source.bytes(3 * BLOCK, 1)).isSameAs(failure);
        assertThat(made).containsExactly(3L, 4L);
    }

    /** A disk that did not answer may answer now. */
    @Test
    void aBlockWhoseStorageFailedIsTriedAgain() throws IOException {
        failure = new IOException("input/output error");
        assertThatThrownBy(() -> source.bytes(3 * BLOCK, 10)).isSameAs(failure);
        failure = null;
        assertThat(source.bytes(3 * BLOCK, 10)).containsOnly(3);
    }
}
