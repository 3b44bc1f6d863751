package dev.lifeboat.formats.pe;

import static dev.lifeboat.formats.pe.PeImage.RSRC_AT;
import static dev.lifeboat.formats.pe.PeImage.versionBlock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeFileTest {
    private static PeFile read(PeImage image) throws IOException {
        return PeFile.read(image.source());
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_16LE);
    }

    private static byte[] version() {
        byte[] fixed = ByteBuffer.allocate(52)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xfeef04bd)
                .putInt(0x10000)
                .putInt(10 << 16)
                .putInt(19041 << 16 | 3636)
                .putInt(11 << 16 | 1)
                .putInt(2 << 16 | 3)
                .array();
        byte[] strings = versionBlock(
                "StringFileInfo",
                new byte[0],
                versionBlock(
                        "040904B0",
                        new byte[0],
                        versionBlock("CompanyName", text("Größe 日本")),
                        versionBlock("Odd", text("1")),
                        versionBlock("ProductName", text("Windows"))));
        byte[] other = versionBlock("VarFileInfo", new byte[0], versionBlock("Translation", new byte[4]));
        return versionBlock("VS_VERSION_INFO", fixed, other, strings);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsHeaders(boolean plus) throws IOException {
        PeFile file = read(new PeImage(plus));
        assertThat(file.machine()).isEqualTo(plus ? Machine.X64 : Machine.X86);
        assertThat(file.subsystem()).isEqualTo(Subsystem.EFI_APPLICATION);
        assertThat(file.pe32Plus()).isEqualTo(plus);
        assertThat(file.library()).isFalse();
        assertThat(file.imageSize()).isEqualTo(0x3000);
        assertThat(file.sections()).extracting(Section::name).containsExactly(".text", ".rsrc");
        assertThat(file.resources()).isEmpty();
        assertThat(file.version()).isEmpty();
        assertThat(file.signatures()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void imports(boolean plus) throws IOException {
        assertThat(read(new PeImage(plus)).imports()).isEmpty();
        assertThat(read(new PeImage(plus).imports("ntoskrnl.exe", "HAL.dll")).imports())
                .containsExactly("ntoskrnl.exe", "HAL.dll");
    }

    @Test
    void importsThatLeadNowhere() {
        PeImage name = new PeImage(true).imports("ntoskrnl.exe");
        name.buffer().putInt(PeImage.IMPORTS_AT + 12, 0x9000);
        assertThatThrownBy(() -> read(name).imports())
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("x.efi at 0x0: name of import 1: address 0x9000 lies in no section of the file");
        PeImage empty = new PeImage(true).imports("");
        assertThatThrownBy(() -> read(empty).imports()).hasMessageEndingWith("name: is empty");
        PeImage endless = new PeImage(true).imports("a.sys");
        Arrays.fill(endless.bytes, PeImage.IMPORTS_AT + 20, RSRC_AT, (byte) 1);
        assertThatThrownBy(() -> read(endless).imports()).isInstanceOf(CorruptImageException.class);
        PeImage noEnd = new PeImage(true).imports("a.sys");
        noEnd.buffer().putInt(PeImage.IMPORTS_AT + 12, 0x1000);
        Arrays.fill(noEnd.bytes, PeImage.TEXT_AT, PeImage.IMPORTS_AT, (byte) 'a');
        Arrays.fill(noEnd.bytes, PeImage.IMPORTS_AT + 40, RSRC_AT, (byte) 'a');
        noEnd.buffer().putInt(PeImage.IMPORTS_AT + 12, 0x1000 + 128 + 40);
        assertThatThrownBy(() -> read(noEnd).imports()).hasMessageContaining("name: does not end within 260 bytes");
    }

    @Test
    void theSecurityVersionOfABootManager() throws IOException {
        PeFile file = read(new PeImage(true).resource(10, "BOOTMGRSECURITYVERSIONNUMBER", new byte[] {0, 0, 9, 0}));
        Resource resource =
                file.resource(Resource.RCDATA, "bootmgrsecurityversionnumber").orElseThrow();
        assertThat(file.open(resource).bytes(0, 4)).containsExactly(0, 0, 9, 0);
        assertThat(resource).hasToString("resource #10/BOOTMGRSECURITYVERSIONNUMBER/1033");
        assertThat(file.resource(Resource.RCDATA, "#1")).isEmpty();
    }

    @Test
    void theVersion() throws IOException {
        VersionInfo version =
                read(new PeImage(true).resource(16, "V", version())).version().orElseThrow();
        assertThat(version.fileVersion()).contains("10.0.19041.3636");
        assertThat(version.productVersion()).contains("11.1.2.3");
        assertThat(version.text("CompanyName")).contains("Größe 日本");
        assertThat(version.text("Odd")).contains("1");
        assertThat(version.text("ProductName")).contains("Windows");
        assertThat(version.text("Nothing")).isEmpty();
        assertThat(version.tables()).extracting(VersionInfo.Table::language).containsExactly("040904B0");
    }

    @Test
    void aBlockOfAVersionThatIsTooLong() throws IOException {
        PeImage image = new PeImage(true).resource(16, "V", version());
        image.buffer().putShort(RSRC_AT + 256, (short) 5000);
        PeFile file = read(image);
        assertThatThrownBy(file::version)
                .isInstanceOf(CorruptImageException.class)
                .hasMessageStartingWith(
                        "x.efi/resource #16/V/1033 at 0x0: version resource: length of a block is 5000");
    }

    /** The sum as linkers make it, word by word, over a file of odd length. */
    @Test
    void theChecksum() throws IOException {
        PeImage image = new PeImage(true);
        image.bytes = Arrays.copyOf(image.bytes, PeImage.SIZE + 1);
        image.bytes[PeImage.SIZE] = 7;
        int at = PeImage.PE_AT + 24 + 64;
        image.buffer().putInt(at, 0x12345678);
        byte[] padded = Arrays.copyOf(image.bytes, image.bytes.length + 1);
        ByteBuffer words =
                ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN).putInt(at, 0);
        long sum = 0;
        while (words.hasRemaining()) {
            sum += words.getShort() & 0xffff;
            sum = (sum & 0xffff) + (sum >> 16);
        }
        assertThat(read(image).checksum()).isEqualTo(0x12345678);
        assertThat(read(image).computeChecksum()).isEqualTo(sum + image.bytes.length);
    }

    @Test
    void theHashLeavesOutChecksumAndCertificates() throws Exception {
        PeImage image = new PeImage(true).certificate(new byte[] {1, 2, 3});
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int checksum = PeImage.PE_AT + 24 + 64;
        digest.update(image.bytes, 0, checksum);
        digest.update(image.bytes, checksum + 4, image.directory(4) - checksum - 4);
        digest.update(image.bytes, image.directory(4) + 8, PeImage.SIZE - image.directory(4) - 8);
        byte[] expected = digest.digest();
        assertThat(read(image).imageHash(HashAlgorithm.SHA256)).isEqualTo(expected);
        image.bytes[checksum] ^= 1;
        assertThat(read(image).imageHash(HashAlgorithm.SHA256)).isEqualTo(expected);
        image.bytes[2000] ^= 1;
        assertThat(read(image).imageHash(HashAlgorithm.SHA256)).isNotEqualTo(expected);
    }

    @Test
    void sectionsThatLieOverEachOther() throws IOException {
        PeImage image = new PeImage(true);
        image.buffer().putInt(image.sectionHeader(0) + 16, 1100);
        PeFile file = read(image);
        assertThatThrownBy(() -> file.imageHash(HashAlgorithm.SHA256))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("x.efi at 0x600: section .rsrc: ends behind the file, or overlaps another");
    }

    @Test
    void whatIsNoPeFile() {
        PeImage image = new PeImage(true);
        image.bytes[0] = 'X';
        assertThatThrownBy(() -> read(image))
                .hasMessage("x.efi at 0x0: DOS header: signature is \"XZ\", expected \"MZ\"");
        PeImage dos = new PeImage(true);
        dos.buffer().putInt(60, -1);
        assertThatThrownBy(() -> read(dos)).isInstanceOf(CorruptImageException.class);
        PeImage rom = new PeImage(true);
        rom.buffer().putShort(PeImage.PE_AT + 24, (short) 0x107);
        assertThatThrownBy(() -> read(rom))
                .hasMessage("x.efi at 0x98: optional header: magic is 0x107, expected 0x10b or 0x20b");
    }

    @Test
    void resourcesInACircle() throws IOException {
        PeImage image = new PeImage(true).resource(10, "A", new byte[4]);
        image.directory(48, false, 1033, 0x8000_0000L);
        PeFile circle = read(image);
        assertThatThrownBy(circle::resources)
                .isInstanceOf(CorruptImageException.class)
                .hasMessageEndingWith("entry 0 leads to a fourth level, expected three");
        // Fifty thousand entries on each level, all of which lead to the next: 125 trillion resources.
        image.bytes = Arrays.copyOf(image.bytes, 1 << 20);
        image.buffer().putInt(image.sectionHeader(1) + 16, (1 << 20) - RSRC_AT);
        image.buffer().putShort(RSRC_AT + 12, (short) 0).putShort(RSRC_AT + 14, (short) 50_000);
        for (int i = 0; i < 50_000; i++) {
            image.buffer().putInt(RSRC_AT + 16 + 8 * i, 1).putInt(RSRC_AT + 20 + 8 * i, 0x8000_0000);
        }
        PeFile many = read(image);
        assertThatThrownBy(many::resources)
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("x.efi/resources: more than 65536 entries in resource directories are not supported");
    }

    @Test
    void aResourceOutsideTheFile() throws IOException {
        PeImage image = new PeImage(true).resource(10, "A", new byte[4]);
        image.buffer().putInt(RSRC_AT + 204, 5000);
        PeFile file = read(image);
        Resource resource = file.resources().get(0);
        assertThatThrownBy(() -> file.open(resource)).isInstanceOf(CorruptImageException.class);
        image.buffer().putInt(RSRC_AT + 200, 0x9000);
        PeFile other = read(image);
        Resource far = other.resources().get(0);
        assertThatThrownBy(() -> other.open(far))
                .hasMessage("x.efi at 0x0: resource #10/A/1033: address 0x9000 lies in no section of the file");
    }

    @Test
    void certificatesThatAreNone() throws IOException {
        assertProblem(new byte[] {4, 1, 0}, "signature 1: element: signature has the tag 04, expected 30");
        assertProblem(new byte[] {0x30, 5, 0}, "element of 5 bytes does not fit in 1");
        assertProblem(new byte[] {0x30, (byte) 0x80, 0, 0}, "elements of indefinite length are not supported");
        assertProblem(new byte[] {0x30, (byte) 0x84, 0x7f, -1, -1, -1}, "does not fit");
        byte[] deep = new byte[500];
        for (int i = 0; i < 100; i++) {
            deep[4 * i] = 0x30;
            deep[4 * i + 1] = (byte) 0x82;
            deep[4 * i + 2] = (byte) ((496 - 4 * i) >> 8);
            deep[4 * i + 3] = (byte) (496 - 4 * i);
        }
        assertProblem(deep, "is no signed data (1.2.840.113549.1.7.2)");
        PeImage far = new PeImage(true).certificate(new byte[3]);
        far.buffer().putInt(far.directory(4) + 4, 5 << 20);
        PeFile large = read(far);
        assertThatThrownBy(large::signatures)
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("x.efi: a certificate table of 5242880 bytes is not supported");
    }

    private static void assertProblem(byte[] certificate, String problem) throws IOException {
        PeFile file = read(new PeImage(true).certificate(certificate));
        assertThatThrownBy(file::signatures).isInstanceOf(ImageException.class).hasMessageContaining(problem);
    }

    @Test
    void anyDamageGivesAnAnswerOrAnImageException() {
        var random = new SplittableRandom(2026);
        for (int i = 0; i < 1_500; i++) {
            PeImage image = new PeImage(random.nextBoolean()).resource(16, "V", version());
            image.certificate(new byte[] {0x30, 3, 2, 1, 0});
            for (int n = random.nextInt(4); n >= 0; n--) {
                int from = random.nextBoolean() ? PeImage.PE_AT : RSRC_AT;
                image.bytes[from + random.nextInt(400)] = (byte) random.nextInt();
            }
            attempt(() -> read(image).version());
            attempt(() -> read(image).imageHash(HashAlgorithm.SHA1));
            attempt(() -> read(image).computeChecksum());
            attempt(() -> read(image).signatures());
        }
    }

    private interface Attempt {
        Object run() throws IOException;
    }

    private static void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException e) {
            assertThat(e).isInstanceOf(ImageException.class).hasMessageStartingWith("x.efi");
        }
    }

    @Test
    void isLikelyNeverComplains() throws IOException {
        assertThat(PeFile.isLikely(new PeImage(true).source())).isTrue();
        assertThat(PeFile.isLikely(ByteSource.of("a", new byte[0]))).isFalse();
        assertThat(PeFile.isLikely(ByteSource.of("a", new byte[100]))).isFalse();
        byte[] cut = Arrays.copyOf(new PeImage(true).bytes, 200);
        assertThat(PeFile.isLikely(ByteSource.of("a", cut))).isFalse();
    }
}
