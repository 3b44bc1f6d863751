package dev.lifeboat.formats.cms;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignerDigestMismatchException;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.Store;

/** Who signed, and when: the signers of a CMS structure, and the timestamps of each. */
final class Signers {
    /** A timestamp by RFC 3161, as an attribute that nobody signed. */
    private static final ASN1ObjectIdentifier RFC3161 = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.3.3.1");

    /** The content of such a timestamp. */
    private static final ASN1ObjectIdentifier TST_INFO = new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.1.4");

    /** MD2 and MD5: anybody can make two contents of one hash. */
    private static final Set<String> WEAK = Set.of("1.2.840.113549.2.2", "1.2.840.113549.2.5");

    private final Store<X509CertificateHolder> certificates;

    private Signers(Store<X509CertificateHolder> certificates) {
        this.certificates = certificates;
    }

    /** Throws unchecked exceptions, as its library does, where the structure makes no sense; the caller answers them. */
    static List<SignerEvidence> of(CMSSignedData cms) throws IOException {
        Signers signers = new Signers(cms.getCertificates());
        List<SignerEvidence> all = new ArrayList<>();
        for (SignerInformation signer : cms.getSignerInfos()) {
            all.add(signers.signer(signer));
        }
        return List.copyOf(all);
    }

    static List<Certificate> certificates(CMSSignedData cms) throws IOException {
        List<Certificate> all = new ArrayList<>();
        for (X509CertificateHolder holder : cms.getCertificates().getMatches(null)) {
            all.add(certificate(holder));
        }
        return List.copyOf(all);
    }

    private SignerEvidence signer(SignerInformation signer) throws IOException {
        Optional<X509CertificateHolder> holder = certificateOf(signer);
        Optional<String> problem = Optional.empty();
        boolean verifies = false;
        try {
            verifies = verifies(signer, holder);
        } catch (CMSSignerDigestMismatchException e) {
            verifies = false; // which is an answer
        } catch (CMSException | OperatorCreationException | CertificateException | RuntimeException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
        if (holder.isEmpty()) {
            problem = Optional.of("its certificate is not in the signature");
        }
        Optional<SignerEvidence.TimeEvidence> time = timestamp(signer);
        Signer told = new Signer(
                holder.isPresent() ? Optional.of(certificate(holder.get())) : Optional.empty(),
                name(signer.getSID().getIssuer()),
                verifies,
                problem,
                time.map(SignerEvidence.TimeEvidence::timestamp));
        return new SignerEvidence(told, holder, certificates, time, WEAK.contains(signer.getDigestAlgOID()));
    }

    @SuppressWarnings("unchecked") // the store holds certificates; the selector is of an older time
    private Optional<X509CertificateHolder> certificateOf(SignerInformation signer) {
        Collection<X509CertificateHolder> found = certificates.getMatches(signer.getSID());
        return found.stream().findFirst();
    }

    /** By the key alone: with a certificate the library would ask whether it is still valid, which is not our question. */
    private static boolean verifies(SignerInformation signer, Optional<X509CertificateHolder> holder)
            throws CMSException, OperatorCreationException, CertificateException {
        if (holder.isEmpty()) {
            return false;
        }
        PublicKey key =
                new JcaX509CertificateConverter().getCertificate(holder.get()).getPublicKey();
        if (!Keys.usual(key)) {
            throw new CertificateException("its key is of an unusual kind or size");
        }
        return signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(key));
    }

    /** One that cannot be read is as good as none: nobody signed it, and the signature is what it is without it. */
    private Optional<SignerEvidence.TimeEvidence> timestamp(SignerInformation signer) {
        try {
            return readTimestamp(signer);
        } catch (IOException | RuntimeException e) { // the library complains in both ways
            return Optional.empty();
        }
    }

    private Optional<SignerEvidence.TimeEvidence> readTimestamp(SignerInformation signer) throws IOException {
        AttributeTable attributes = signer.getUnsignedAttributes();
        Attribute token = attributes == null ? null : attributes.get(RFC3161);
        if (token != null && token.getAttrValues().size() > 0) {
            return rfc3161(ContentInfo.getInstance(token.getAttrValues().getObjectAt(0)), signer.getSignature());
        }
        return signer.getCounterSignatures().getSigners().stream().findFirst().flatMap(this::counterSignature);
    }

    /** RFC 3161: a CMS structure of its own, whose content names the hash of our signature, and the time. */
    private static Optional<SignerEvidence.TimeEvidence> rfc3161(ContentInfo token, byte[] signature)
            throws IOException {
        try {
            CMSSignedData cms = new CMSSignedData(token);
            if (!TST_INFO.getId().equals(cms.getSignedContentTypeOID())) {
                return Optional.empty();
            }
            TSTInfo info = TSTInfo.getInstance((byte[]) cms.getSignedContent().getContent());
            MessageImprint imprint = info.getMessageImprint();
            boolean ours = HashAlgorithm.of(
                            imprint.getHashAlgorithm().getAlgorithm().getId())
                    .map(algorithm -> Arrays.equals(algorithm.digest().digest(signature), imprint.getHashedMessage()))
                    .orElse(false);
            Instant time = info.getGenTime().getDate().toInstant();
            Signers signers = new Signers(cms.getCertificates());
            return cms.getSignerInfos().getSigners().stream()
                    .findFirst()
                    .map(signer -> signers.told(time, signer, ours));
        } catch (CMSException | ParseException e) {
            throw new IOException(e);
        }
    }

    /** PKCS #9: a signer of our signature, whose signed attributes hold the time. */
    private Optional<SignerEvidence.TimeEvidence> counterSignature(SignerInformation counter) {
        AttributeTable signed = counter.getSignedAttributes();
        Attribute time = signed == null ? null : signed.get(CMSAttributes.signingTime);
        return time == null
                ? Optional.empty()
                : Optional.of(told(
                        Time.getInstance(time.getAttrValues().getObjectAt(0))
                                .getDate()
                                .toInstant(),
                        counter,
                        true));
    }

    private SignerEvidence.TimeEvidence told(Instant time, SignerInformation signer, boolean ours) {
        return new SignerEvidence.TimeEvidence(
                new Timestamp(time, authority(signer), ours && holds(signer)), certificateOf(signer), certificates);
    }

    private boolean holds(SignerInformation signer) {
        try {
            return verifies(signer, certificateOf(signer));
        } catch (CMSException | OperatorCreationException | CertificateException | RuntimeException e) {
            return false;
        }
    }

    private String authority(SignerInformation signer) {
        BigInteger number = signer.getSID().getSerialNumber();
        return certificateOf(signer)
                .map(holder -> name(holder.getSubject()))
                .orElse("certificate " + (number == null ? "of unknown number" : number.toString(16)));
    }

    private static Certificate certificate(X509CertificateHolder holder) throws IOException {
        return new Certificate(
                name(holder.getSubject()),
                name(holder.getIssuer()),
                holder.getSerialNumber().toString(16),
                holder.getNotBefore().toInstant(),
                holder.getNotAfter().toInstant(),
                HexFormat.of().formatHex(HashAlgorithm.SHA1.digest().digest(holder.getEncoded())));
    }

    /** The common name first, as people read it; a certificate begins with the country. */
    private static String name(X500Name name) {
        if (name == null) {
            return "";
        }
        List<RDN> parts = new ArrayList<>(List.of(name.getRDNs()));
        Collections.reverse(parts);
        return BCStyle.INSTANCE.toString(new X500Name(parts.toArray(RDN[]::new)));
    }
}
