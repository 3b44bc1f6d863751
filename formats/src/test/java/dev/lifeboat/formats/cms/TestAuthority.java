package dev.lifeboat.formats.cms;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** Somebody who issues certificates and signs, in tests: a stand-in for Microsoft, or for those who are not. */
public final class TestAuthority {
    public static final String SIGNING = "1.3.6.1.5.5.7.3.3";
    public static final String STAMPING = "1.3.6.1.5.5.7.3.8";
    private static final String USUAL = "SHA256withRSA";
    private static final String RFC3161 = "1.3.6.1.4.1.311.3.3.1";

    private final KeyPair keys;
    private final X509Certificate certificate;
    private final List<X509Certificate> path;

    private TestAuthority(KeyPair keys, X509Certificate certificate, List<X509Certificate> path) {
        this.keys = keys;
        this.certificate = certificate;
        this.path = path;
    }

    /** One who issued their own certificate. */
    public static TestAuthority root(String name) {
        KeyPair keys = keys();
        Instant from = Instant.parse("2010-01-01T00:00:00Z");
        X509Certificate own =
                certificate(name, keys, name, keys, true, List.of(), from, Instant.parse("2040-01-01T00:00:00Z"));
        return new TestAuthority(keys, own, List.of());
    }

    /** One who may issue certificates. */
    public TestAuthority authority(String name, Instant from, Instant until) {
        return issue(name, true, List.of(), from, until);
    }

    /** One who may sign. */
    public TestAuthority signer(String name, Instant from, Instant until, String... purposes) {
        return issue(name, false, List.of(purposes), from, until);
    }

    private TestAuthority issue(String name, boolean authority, List<String> purposes, Instant from, Instant until) {
        KeyPair own = keys();
        X509Certificate issued = certificate(name, own, name(), keys, authority, purposes, from, until);
        List<X509Certificate> up = new ArrayList<>(path);
        up.add(0, issued); // without the root, as Microsoft's signatures are
        return new TestAuthority(own, issued, up);
    }

    /** The same, with a further certificate before its own in what it signs. */
    public TestAuthority with(X509Certificate more) {
        List<X509Certificate> all = new ArrayList<>(path);
        all.add(0, more);
        return new TestAuthority(keys, certificate, all);
    }

    /** A certificate of its own key that it issued itself. */
    public X509Certificate selfIssued() {
        return certificate(
                name(),
                keys,
                name(),
                keys,
                true,
                List.of(),
                Instant.parse("2010-01-01T00:00:00Z"),
                Instant.parse("2040-01-01T00:00:00Z"));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    private String name() {
        return certificate.getSubjectX500Principal().getName().replaceFirst("CN=", "");
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(
            String name,
            KeyPair own,
            String issuer,
            KeyPair issuing,
            boolean authority,
            List<String> purposes,
            Instant from,
            Instant until) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=" + issuer),
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(from),
                    Date.from(until),
                    new X500Name("CN=" + name),
                    own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!purposes.isEmpty()) {
                KeyPurposeId[] ids = purposes.stream()
                        .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                        .toArray(KeyPurposeId[]::new);
                builder.addExtension(
                        Extension.extendedKeyUsage, purposes.contains(STAMPING), new ExtendedKeyUsage(ids));
            }
            X509CertificateHolder holder =
                    builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuing.getPrivate()));
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs content of a kind, as PKCS #7 does: what is hashed is the content without its tag and length. */
    public byte[] sign(String type, ASN1Encodable content) {
        return sign(USUAL, type, content, Optional.empty(), Instant.EPOCH);
    }

    /** Signs over a hash that can be forged. */
    public byte[] signOverMd5(String type, ASN1Encodable content) {
        return sign("MD5withRSA", type, content, Optional.empty(), Instant.EPOCH);
    }

    /** Signs with a timestamp by another. */
    public byte[] sign(String type, ASN1Encodable content, TestAuthority stamping, Instant at) {
        return sign(USUAL, type, content, Optional.of(stamping), at);
    }

    private byte[] sign(
            String algorithm, String type, ASN1Encodable content, Optional<TestAuthority> stamping, Instant at) {
        try {
            byte[] der = content.toASN1Primitive().getEncoded("DER");
            int header = der[1] >= 0 ? 2 : 2 + (der[1] & 0x7f);
            byte[] value = Arrays.copyOfRange(der, header, der.length);
            ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier(type);
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSimpleSignerInfoGeneratorBuilder().build(algorithm, keys.getPrivate(), certificate));
            generator.addCertificates(new JcaCertStore(path));
            CMSSignedData signed = generator.generate(new CMSProcessableByteArray(oid, value), false);
            if (stamping.isPresent()) {
                signed = stamped(signed, stamping.get().stamp(signed, at));
            }
            SignedData parts = SignedData.getInstance(signed.toASN1Structure().getContent());
            SignedData whole = new SignedData(
                    parts.getDigestAlgorithms(),
                    new ContentInfo(oid, content),
                    parts.getCertificates(),
                    null,
                    parts.getSignerInfos());
            return new ContentInfo(new ASN1ObjectIdentifier("1.2.840.113549.1.7.2"), whole).getEncoded("DER");
        } catch (GeneralSecurityException | OperatorCreationException | CMSException | IOException | TSPException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CMSSignedData stamped(CMSSignedData signed, byte[] token) {
        SignerInformation signer =
                signed.getSignerInfos().getSigners().iterator().next();
        Attribute attribute =
                new Attribute(new ASN1ObjectIdentifier(RFC3161), new DERSet(ContentInfo.getInstance(token)));
        SignerInformation with =
                SignerInformation.replaceUnsignedAttributes(signer, new AttributeTable(new DERSet(attribute)));
        return CMSSignedData.replaceSigners(signed, new SignerInformationStore(with));
    }

    /** By RFC 3161. */
    private byte[] stamp(CMSSignedData signed, Instant at)
            throws GeneralSecurityException, OperatorCreationException, TSPException, IOException {
        byte[] hash = HashAlgorithm.SHA256
                .digest()
                .digest(signed.getSignerInfos().getSigners().iterator().next().getSignature());
        TimeStampRequestGenerator asking = new TimeStampRequestGenerator();
        asking.setCertReq(true);
        TimeStampRequest request = asking.generate(NISTObjectIdentifiers.id_sha256, hash);
        TimeStampTokenGenerator generator = new TimeStampTokenGenerator(
                new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withRSA", keys.getPrivate(), certificate),
                new JcaDigestCalculatorProviderBuilder()
                        .build()
                        .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                new ASN1ObjectIdentifier("1.2.3"));
        generator.addCertificates(new JcaCertStore(path));
        return generator.generate(request, BigInteger.ONE, Date.from(at)).getEncoded();
    }
}
