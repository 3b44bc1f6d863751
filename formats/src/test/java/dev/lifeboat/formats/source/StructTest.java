package dev.lifeboat.formats.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class StructTest {
    private final ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    private final Struct s = Struct.of(ByteSource.of("a.img", new byte[4096]), 0x100, bytes.array(), "header");

    @Test
    void widensFieldsUnsigned() throws IOException {
        bytes.putLong(0, 0xfedc_ba98_8765_43f0L);
        assertThat(s.u8(0)).isEqualTo(0xf0);
        assertThat(s.s8(0)).isEqualTo(-16);
        assertThat(s.u16(6)).isEqualTo(0xfedc);
        assertThat(s.u32(4)).isEqualTo(0xfedc_ba98L);
        assertThat(s.bits64(0)).isEqualTo(0xfedc_ba98_8765_43f0L);
    }

    @Test
    void readsBigEndianWhenAsked() throws IOException {
        bytes.putLong(0, 0x0102_0304_0506_0708L);
        Struct big = s.bigEndian();
        assertThat(big.u16(0)).isEqualTo(0x0807);
        assertThat(big.u32(0)).isEqualTo(0x0807_0605L);
        assertThat(big.part(4, 4, "part").u32(0)).isEqualTo(0x0403_0201L);
    }

    @Test
    void refusesASizeWithItsTopBitSet() {
        bytes.putLong(8, Long.MIN_VALUE | 5);
        assertThatThrownBy(() -> s.u64(8, "length"))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("a.img at 0x108: header: length is 0x8000000000000005, beyond any real size");
    }

    @Test
    void takesTheGreatestSize() throws IOException {
        bytes.putLong(8, Long.MAX_VALUE);
        assertThat(s.u64(8, "length")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refusesAFieldThatLiesOutside() {
        assertThatThrownBy(() -> s.u32(61))
                .hasMessage("a.img at 0x13d: header: 32-bit field of 4 bytes lies outside the structure's 64 bytes");
        assertThatThrownBy(() -> s.u8(-1)).isInstanceOf(CorruptImageException.class);
        assertThatThrownBy(() -> s.bits64(Long.MAX_VALUE)).isInstanceOf(CorruptImageException.class);
        assertThatThrownBy(() -> s.guid(49)).isInstanceOf(CorruptImageException.class);
        assertThatThrownBy(() -> s.bytes(60, 5)).isInstanceOf(CorruptImageException.class);
        assertThatThrownBy(() -> s.bytes(0, -1)).isInstanceOf(CorruptImageException.class);
    }

    @Test
    void namesTheSourceAndOffsetOfAReadThatDoesNotFit() {
        assertThatThrownBy(() -> Struct.read(ByteSource.of("a.img", new byte[10]), 8, 4, "footer"))
                .hasMessage("a.img at 0x8: footer: 4 bytes do not fit in 10 bytes");
    }

    /** 4a49c2ff-1122-3344-5566-778899aabbcc: the first three parts are little-endian, the rest is in order of bytes. */
    @Test
    void readsAGuidInTheOrderOfWindows() throws IOException {
        byte[] guid = {
            (byte) 0xff,
            (byte) 0xc2,
            0x49,
            0x4a,
            0x22,
            0x11,
            0x44,
            0x33,
            0x55,
            0x66,
            0x77,
            (byte) 0x88,
            (byte) 0x99,
            (byte) 0xaa,
            (byte) 0xbb,
            (byte) 0xcc
        };
        bytes.put(16, guid);
        UUID expected = UUID.fromString("4a49c2ff-1122-3344-5566-778899aabbcc");
        assertThat(s.guid(16)).isEqualTo(expected);
        assertThat(s.bigEndian().guid(16)).isEqualTo(expected);
    }

    @Test
    void keepsSurrogatesThatStandAlone() throws IOException {
        bytes.putShort(0, (short) 'a').putShort(2, (short) 0xd800).putShort(4, (short) 0xdc00);
        bytes.putShort(6, (short) 0xdfff);
        assertThat(s.utf16(0, 4)).isEqualTo("a\ud800\udc00\udfff");
        assertThat(s.utf16(4, 2)).isEqualTo("\udc00\udfff");
    }

    @Test
    void refusesTextThatReachesOutside() {
        assertThatThrownBy(() -> s.utf16(60, 3))
                .hasMessage("a.img at 0x13c: header: text of 6 bytes lies outside the structure's 64 bytes");
        assertThatThrownBy(() -> s.utf16(0, Integer.MAX_VALUE)).isInstanceOf(CorruptImageException.class);
    }

    @Test
    void readsAsciiAsTheBytesAre() throws IOException {
        bytes.put(0, new byte[] {'A', (byte) 0x80, (byte) 0xff});
        assertThat(s.ascii(0, 3)).isEqualTo("A\u0080\u00ff");
    }

    @Test
    void showsASignatureThatIsNotTheExpectedOne() {
        bytes.put(0, new byte[] {'h', 'e', 1, (byte) 0xff});
        assertThatThrownBy(() -> s.expectAscii(0, "head"))
                .hasMessage("a.img at 0x100: header: signature is \"he\\x01\\xff\", expected \"head\"");
    }

    @Test
    void showsAValueThatIsNotTheExpectedOne() throws IOException {
        s.expect(4, "version", 1, 1);
        assertThatThrownBy(() -> s.expect(4, "version", 2, 1))
                .hasMessage("a.img at 0x104: header: version is 2, expected 1");
    }

    @Test
    void checksTheChecksumOfAllOtherBytes() throws IOException {
        bytes.putLong(20, 12345);
        CRC32C crc = new CRC32C();
        crc.update(bytes.array());
        bytes.putInt(4, (int) crc.getValue());
        s.expectCrc32c(4);

        bytes.put(63, (byte) 1);
        assertThatThrownBy(() -> s.expectCrc32c(4))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageMatching("a\\.img at 0x104: header: checksum is 0x" + Long.toHexString(crc.getValue())
                        + ", computed 0x[0-9a-f]+");
    }

    /** CRC-32C of "123456789" is 0xe3069283, as every description of it says. */
    @Test
    void usesThePolynomialOfCastagnoli() throws IOException {
        byte[] text = new byte[13];
        System.arraycopy("123456789".getBytes(StandardCharsets.US_ASCII), 0, text, 0, 9);
        CRC32C padded = new CRC32C();
        padded.update(text, 0, 9);
        assertThat(padded.getValue()).isEqualTo(0xe306_9283L);
        padded.update(new byte[4]);
        ByteBuffer.wrap(text).order(ByteOrder.LITTLE_ENDIAN).putInt(9, (int) padded.getValue());
        Struct.of(ByteSource.of("a", text), 0, text, "text").expectCrc32c(9);
    }

    @Test
    void namesEachPartThatAFieldLiesIn() throws IOException {
        Struct inner = s.part(16, 32, "table").part(8, 8, "entry 3");
        assertThat(inner.position()).isEqualTo(0x118);
        assertThat(inner.size()).isEqualTo(8);
        assertThat(inner.corrupt(2, "type", "is 7, expected 1 or 2"))
                .hasMessage("a.img at 0x11a: header: table: entry 3: type is 7, expected 1 or 2");
        assertThat(inner).hasToString("header: table: entry 3 at 0x118");
    }

    @Test
    void refusesAPartThatReachesOutside() {
        assertThatThrownBy(() -> s.part(60, 8, "tail"))
                .hasMessage("a.img at 0x13c: header: tail of 8 bytes lies outside the structure's 64 bytes");
        assertThatThrownBy(() -> s.part(0, -4, "tail")).isInstanceOf(CorruptImageException.class);
        assertThatThrownBy(() -> s.part(Long.MAX_VALUE, 2, "tail")).isInstanceOf(CorruptImageException.class);
    }

    @Test
    void aPartOfAnArrayIsAViewOfIt() throws IOException {
        Struct part = Struct.of(ByteSource.of("a.img", new byte[64]), 0x40, bytes.array(), 32, 8, "part");
        bytes.put(32, (byte) 9);
        assertThat(part.u8(0)).isEqualTo(9);
        assertThat(part.size()).isEqualTo(8);
        assertThatThrownBy(() -> part.u8(8)).hasMessageStartingWith("a.img at 0x48: part: byte");
    }

    @Test
    void whatCannotBeReadIsNamedWithItsSource() throws IOException {
        Struct part = Struct.of(ByteSource.of("a.img", new byte[64]), 0x40, new byte[32], 0, 32, "table")
                .part(8, 4, "entry 1");
        assertThat(part.unsupported("is of type 9"))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("a.img at 0x48: table: entry 1: is of type 9");
    }

    @Test
    void anyOffsetAndLengthGiveAValueOrAnImageException() throws IOException {
        var random = new SplittableRandom(42);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            long offset = i % 2 == 0 ? random.nextInt(-10, 80) : random.nextLong();
            int length = i % 3 == 0 ? random.nextInt() : random.nextInt(-5, 70);
            try {
                Struct part = s.part(offset, length, "part");
                assertThat(part.bytes(0, part.size())).hasSize(length);
            } catch (ImageException expected) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 1_999);
    }
}
