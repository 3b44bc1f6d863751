package dev.lifeboat.formats.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.cms.TestAuthority;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;

class CatalogFileTest {
    private static final TestAuthority SIGNER = TestAuthority.root("Root")
            .signer("Signer", Instant.parse("2011-01-01T00:00:00Z"), Instant.parse("2039-01-01T00:00:00Z"));

    private static final byte[] SHA1 = HashAlgorithm.SHA1.digest().digest(new byte[1]);
    private static final byte[] SHA256 = HashAlgorithm.SHA256.digest().digest(new byte[1]);

    private static CatalogFile read(TestCatalog catalog) throws IOException {
        return CatalogFile.read(ByteSource.of("x.cat", SIGNER.sign(TestCatalog.TYPE, catalog.list())));
    }

    private static List<String> members(CatalogFile catalog) throws ImageException {
        List<String> members = new ArrayList<>();
        catalog.members((algorithm, hash) ->
                members.add(algorithm + " " + HexFormat.of().formatHex(hash)));
        return members;
    }

    @Test
    void membersOfBothVersions() throws IOException {
        for (int version = 1; version <= 2; version++) {
            CatalogFile catalog = read(
                    new TestCatalog(version).member(HashAlgorithm.SHA1, SHA1).member(HashAlgorithm.SHA256, SHA256));
            assertThat(catalog.signed().verifies()).isTrue();
            assertThat(members(catalog))
                    .containsExactly(
                            "SHA1 " + HexFormat.of().formatHex(SHA1),
                            "SHA256 " + HexFormat.of().formatHex(SHA256));
        }
    }

    @Test
    void memberWithNothingButItsIdentifier() throws IOException {
        assertThat(members(read(new TestCatalog(2).bare(SHA256).bare(SHA1).bare(new byte[5]))))
                .containsExactly(
                        "SHA256 " + HexFormat.of().formatHex(SHA256),
                        "SHA1 " + HexFormat.of().formatHex(SHA1));
    }

    @Test
    void noMembers() throws IOException {
        assertThat(members(read(new TestCatalog(1)))).isEmpty();
    }

    @Test
    void signatureOfSomethingElse() {
        byte[] other = SIGNER.sign("1.3.6.1.4.1.311.2.1.4", new DERSequence());
        assertThatThrownBy(() -> CatalogFile.read(ByteSource.of("x.cat", other)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining("is of type 1.3.6.1.4.1.311.2.1.4, expected 1.3.6.1.4.1.311.10.1");
    }

    @Test
    void listOfSomethingElse() {
        byte[] other = SIGNER.sign(TestCatalog.TYPE, new DERSequence(new DERSequence()));
        assertThatThrownBy(() -> CatalogFile.read(ByteSource.of("x.cat", other)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining("is no catalog");
    }

    @Test
    void anyDamageIsAnImageExceptionOrAnAnswer() throws IOException {
        byte[] sound = SIGNER.sign(
                TestCatalog.TYPE,
                new TestCatalog(2).member(HashAlgorithm.SHA256, SHA256).list());
        for (int at = 0; at < sound.length; at++) {
            byte[] bytes = sound.clone();
            bytes[at] ^= (byte) (1 << at % 8);
            try {
                CatalogFile catalog = CatalogFile.read(ByteSource.of("x.cat", bytes));
                members(catalog);
            } catch (ImageException e) {
                assertThat(e.getMessage()).startsWith("x.cat");
            }
        }
    }
}
