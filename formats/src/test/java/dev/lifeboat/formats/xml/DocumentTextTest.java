package dev.lifeboat.formats.xml;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentTextTest {
    private static final String TEXT = "<a b=\"Grün 日 \ud83d\ude00\"/>";

    /** A way to write a document. */
    private record Form(String start, Charset charset, String end) {
        byte[] bytes(String text) {
            return (start + text + end).getBytes(charset);
        }
    }

    static List<Form> forms() {
        return List.of(
                new Form("", UTF_16LE, "\0"),
                new Form("", UTF_16LE, ""),
                new Form("", UTF_16BE, "\0"),
                new Form("\ufeff", UTF_16LE, "\0\0\0"),
                new Form("\ufeff", UTF_16BE, ""),
                new Form("\ufeff", UTF_8, ""),
                new Form("", UTF_8, "\0"),
                new Form("", UTF_8, ""));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void anyFormGivesTheSameText(Form form) throws IOException {
        DocumentText text = DocumentText.of(ByteSource.of("a.xml", form.bytes(TEXT)));
        assertThat(text.string()).isEqualTo(TEXT);
        assertThat(text.charset()).isEqualTo(form.charset);
        assertThat(text.hasByteOrderMark()).isEqualTo(!form.start.isEmpty());
        assertThat(text.trailingNuls()).isEqualTo(form.end.length());
    }

    /** Characters of two, three and four bytes fall across the pieces that are read, whatever these are. */
    @ParameterizedTest
    @MethodSource("forms")
    void longTextIsReadInPieces(Form form) throws IOException {
        String text = "<a>x" + "Grün 日 \ud83d\ude00".repeat(20_000) + "</a>";
        assertThat(DocumentText.of(ByteSource.of("a.xml", form.bytes(text))).string())
                .isEqualTo(text);
    }

    /** Where each form is broken is known by arithmetic: the text before is of ASCII. */
    @ParameterizedTest
    @MethodSource("forms")
    void aNulInsideIsRefused(Form form) {
        byte[] bytes = form.bytes("<a/>" + " ".repeat(20_000) + "\0<b/>");
        int unit = form.charset.equals(UTF_8) ? 1 : 2;
        int at = form.start.getBytes(form.charset).length + 20_004 * unit;
        assertThatThrownBy(() -> DocumentText.of(ByteSource.of("a.xml", bytes)).string())
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("a.xml at 0x" + Integer.toHexString(at) + ": " + form.charset
                        + " text: a NUL character with more text behind it");
    }

    @Test
    void halfASurrogatePairIsRefused() {
        byte[] bytes = "<a b=\"xx\"/>".getBytes(UTF_16LE);
        bytes[13] = (byte) 0xd8;
        assertCorrupt(bytes, "a.xml at 0xc: UTF-16LE text: the bytes here are no character: 78 d8 78 00");
        bytes[13] = (byte) 0xdc;
        assertCorrupt(bytes, "a.xml at 0xc: UTF-16LE text: the bytes here are no character: 78 dc");
    }

    @Test
    void halfASurrogatePairAtTheEndIsRefused() {
        assertCorrupt(
                ByteBuffer.allocate(4)
                        .put("<".getBytes(UTF_16LE))
                        .put((byte) 0x3d)
                        .put((byte) 0xd8)
                        .array(),
                "a.xml at 0x2: UTF-16LE text: the bytes here are no character: 3d d8");
    }

    @Test
    void wrongUtf8IsRefused() {
        assertCorrupt(
                new byte[] {'<', 'a', '>', (byte) 0xfc, '<', '/', 'a', '>'},
                "a.xml at 0x3: UTF-8 text: the bytes here are no character: fc");
        assertCorrupt(
                new byte[] {'<', 'a', '>', (byte) 0xe6, (byte) 0x97},
                "a.xml at 0x3: UTF-8 text: the bytes here are no character: e6 97");
    }

    @Test
    void anOddNumberOfBytesIsRefused() {
        assertCorrupt(
                new byte[] {'<', 0, 'a', 0, '/', 0, '>'},
                "a.xml at 0x6: UTF-16 text: ends with half a character: was it cut off?");
    }

    @Test
    void nothingIsRefused() {
        assertCorrupt(new byte[0], "a.xml at 0x0: document: is empty");
        assertCorrupt(new byte[10_000], "a.xml at 0x0: document: holds no text, only 10000 bytes");
        assertCorrupt(
                new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0}, "a.xml at 0x0: document: holds no text, only 4 bytes");
    }

    @Test
    void tooLargeIsRefusedByItsBeginning() {
        ByteSource huge = new ByteSource() {
            @Override
            public String name() {
                return "a.xml";
            }

            @Override
            public long size() {
                return (64 << 20) + 2;
            }

            @Override
            public void read(long offset, ByteBuffer target) {
                assertThat(offset).isZero();
                target.put(new byte[] {'<', 0, 'a', 0});
            }
        };
        assertThatThrownBy(() -> DocumentText.of(huge))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("a.xml: a document of 67108866 bytes is not supported, at most 67108864");
    }

    private static void assertCorrupt(byte[] bytes, String message) {
        assertThatThrownBy(() -> DocumentText.of(ByteSource.of("a.xml", bytes)).string())
                .isInstanceOf(CorruptImageException.class)
                .hasMessage(message);
    }
}
