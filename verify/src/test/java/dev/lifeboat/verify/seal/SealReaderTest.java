package dev.lifeboat.verify.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SealReaderTest {
    private static final String HEAD =
            """
            Lifeboat seal 1
            chunk 1048576
            sealed 2026-11-27T20:48:05Z
            computer PC
            backup Backup 2026-01-31 120000
            media -
            """;
    private static final byte[] DIGESTS = new byte[64];
    private static final String FILE =
            "file 1048577 2026-01-31T12:00:00.250Z - - " + Hashes.hex(Hashes.sha256(DIGESTS)) + " a\\\\b\\u000ac/d\n";

    private static byte[] seal(String text) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(text.getBytes(UTF_8));
        bytes.writeBytes(DIGESTS);
        bytes.writeBytes(Hashes.sha256(text.getBytes(UTF_8)));
        return bytes.toByteArray();
    }

    private static SealReader read(byte[] bytes) throws IOException {
        return SealReader.read(ByteSource.of("seal", bytes));
    }

    @Test
    void readsWhatIsWritten() throws IOException {
        SealReader reader = read(seal(HEAD + FILE + "\n"));
        assertThat(reader.seal().computer()).hasValue("PC");
        assertThat(reader.seal().files()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("a\\b\nc/d");
            assertThat(file.size()).isEqualTo(1048577);
            assertThat(file.chunkCount()).isEqualTo(2);
        });
        assertThat(reader.seal().root()).isEqualTo(Hashes.hex(Hashes.sha256((HEAD + FILE + "\n").getBytes(UTF_8))));
        reader.check(0);
        assertThat(reader.digest(0, 1)).isEqualTo(new byte[32]);
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> read(seal(text)))
                .isInstanceOf(ImageException.class)
                .hasMessage(message);
    }

    @Test
    void refusesWhatIsNoSeal() {
        refused("", "seal at 0x0: seal: has no blank line behind its text");
        refused("Lifeboat seal 2\n\n", "seal: version '2' of seals is not supported");
        refused(HEAD.replace("1048576", "4096") + "\n", "seal: chunks of 4096 bytes are not supported");
        refused(HEAD.replace("sealed 2026", "sealed x") + "\n", "seal at 0x0: seal, line 4: has no time");
        refused(HEAD + FILE + FILE + "\n", "seal at 0x0: seal, line 9: names a file twice: a\\b\nc/d");
        refused(HEAD + "folder\n\n", "seal at 0x0: seal, line 7: should begin with 'file'");
        refused(HEAD + FILE.replace(" - - ", " vhdx:1 - ") + "\n", "seal at 0x0: seal, line 8: is no line of a file");
    }

    @Test
    void refusesTimesThatAreNoDates() throws IOException {
        for (String time :
                new String[] {"+1000000000-12-31T23:59:59Z", "+10000-01-01T00:00:00Z", "0000-12-31T23:59:59Z"}) {
            refused(HEAD.replace("2026-11-27T20:48:05Z", time) + "\n", "seal at 0x0: seal, line 4: has no time");
            refused(
                    HEAD + FILE.replace("2026-01-31T12:00:00.250Z", time) + "\n",
                    "seal at 0x0: seal, line 8: has no time");
        }
        String last = "9999-12-31T23:59:59.999Z";
        assertThat(Words.date(read(seal(HEAD.replace("2026-11-27T20:48:05Z", last) + FILE + "\n"))
                        .seal()
                        .sealed()))
                .isEqualTo("9999-12-31 23:59 UTC");
        assertThat(Fingerprint.clamp(Instant.MAX)).hasToString(last);
    }

    @Test
    void refusesNamesThatLeadElsewhere() {
        for (String name : new String[] {"../a", "/a", "a/../b", "a//b", "", ".", "a\\x"}) {
            refused(HEAD + FILE.replace("a\\\\b\\u000ac/d", name) + "\n", "seal at 0x0: seal, line 8: names no file");
        }
    }

    @Test
    void refusesSizesThatDoNotFit() {
        refused(
                HEAD + FILE.replace("1048577", "99999999999999999") + "\n",
                "seal at 0xf2: seal: ends before the digests of all chunks");
        refused(
                HEAD + FILE.replace("1048577", "5") + "\n",
                "seal at 0x102: seal: has 64 bytes behind its digests, expected 32");
    }

    @Test
    void findsAnyBitThatFlipped() throws IOException {
        byte[] sound = seal(HEAD + FILE + "\n");
        for (int at = 0; at < sound.length; at++) {
            byte[] bytes = sound.clone();
            bytes[at] ^= 2;
            assertThatThrownBy(() -> read(bytes).check(0)).as("byte %s", at).isInstanceOf(ImageException.class);
        }
    }

    @Test
    void anyBytesGiveASealOrAnImageException() throws Exception {
        SplittableRandom random = new SplittableRandom(42);
        byte[] sound = seal(HEAD + FILE + "\n");
        int textLength = (HEAD + FILE + "\n").length();
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = sound.clone();
            bytes[random.nextInt(textLength)] = (byte) random.nextInt();
            byte[] root = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, textLength));
            System.arraycopy(root, 0, bytes, bytes.length - 32, 32);
            try {
                read(bytes).check(0);
            } catch (ImageException expected) {
                assertThat(expected.where()).startsWith("seal");
            }
        }
    }

    @Test
    void namesAreEscapedAndBack() {
        for (String name : new String[] {"-", "a b", "\\", "\n", "\ud800x", "😀", "\u007f\u0085", "ä/ö", "\\u0041"}) {
            String text = SealNames.escape(name);
            assertThat(text).doesNotContain("\n").isNotEqualTo("-");
            assertThat(SealNames.unescape(text)).hasValue(name);
        }
        assertThat(SealNames.unescape("\\u0041")).isEmpty();
    }
}
