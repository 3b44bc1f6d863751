package dev.lifeboat.formats.cms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.junit.jupiter.api.Test;

class TrustedRootsTest {
    private static final String TYPE = "1.3.6.1.4.1.311.10.1";
    private static final Instant YEAR_2011 = Instant.parse("2011-01-01T00:00:00Z");
    private static final Instant YEAR_2014 = Instant.parse("2014-01-01T00:00:00Z");
    private static final Instant YEAR_2016 = Instant.parse("2016-01-01T00:00:00Z");
    private static final Instant YEAR_2030 = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final TestAuthority ROOT = TestAuthority.root("Root");
    private static final TestAuthority BETWEEN = ROOT.authority("Between", YEAR_2011, YEAR_2030);
    private static final TestAuthority SIGNER = BETWEEN.signer("Signer", YEAR_2011, YEAR_2016, TestAuthority.SIGNING);
    private static final TestAuthority STAMPS = BETWEEN.signer("Stamps", YEAR_2011, YEAR_2016, TestAuthority.STAMPING);
    private static final DERSequence CONTENT = new DERSequence(new DERUTF8String("signed"));

    private final TrustedRoots roots = new TrustedRoots(List.of(ROOT.certificate()));

    private static SignedData read(byte[] bytes) throws ImageException {
        return SignedData.read(Struct.of(ByteSource.of("x.cat", bytes), 0, bytes, "signature"), 1000);
    }

    private Trust judge(byte[] signed) throws ImageException {
        return roots.judge(read(signed), NOW);
    }

    private Trust judge(TestAuthority signer) throws ImageException {
        return judge(signer.sign(TYPE, CONTENT, STAMPS, YEAR_2014));
    }

    @Test
    void expiredSinceItWasSigned() throws ImageException {
        assertThat(judge(SIGNER))
                .isEqualTo(new Trust(Trust.State.TRUSTED, "Signer", "by Root", Optional.of(YEAR_2014)));
    }

    @Test
    void expiredAndNobodySaysWhenItWasSigned() throws ImageException {
        Trust trust = judge(SIGNER.sign(TYPE, CONTENT));
        assertThat(trust.state()).isEqualTo(Trust.State.NOT_VALID);
        assertThat(trust.detail())
                .isEqualTo("had no valid certificate at " + NOW + ", and no timestamp that is believed");
    }

    @Test
    void validNowWithoutTimestamp() throws ImageException {
        TestAuthority signer = BETWEEN.signer("Signer", YEAR_2011, YEAR_2030, TestAuthority.SIGNING);
        assertThat(judge(signer.sign(TYPE, CONTENT)).trusted()).isTrue();
    }

    @Test
    void stampedBeforeTheCertificateWasIssued() throws ImageException {
        TestAuthority signer = BETWEEN.signer("Signer", YEAR_2016, YEAR_2030, TestAuthority.SIGNING);
        assertThat(judge(signer).state()).isEqualTo(Trust.State.NOT_VALID);
    }

    @Test
    void stampedBySomebodyElse() throws ImageException {
        TestAuthority stamps =
                TestAuthority.root("Other").signer("Stamps", YEAR_2011, YEAR_2016, TestAuthority.STAMPING);
        Trust trust = judge(SIGNER.sign(TYPE, CONTENT, stamps, YEAR_2014));
        assertThat(trust.state()).isEqualTo(Trust.State.NOT_VALID);
        assertThat(trust.time()).isEmpty();
    }

    @Test
    void timestampOfAnotherSignature() throws ImageException {
        // the token is cut from one signature and put into another, which is of the same length
        byte[] one = SIGNER.sign(TYPE, CONTENT, STAMPS, YEAR_2014);
        byte[] other = SIGNER.sign(TYPE, new DERSequence(new DERUTF8String("Signed")), STAMPS, YEAR_2014);
        int at = Arrays.mismatch(one, other);
        byte[] mixed = other.clone();
        int token = indexOf(one, HashAlgorithm.SHA256.digest().digest(signature(one)));
        int own = indexOf(other, HashAlgorithm.SHA256.digest().digest(signature(other)));
        assertThat(at).isPositive();
        System.arraycopy(one, token, mixed, own, 32);
        assertThat(read(mixed).signers().get(0).timestamp().orElseThrow().holds())
                .isFalse();
        assertThat(judge(mixed).time()).isEmpty();
    }

    private static byte[] signature(byte[] signed) throws ImageException {
        try {
            return new CMSSignedData(signed)
                    .getSignerInfos()
                    .getSigners()
                    .iterator()
                    .next()
                    .getSignature();
        } catch (CMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at <= bytes.length - part.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("is not there");
    }

    @Test
    void chainThatEndsElsewhere() throws ImageException {
        TestAuthority other = TestAuthority.root("Root"); // of the same name
        Trust trust = judge(other.signer("Signer", YEAR_2011, YEAR_2016, TestAuthority.SIGNING));
        assertThat(trust.state()).isEqualTo(Trust.State.OTHER_ROOT);
        assertThat(trust.detail()).isEqualTo("has a chain whose next certificate, 'Root', is not there");
    }

    @Test
    void rootThatNobodyKnows() throws ImageException {
        Trust trust = judge(TestAuthority.root("Me").sign(TYPE, CONTENT));
        assertThat(trust.state()).isEqualTo(Trust.State.UNKNOWN); // it does not even bring its certificate along
    }

    @Test
    void certificateForSomethingElse() throws ImageException {
        Trust trust = judge(BETWEEN.signer("Signer", YEAR_2011, YEAR_2016, "1.3.6.1.5.5.7.3.1"));
        assertThat(trust.state()).isEqualTo(Trust.State.NOT_VALID);
        assertThat(trust.detail()).isEqualTo("has a certificate that is not for this");
    }

    @Test
    void certificateIssuedByOneWhoMayNot() throws ImageException {
        Trust trust = judge(SIGNER.signer("Thief", YEAR_2011, YEAR_2016, TestAuthority.SIGNING));
        assertThat(trust.state()).isEqualTo(Trust.State.NOT_VALID);
    }

    /** Of one name and key there is a certificate by itself, which leads nowhere, and one by the root. */
    @Test
    void severalWaysUp() throws ImageException {
        assertThat(judge(SIGNER.with(BETWEEN.selfIssued())).trusted()).isTrue();
    }

    @Test
    void certificateForSomethingElseOnTheWay() throws ImageException {
        TestAuthority web = ROOT.signer("Web", YEAR_2011, YEAR_2030, "1.3.6.1.5.5.7.3.1");
        assertThat(judge(web.signer("Signer", YEAR_2011, YEAR_2016, TestAuthority.SIGNING))
                        .state())
                .isEqualTo(Trust.State.NOT_VALID);
    }

    /** Whoever it claims to be by: it says nothing, neither for nor against. */
    @Test
    void hashThatCanBeForged() throws ImageException {
        for (TestAuthority root : List.of(ROOT, TestAuthority.root("Other"))) {
            TestAuthority signer = root.signer("Signer", YEAR_2011, YEAR_2030, TestAuthority.SIGNING);
            Trust trust = judge(signer.signOverMd5(TYPE, CONTENT));
            assertThat(trust.state()).isEqualTo(Trust.State.UNKNOWN);
            assertThat(trust.detail()).isEqualTo("signed it over a hash that can be forged");
        }
    }

    @Test
    void changedContent() throws ImageException {
        byte[] signed = SIGNER.sign(TYPE, CONTENT, STAMPS, YEAR_2014);
        signed[indexOf(signed, "signed".getBytes(StandardCharsets.US_ASCII))] ^= 1;
        Trust trust = judge(signed);
        assertThat(trust.state()).isEqualTo(Trust.State.BROKEN);
        assertThat(trust.signer()).isEqualTo("Signer");
    }

    @Test
    void signerWhoseSignaturesExpireWithTheCertificate() throws ImageException {
        TestAuthority signer =
                BETWEEN.signer("Signer", YEAR_2011, YEAR_2016, TestAuthority.SIGNING, "1.3.6.1.4.1.311.10.3.13");
        assertThat(judge(signer).state()).isEqualTo(Trust.State.NOT_VALID);
    }

    @Test
    void anyDamageIsAnImageExceptionOrAnAnswer() throws ImageException {
        byte[] sound = SIGNER.sign(TYPE, CONTENT, STAMPS, YEAR_2014);
        for (int at = 0; at < sound.length; at += 3) {
            byte[] bytes = sound.clone();
            bytes[at] ^= (byte) (1 << at % 8);
            try {
                SignedData data = read(bytes);
                Trust trust = roots.judge(data, NOW);
                data.unsignedAttributes("1.2.3");
                assertThat(trust.signer()).isNotNull();
            } catch (ImageException e) {
                assertThat(e.getMessage()).startsWith("x.cat");
            }
        }
    }
}
