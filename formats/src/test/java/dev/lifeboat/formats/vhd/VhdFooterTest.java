package dev.lifeboat.formats.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VhdFooterTest {
    private final byte[] bytes = VhdBytes.dynamic(2).bytes();
    private final int end = bytes.length - 512;

    private VhdFooter read() throws IOException {
        return VhdFooter.read(ByteSource.of("a.vhd", bytes));
    }

    @Test
    void readsTheFooterAtTheEnd() throws IOException {
        bytes[30] ^= 1; // the copy is damaged
        assertThat(read())
                .isEqualTo(new VhdFooter(
                        VhdFooter.Kind.DYNAMIC,
                        512,
                        2 * VhdBytes.BLOCK,
                        new UUID(0x1111, 0x2222),
                        Instant.parse("2000-01-02T00:00:00Z"),
                        "vsim",
                        true,
                        end));
    }

    @Test
    void readsAFooterOf511Bytes() throws IOException {
        ByteSource cut = ByteSource.of("a.vhd", Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(VhdFooter.read(cut).fileEnd()).isEqualTo(end);
        byte[] fixed = VhdBytes.fixed(1).bytes();
        ByteSource cutFixed = ByteSource.of("a.vhd", Arrays.copyOf(fixed, fixed.length - 1));
        assertThat(VhdFooter.read(cutFixed).kind()).isEqualTo(VhdFooter.Kind.FIXED);
    }

    @Test
    void readsTheCopyWhenTheEndIsDamagedOrMissing() throws IOException {
        bytes[end + 30] ^= 1;
        assertThat(read().fileEnd()).isEqualTo(bytes.length);
        ByteSource cut = ByteSource.of("a.vhd", Arrays.copyOf(bytes, end - 5000));
        assertThat(VhdFooter.read(cut).fileEnd()).isEqualTo(end - 5000);
    }

    @Test
    void saysWhatIsWrongWithBoth() {
        bytes[30] ^= 1;
        bytes[end] = 'C';
        assertThatThrownBy(this::read)
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("a.vhd at 0x21400: VHD footer: signature is \"Conectix\", expected \"conectix\"")
                .satisfies(e -> assertThat(e.getSuppressed()[0])
                        .hasMessageMatching("a.vhd at 0x40: VHD footer copy: checksum is 0x\\w+, computed 0x\\w+"));
    }

    @Test
    void takesTheSameWrongChecksumAtBothEnds() throws IOException {
        bytes[70] ^= 1; // the unique id
        bytes[end + 70] ^= 1;
        assertThat(read().checksumMatches()).isFalse();
        assertThat(read().currentSize()).isEqualTo(2 * VhdBytes.BLOCK);
    }

    @Test
    void doesNotTakeAWrongChecksumWhenTheSizesDisagree() {
        bytes[54] ^= 1; // the current size
        bytes[end + 54] ^= 1;
        assertThatThrownBy(this::read)
                .isInstanceOf(CorruptImageException.class)
                .hasMessageMatching("a.vhd at 0x21440: VHD footer: checksum is 0x\\w+, computed 0x\\w+");
    }

    @Test
    void refusesAnUnknownVersion() {
        bytes[end + 13] = 2;
        VhdBytes.seal(bytes, end, 512, 64);
        assertThatThrownBy(this::read)
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("a.vhd: version 0x20000 of VHD is not supported");
    }

    /** The first sector of a fixed disk is the disk's own, and may be that of another VHD. */
    @Test
    void doesNotTakeAnotherFileInAFixedDiskForTheCopy() {
        byte[] outer = VhdBytes.fixed(3).put(0, VhdBytes.fixed(1).bytes()).bytes();
        System.arraycopy(outer, VhdBytes.BLOCK, outer, 0, 512);
        outer[outer.length - 500] ^= 1;
        assertThatThrownBy(() -> VhdFooter.read(ByteSource.of("a.vhd", outer)))
                .isInstanceOf(CorruptImageException.class)
                .satisfies(e -> assertThat(e.getSuppressed()[0])
                        .hasMessage(
                                "a.vhd at 0x3c: VHD footer copy: disk type is fixed, and a fixed disk has no copy"));
    }
}
