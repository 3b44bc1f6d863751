package dev.lifeboat.verify.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checksums of others, and ours for others. */
class SumsTest {
    private static final String MD5 = "4032af8d61035123906e58e067140cc5"; // of MediaId, by md5sum
    private static final String SHA =
            "9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f"; // by sha256sum

    /** RFC 8410, 10.3. */
    static final String KEY =
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """;

    @TempDir
    private Path folder;

    private SealedSet set;

    @BeforeEach
    void make() throws IOException {
        set = new SealedSet(folder);
    }

    @Test
    void checksumsOfOthersAreMentionedAndCompared() throws IOException {
        Path sums = set.computer.resolve("SHA256SUMS");
        Files.writeString(sums, SHA + "  MediaId\n" + SHA + " *Catalog/GlobalCatalog\n");
        Files.writeString(set.computer.resolve("MediaId.md5"), "MD5 (MediaId) = " + MD5 + "\n");
        assertThat(set.quick())
                .contains("NOTE checksum.found: " + sums + ": 2 checksums of files of this backup")
                .hasSize(2);
        assertThat(set.full())
                .contains("GOOD checksum.matches: MediaId: SHA-256 is " + SHA + ", and SHA256SUMS says the same")
                .contains("GOOD checksum.matches: MediaId: MD5 is " + MD5 + ", and MediaId.md5 says the same")
                .anyMatch(line -> line.startsWith("DAMAGED checksum.differs: Catalog/GlobalCatalog: SHA-256 is ")
                        && line.endsWith(", and SHA256SUMS says " + SHA));
    }

    @Test
    void largeFilesAreHashedInOrder() throws IOException {
        Files.writeString(set.image.resolveSibling("C.vhdx.md5"), "0".repeat(32) + "  C.vhdx\n");
        String digest = set.full().stream()
                .filter(line -> line.contains("checksum.differs"))
                .findFirst()
                .orElseThrow();
        assertThat(digest).contains("MD5 is " + md5(Files.readAllBytes(set.image)));
    }

    private static String md5(byte[] bytes) {
        return Hashes.hex(Hashes.of("MD5").digest(bytes));
    }

    @Test
    void pathsThatLeadElsewhereAreNotFollowed() throws IOException {
        Path sums = Files.writeString(
                set.computer.resolve("SHA256SUMS"),
                SHA + "  ../PC/MediaId\n" + SHA + "  /etc/passwd\n" + SHA + "  C:\\Windows\\x\nhello\n# note\n\n");
        assertThat(set.full())
                .contains("NOTE checksum.odd: " + sums + ": 4 lines are not followed")
                .noneMatch(line -> line.contains("checksum.matches") || line.contains("checksum.differs"));
    }

    @Test
    void namesThatNoFileCanHaveAreNotFollowed() {
        Path sums = folder.resolve("SHA256SUMS");
        assertThat(OtherSums.beside(sums, "a\0b")).isEmpty();
        assertThat(OtherSums.beside(sums, "a")).hasValue(folder.resolve("a"));
    }

    @Test
    void aSignatureThatCannotBeReadIsNone() throws IOException {
        set.seal();
        Path signature = set.sealFile().resolveSibling("seal.sig");
        Files.createSymbolicLink(signature, signature);
        SealKeys key = SealKeys.toSign(Files.writeString(folder.resolve("key.pem"), KEY));
        assertThat(set.quick(key))
                .anyMatch(line -> line.startsWith("UNDECIDED seal.signature: ") && line.contains("cannot be read: "))
                .anyMatch(line -> line.startsWith("NOTE seal.fits"));
    }

    @Test
    void linesHaveManyForms() {
        assertThat(List.of(
                        SHA + "  a b",
                        SHA + " *a b",
                        SHA.toUpperCase(Locale.ROOT) + "  ./a b",
                        "SHA256 (a b) = " + SHA,
                        SHA))
                .allSatisfy(line -> assertThat(SumLine.parse(line, "a b.sha256").map(SumLine::name))
                        .hasValue("a b"));
        assertThat(SumLine.parse("\\" + SHA + "  a\\\\b\\nc", "x"))
                .hasValueSatisfying(line -> assertThat(line.name()).isEqualTo("a\\b\nc"));
        assertThat(SumLine.parse(SHA + "  dir\\file", "x").map(SumLine::name)).hasValue("dir/file");
        assertThat(SumLine.parse("MD5 (a) = " + SHA, "x")).isEmpty();
        assertThat(SumLine.parse(SHA, "SHA256SUMS")).isEmpty();
    }

    @Test
    void namesAreEscapedAsCoreutilsDoes() {
        assertThat(SumLine.format("00", "a b")).isEqualTo("00  a b\n");
        assertThat(SumLine.format("00", "a\\b\nc\rd")).isEqualTo("\\00  a\\\\b\\nc\\rd\n");
    }

    @Test
    void textOfPowerShellIsRead() {
        byte[] utf16 = ("\ufeff" + SHA).getBytes(StandardCharsets.UTF_16LE);
        assertThat(SumLine.decode(utf16)).isEqualTo(SHA);
        assertThat(SumLine.decode(("\ufeff" + SHA).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(SHA);
    }

    @Test
    void keysAreReadAndChecked() throws IOException {
        Path key = Files.writeString(folder.resolve("key.pem"), KEY);
        Path pub = Files.writeString(
                folder.resolve("pub.pem"),
                """
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
                -----END PUBLIC KEY-----
                """); // RFC 8410, 10.1
        set.seal();
        SealKeys check = SealKeys.toCheck(pub);
        assertThat(set.quick(check))
                .anyMatch(line -> line.startsWith("UNDECIDED seal.signature: ") && line.endsWith("is not there"));
        SealFolder.choose(set.places()).sign(SealKeys.toSign(key), set.places());
        assertThat(set.quick(check)).anyMatch(line -> line.startsWith("GOOD seal.signed: "));
        SealedSet.flip(set.sealFile().resolveSibling("seal.sig"), 7);
        assertThat(set.quick(check)).anyMatch(line -> line.startsWith("UNDECIDED seal.signature: "));
        set.seal();
        assertThat(set.sealFile().resolveSibling("seal.sig")).doesNotExist();
    }
}
