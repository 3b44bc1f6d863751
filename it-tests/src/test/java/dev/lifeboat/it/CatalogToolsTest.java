package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.catalog.CatalogFile;
import dev.lifeboat.formats.catalog.TestCatalog;
import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.cms.TestAuthority;
import dev.lifeboat.formats.cms.TrustedRoots;
import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.verify.check.signature.MicrosoftRoots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom signatures and catalogs come from, judged by us and by osslsigncode. */
class CatalogToolsTest {
    /** Nobody signed it. Its size is a multiple of 8: osslsigncode fills up others before it hashes them. */
    private static final Path PROGRAM = Path.of("/usr/lib/shim/fbx64.efi");

    private static final Path ROOTS =
            Checkout.top().resolve("verify/src/main/resources/dev/lifeboat/verify/check/signature/microsoft-roots.pem");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void tools() {
        Tools.require("osslsigncode");
        Tools.require(Files.exists(PROGRAM), PROGRAM + " is not installed");
    }

    /** Half of a Java for Windows is Microsoft's own, with timestamps; the other half others signed. */
    @Test
    void programsThatMicrosoftSigned() throws IOException {
        Path java = Wine.java().resolve("bin");
        Tools.require(Files.isDirectory(java), "no Java for Windows is here");
        TrustedRoots roots = MicrosoftRoots.trusted();
        Map<String, Boolean> ours = new TreeMap<>();
        Map<String, Boolean> theirs = new TreeMap<>();
        try (Stream<Path> files = Files.list(java)) {
            for (Path file :
                    files.filter(f -> f.toString().matches(".*\\.(dll|exe)")).toList()) {
                ours.put(file.getFileName().toString(), isTrusted(file, roots));
                theirs.put(file.getFileName().toString(), verified(ROOTS, "-in", file.toString()));
            }
        }
        assertThat(ours).isEqualTo(theirs).hasSizeGreaterThan(60).containsValues(true, false);
    }

    private static boolean isTrusted(Path file, TrustedRoots roots) throws IOException {
        try (FileSource source = FileSource.open(file)) {
            return PeFile.read(source).signatures().stream()
                    .allMatch(signature -> signature.hashMatches()
                            && roots.judge(signature.signed(), Instant.now()).trusted());
        }
    }

    private static boolean verified(Path roots, String... what) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "osslsigncode",
                "verify",
                "-ignore-cdp",
                "-ignore-crl",
                "-CAfile",
                roots.toString(),
                "-TSA-CAfile",
                roots.toString()));
        command.addAll(List.of(what));
        return Tools.tryRun(folder, command.toArray(String[]::new)).exit() == 0;
    }

    @Test
    void catalogThatListsAProgram() throws IOException, CertificateEncodingException {
        Instant from = Instant.parse("2011-01-01T00:00:00Z");
        Instant until = Instant.parse("2016-01-01T00:00:00Z");
        TestAuthority root = TestAuthority.root("Root");
        TestAuthority between = root.authority("Between", from, Instant.parse("2039-01-01T00:00:00Z"));
        TestAuthority signer = between.signer("Signer", from, until, TestAuthority.SIGNING);
        TestAuthority stamps = between.signer("Stamps", from, until, TestAuthority.STAMPING);
        Path roots = pem("root.pem", root.certificate());
        Path others = pem("other.pem", TestAuthority.root("Root").certificate());
        for (int version = 1; version <= 2; version++) {
            HashAlgorithm algorithm = version == 1 ? HashAlgorithm.SHA1 : HashAlgorithm.SHA256;
            byte[] hash;
            try (FileSource program = FileSource.open(PROGRAM)) {
                hash = PeFile.read(program).imageHash(algorithm);
            }
            Path catalog = folder.resolve("v" + version + ".cat");
            Files.write(
                    catalog,
                    signer.sign(
                            TestCatalog.TYPE,
                            new TestCatalog(version)
                                    .member(algorithm, new byte[algorithm.size()])
                                    .member(algorithm, hash)
                                    .list(),
                            stamps,
                            Instant.parse("2014-01-01T00:00:00Z")));
            String[] question = {"-catalog", catalog.toString(), "-in", PROGRAM.toString()};
            assertThat(verified(roots, question)).isTrue();
            assertThat(verified(others, question)).isFalse();
            try (FileSource file = FileSource.open(catalog)) {
                CatalogFile read = CatalogFile.read(file);
                assertThat(new TrustedRoots(List.of(root.certificate()))
                                .judge(read.signed(), Instant.now())
                                .trusted())
                        .isTrue();
                List<byte[]> members = new ArrayList<>();
                read.members((a, member) -> members.add(member));
                assertThat(members).hasSize(2).contains(hash);
            }
        }
    }

    private static Path pem(String name, X509Certificate certificate) throws IOException, CertificateEncodingException {
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }
}
