package dev.lifeboat.formats.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateSequenceTest {
    private static final ByteSource MFT = ByteSource.of("C.img/$MFT", new byte[0]);

    private static byte[] block(int size) {
        byte[] block = NtfsBytes.pattern(size);
        NtfsBytes.in(block).putShort(4, (short) 48).putShort(6, (short) (size / 512 + 1));
        return block;
    }

    private static byte[] protect(byte[] block) {
        byte[] bytes = block.clone();
        NtfsBytes.protect(bytes, 0, bytes.length, 48);
        return bytes;
    }

    private static void apply(byte[] bytes) throws CorruptImageException {
        UpdateSequence.apply(MFT, 0x8000, bytes, 0, bytes.length, "record 32");
    }

    private static byte[] tails(byte[] bytes) {
        byte[] tails = new byte[bytes.length / 256];
        for (int i = 0; i < tails.length / 2; i++) {
            tails[2 * i] = bytes[512 * i + 510];
            tails[2 * i + 1] = bytes[512 * i + 511];
        }
        return tails;
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 4096, 65536})
    void putsTheTrueBytesBackEvery512BytesWhateverTheSize(int size) throws CorruptImageException {
        byte[] block = block(size);
        byte[] bytes = protect(block);
        apply(bytes);
        assertThat(tails(bytes)).isEqualTo(tails(block));
    }

    @Test
    void worksInTheMiddleOfAnArray() throws CorruptImageException {
        byte[] block = block(1024);
        byte[] bytes = new byte[3072];
        System.arraycopy(protect(block), 0, bytes, 1024, 1024);
        UpdateSequence.apply(MFT, 0, bytes, 1024, 1024, "record 1");
        assertThat(bytes[1024 + 511]).isEqualTo(block[511]);
        assertThat(bytes[1024 + 1023]).isEqualTo(block[1023]);
        assertThat(bytes[2048 + 511]).isZero();
    }

    @Test
    void acceptsACountThatIsLargerThanNeeded() throws CorruptImageException {
        byte[] block = block(1024);
        byte[] bytes = protect(block);
        bytes[6] = 7;
        apply(bytes);
        assertThat(tails(bytes)).isEqualTo(tails(block));
    }

    @Test
    void refusesABlockThatWasNotWrittenWhole() {
        byte[] bytes = protect(block(1024));
        bytes[1022] ^= 0x0f;
        assertThatThrownBy(() -> apply(bytes))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("C.img/$MFT at 0x83fe: record 32: update sequence is 0x0108 in sector 1, expected 0x0107");
    }

    /** A caller that goes on to another copy must not find this one half changed. */
    @Test
    void leavesATornBlockAsItWas() {
        byte[] bytes = protect(block(1024));
        bytes[1022] ^= 1;
        byte[] before = bytes.clone();
        assertThatThrownBy(() -> apply(bytes)).isInstanceOf(CorruptImageException.class);
        assertThat(bytes).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"48, 2", "48, 0", "0, 3", "38, 3", "506, 3", "65535, 3", "48, 65535", "48, 233"})
    void refusesAnArrayThatDoesNotFit(int array, int count) {
        byte[] bytes = protect(block(1024));
        NtfsBytes.in(bytes).putShort(4, (short) array).putShort(6, (short) count);
        assertThatThrownBy(() -> apply(bytes))
                .hasMessage("C.img/$MFT at 0x8004: record 32: update sequence array is " + count + " entries at "
                        + array + ", expected 3 entries that fit behind the header");
    }
}
