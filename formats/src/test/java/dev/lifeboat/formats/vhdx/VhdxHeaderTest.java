package dev.lifeboat.formats.vhdx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VhdxHeaderTest {
    private final byte[] bytes = Arrays.copyOf(new VhdxBytes(1).bytes(), 0x50000); // sequence numbers 7 and 8
    private final ByteSource file = ByteSource.of("a.vhdx", bytes);

    @Test
    void takesTheHeaderWithTheGreaterSequenceNumber() throws IOException {
        assertThat(VhdxHeader.readCurrent(file).sequenceNumber()).isEqualTo(8);

        bytes[0x10008] = 9;
        VhdxBytes.seal(bytes, 0x10000, 4096);
        assertThat(VhdxHeader.readCurrent(file).sequenceNumber()).isEqualTo(9);
    }

    @Test
    void comparesSequenceNumbersUnsigned() throws IOException {
        bytes[0x1000f] = (byte) 0x80;
        VhdxBytes.seal(bytes, 0x10000, 4096);
        assertThat(VhdxHeader.readCurrent(file).sequenceNumber()).isEqualTo(0x8000_0000_0000_0007L);
    }

    @Test
    void fallsBackToTheOtherHeaderWhenOneIsTorn() throws IOException {
        bytes[0x20008] ^= 1;
        assertThat(VhdxHeader.readCurrent(file).sequenceNumber()).isEqualTo(7);
        bytes[0x20008] ^= 1;
        bytes[0x10008] ^= 1;
        assertThat(VhdxHeader.readCurrent(file).sequenceNumber()).isEqualTo(8);
    }

    @Test
    void acceptsTwoIdenticalHeaders() throws IOException {
        System.arraycopy(bytes, 0x20000, bytes, 0x10000, 4096);
        assertThat(VhdxHeader.readCurrent(file).sequenceNumber()).isEqualTo(8);
    }

    @Test
    void refusesTwoHeadersThatDifferUnderOneSequenceNumber() {
        bytes[0x10008] = 8;
        VhdxBytes.seal(bytes, 0x10000, 4096);
        assertThatThrownBy(() -> VhdxHeader.readCurrent(file))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("a.vhdx at 0x20000: VHDX header: sequence number is 8 in both headers, and they differ:"
                        + " it cannot be told which is current");
    }

    @Test
    void saysWhatIsWrongWithBothHeaders() {
        bytes[0x10000] = 'H';
        bytes[0x20000] = 'H';
        assertThatThrownBy(() -> VhdxHeader.readCurrent(file))
                .hasMessage("a.vhdx at 0x10000: VHDX header: signature is \"Head\", expected \"head\"")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .hasToString("dev.lifeboat.formats.source.CorruptImageException:"
                                + " a.vhdx at 0x20000: VHDX header: signature is \"Head\", expected \"head\""));
    }

    /** The other one is valid, but older: taking it would be reading a stale disk. */
    @Test
    void doesNotPassOverAValidHeaderOfAnUnknownVersion() {
        bytes[0x20000 + 66] = 2;
        VhdxBytes.seal(bytes, 0x20000, 4096);
        assertThatThrownBy(() -> VhdxHeader.readCurrent(file))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("a.vhdx: version 2 of VHDX is not supported");
    }
}
