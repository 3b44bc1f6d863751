package dev.lifeboat.formats.ntfs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each change here leaves a record that can be read, and that says something else than before. */
class RecordLayoutTest {
    private static final ByteSource MFT = ByteSource.of("$MFT", new byte[0]);

    private final RecordBuilder builder = new RecordBuilder()
            .resident(0x10, "", NtfsBytes.standardInformation(0x20))
            .resident(0x80, "", NtfsBytes.ascii("content"))
            .nonResident(0x80, "stream", 0x8000, Clusters.of(300, 2, Clusters.HOLE, 1));

    private static final int INFORMATION = 56;
    private static final int DATA = 152;
    private static final int STREAM = 184;

    private void require(Consumer<ByteBuffer> change) throws CorruptImageException {
        byte[] bytes = builder.plain(9, 1024);
        change.accept(NtfsBytes.in(bytes));
        NtfsBytes.protect(bytes, 0, 1024, 48);
        FileRecord.read(MFT, 9, bytes, 0, 1024).requireUsualLayout();
    }

    private void assertRefused(Consumer<ByteBuffer> change, String message) {
        assertThatThrownBy(() -> require(change))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theUsualLayoutIsFine() {
        assertThatCode(() -> require(b -> {})).doesNotThrowAnyException();
    }

    @Test
    void aTypeThatNobodyKnows() {
        assertRefused(b -> b.putInt(DATA, 0x81), "attribute 0x81 is of no known type");
    }

    @Test
    void aTypeOutOfOrder() {
        assertRefused(b -> b.putInt(DATA, 0xc0), "$DATA stands behind $REPARSE_POINT");
    }

    @Test
    void aLengthThatSwallowsTheNextAttribute() {
        assertRefused(b -> b.putShort(INFORMATION + 4, (short) 128), "has 128 bytes and uses 96");
    }

    @Test
    void aValueThatBecameShorterByMoreThanItsPadding() {
        assertRefused(b -> b.putInt(INFORMATION + 16, 48), "has 96 bytes and uses 72");
    }

    @Test
    void aValueThatBeginsLater() {
        assertRefused(b -> b.putShort(DATA + 20, (short) 25), "begins at 25, expected 24");
    }

    @Test
    void aNameThatBeginsLater() {
        assertRefused(b -> b.putShort(STREAM + 10, (short) 74), "has its name at 74, expected 72");
    }

    @Test
    void aValueThatLostItsFlag() {
        assertRefused(b -> b.putShort(STREAM + 12, (short) 0), "has its name at 72, expected 64");
    }

    @Test
    void anEndBeforeTheEnd() {
        assertRefused(b -> b.putInt(STREAM, -1), "bytes in use");
    }
}
