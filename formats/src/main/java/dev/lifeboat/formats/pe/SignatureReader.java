package dev.lifeboat.formats.pe;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;

/** Takes signatures apart: CMS around SpcIndirectDataContent, which holds the hash of the file. */
final class SignatureReader {
    private static final String INDIRECT_DATA = "1.3.6.1.4.1.311.2.1.4";
    private static final ASN1ObjectIdentifier NESTED = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.4.1");
    private static final int MOST_SIGNATURES = 32;
    private static final int MOST_SIGNERS = 8;

    private final PeFile file;
    private final Map<HashAlgorithm, String> hashes = new EnumMap<>(HashAlgorithm.class);
    private final List<Signature> signatures = new ArrayList<>();

    SignatureReader(PeFile file) {
        this.file = file;
    }

    List<Signature> read(List<Struct> certificates) throws IOException {
        for (Struct certificate : certificates) {
            read(Der.first(certificate, file.bytes().name()), certificate, false);
        }
        return List.copyOf(signatures);
    }

    private void read(byte[] der, Struct where, boolean nested) throws IOException {
        if (signatures.size() == MOST_SIGNATURES) {
            throw new UnsupportedImageException(
                    file.bytes().name(), "more than " + MOST_SIGNATURES + " signatures are not supported");
        }
        Parsed parsed = parse(der, where);
        signatures.add(new Signature(
                parsed.algorithm,
                parsed.hash,
                imageHash(parsed.algorithm),
                parsed.signers,
                parsed.certificates,
                nested));
        for (byte[] signature : parsed.nested) { // those in a nested signature, too: their number is bounded
            read(Der.first(part(signature, where), file.bytes().name()), where, true);
        }
    }

    /** What a signature says, before the file is asked. */
    private record Parsed(
            HashAlgorithm algorithm,
            String hash,
            List<Signature.Signer> signers,
            List<Certificate> certificates,
            List<byte[]> nested) {}

    private Parsed parse(byte[] der, Struct where) throws ImageException {
        try {
            CMSSignedData cms = new CMSSignedData(der);
            DigestInfo signed = signedHash(cms, where);
            List<byte[]> nested = new ArrayList<>();
            for (SignerInformation signer : cms.getSignerInfos()) {
                nested.addAll(nestedIn(signer));
            }
            return new Parsed(
                    algorithm(signed),
                    Signature.hex(signed.getDigest()),
                    Signers.of(cms),
                    Signers.certificates(cms),
                    nested);
        } catch (ImageException e) {
            throw e;
        } catch (CMSException | IOException | RuntimeException e) { // the library complains in all these ways
            CorruptImageException complaint = where.corrupt(0, "", "cannot be read: " + e.getMessage());
            complaint.initCause(e);
            throw complaint;
        }
    }

    /** So that complaints about what lies in an attribute name the signature that it is in. */
    private Struct part(byte[] bytes, Struct where) {
        return Struct.of(file.bytes(), where.position(), bytes, where + ": nested signature");
    }

    /** SpcIndirectDataContent: what kind of file, then the hash. */
    private DigestInfo signedHash(CMSSignedData cms, Struct where) throws ImageException {
        if (!INDIRECT_DATA.equals(cms.getSignedContentTypeOID())) {
            throw where.corrupt(
                    0, "content", "is of type " + cms.getSignedContentTypeOID() + ", expected " + INDIRECT_DATA);
        }
        if (cms.getSignerInfos().size() > MOST_SIGNERS) {
            throw new UnsupportedImageException(
                    file.bytes().name(), "more than " + MOST_SIGNERS + " signers of one signature are not supported");
        }
        Object content =
                cms.getSignedContent() == null ? null : cms.getSignedContent().getContent();
        if (!(content instanceof ASN1Sequence sequence) || sequence.size() != 2) {
            throw where.corrupt(0, "content", "is no SpcIndirectDataContent");
        }
        return DigestInfo.getInstance(sequence.getObjectAt(1));
    }

    private HashAlgorithm algorithm(DigestInfo signed) throws UnsupportedImageException {
        String oid = signed.getAlgorithmId().getAlgorithm().getId();
        return HashAlgorithm.of(oid)
                .orElseThrow(
                        () -> new UnsupportedImageException(file.bytes().name(), "hash " + oid + " is not supported"));
    }

    private String imageHash(HashAlgorithm algorithm) throws IOException {
        String known = hashes.get(algorithm);
        if (known == null) {
            known = Signature.hex(file.imageHash(algorithm));
            hashes.put(algorithm, known);
        }
        return known;
    }

    private static List<byte[]> nestedIn(SignerInformation signer) throws IOException {
        List<byte[]> nested = new ArrayList<>();
        AttributeTable attributes = signer.getUnsignedAttributes();
        Attribute attribute = attributes == null ? null : attributes.get(NESTED);
        if (attribute != null) {
            for (ASN1Encodable value : attribute.getAttrValues()) {
                nested.add(value.toASN1Primitive().getEncoded());
            }
        }
        return nested;
    }
}
