package dev.lifeboat.formats.cms;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.SignerInformation;

/**
 * A CMS structure of signed data (RFC 5652, 5), or PKCS #7 before it: some content, who signed it, and certificates. Says who signed
 * and whether their keys made the signatures; {@link Trust} says whether to believe them.
 */
public final class SignedData {
    private static final byte[] SIGNED_DATA = DerElement.object("1.2.840.113549.1.7.2");
    private static final int MOST_SIGNERS = 8;
    private static final int MOST_CERTIFICATES = 64;
    private static final int LARGEST_REST = 4 << 20;
    private static final int MOST_OBJECTS = 100_000;
    private static final int PIECE = 1 << 16;

    private final Struct where;
    private final CMSSignedData cms;
    private final Struct content;
    private final List<SignerEvidence> signers;
    private final List<Certificate> certificates;

    private SignedData(
            Struct where,
            CMSSignedData cms,
            Struct content,
            List<SignerEvidence> signers,
            List<Certificate> certificates) {
        this.where = where;
        this.cms = cms;
        this.content = content;
        this.signers = List.copyOf(signers);
        this.certificates = List.copyOf(certificates);
    }

    /**
     * Takes a structure apart, and verifies the signatures in it.
     *
     * @param bytes the structure; what follows it is padding
     * @param mostElements of DER that the content may have; these are walked over, and never become objects
     * @return what it says
     * @throws CorruptImageException if it makes no sense
     * @throws UnsupportedImageException if it has more than 8 signers or 64 certificates, or is larger than is supported
     */
    public static SignedData read(Struct bytes, int mostElements) throws ImageException {
        Struct der = DerElement.first(bytes).whole();
        DerElement type =
                DerElement.first(der).expect(DerElement.SEQUENCE, "signature").child();
        if (!type.isObject(SIGNED_DATA)) {
            throw der.corrupt(0, "signature", "is no signed data (1.2.840.113549.1.7.2)");
        }
        DerElement version =
                type.next().expect(DerElement.CONTEXT_0, "signed data").child().child();
        DerElement algorithms = version.next();
        DerElement encapsulated = algorithms.next().expect(DerElement.SEQUENCE, "content");
        DerElement contentType = encapsulated.child();
        if (!contentType.hasNext()) {
            throw der.corrupt(0, "content", "is not in the signature");
        }
        DerElement content =
                contentType.next().expect(DerElement.CONTEXT_0, "content").child();
        Der.check(content.whole(), mostElements);
        byte[] without = Der.wrap(
                DerElement.SEQUENCE,
                bytes(type),
                Der.wrap(
                        DerElement.CONTEXT_0,
                        Der.wrap(
                                DerElement.SEQUENCE,
                                bytes(version),
                                bytes(algorithms),
                                Der.wrap(DerElement.SEQUENCE, bytes(contentType)),
                                rest(encapsulated))));
        return parse(der, content, without);
    }

    /** Certificates, revocations and signers, all that is behind the content. */
    private static byte[] rest(DerElement encapsulated) throws ImageException {
        byte[] rest = {};
        for (DerElement element = encapsulated; element.hasNext(); ) {
            element = element.next();
            byte[] next = bytes(element);
            byte[] all = Arrays.copyOf(rest, rest.length + next.length);
            System.arraycopy(next, 0, all, rest.length, next.length);
            rest = all;
            if (rest.length > LARGEST_REST) {
                throw element.whole()
                        .unsupported("more than " + LARGEST_REST + " bytes of certificates are not supported");
            }
        }
        return rest;
    }

    /** Of a part that the library makes objects of. */
    private static byte[] bytes(DerElement element) throws ImageException {
        Struct whole = element.whole();
        if (whole.size() > LARGEST_REST) {
            throw whole.unsupported("more than " + LARGEST_REST + " bytes outside the content are not supported");
        }
        Der.check(whole, MOST_OBJECTS);
        return whole.bytes(0, whole.size());
    }

    /** The library never sees the content, which may be a list of a million elements. */
    private static SignedData parse(Struct der, DerElement content, byte[] without) throws ImageException {
        try {
            CMSSignedData bare = new CMSSignedData(without);
            Detached detached =
                    new Detached(content.content(), new ASN1ObjectIdentifier(bare.getSignedContentTypeOID()));
            CMSSignedData cms = new CMSSignedData(detached, without);
            if (cms.getSignerInfos().size() > MOST_SIGNERS) {
                throw der.unsupported("more than " + MOST_SIGNERS + " signers of one signature are not supported");
            }
            if (cms.getCertificates().getMatches(null).size() > MOST_CERTIFICATES) {
                throw der.unsupported("more than " + MOST_CERTIFICATES + " certificates are not supported");
            }
            return new SignedData(der, cms, content.whole(), Signers.of(cms), Signers.certificates(cms));
        } catch (ImageException e) {
            throw e;
        } catch (CMSException | IOException | RuntimeException e) { // the library complains in all these ways
            throw corrupt(der, e);
        }
    }

    private static CorruptImageException corrupt(Struct where, Exception cause) {
        CorruptImageException complaint = where.corrupt(0, "", "cannot be read: " + cause.getMessage());
        complaint.initCause(cause);
        return complaint;
    }

    /** Content that is hashed where it lies. */
    private record Detached(Struct content, ASN1ObjectIdentifier type) implements CMSTypedData {
        @Override
        public ASN1ObjectIdentifier getContentType() {
            return type;
        }

        @Override
        public void write(OutputStream out) throws IOException {
            for (int at = 0; at < content.size(); at += PIECE) {
                out.write(content.bytes(at, Math.min(PIECE, content.size() - at)));
            }
        }

        @Override
        public Object getContent() {
            return content;
        }
    }

    /**
     * Returns what kind of content it is.
     *
     * @return an object identifier in dots
     */
    public String contentType() {
        return cms.getSignedContentTypeOID();
    }

    /**
     * Returns what was signed.
     *
     * @return the element of DER, with its tag and length, which are not signed
     */
    public Struct content() {
        return content;
    }

    /**
     * Returns who signed.
     *
     * @return in practice one
     */
    public List<Signer> signers() {
        return signers.stream().map(SignerEvidence::signer).toList();
    }

    List<SignerEvidence> evidence() {
        return signers;
    }

    /**
     * Returns the certificates that it brings along.
     *
     * @return in its order
     */
    public List<Certificate> certificates() {
        return certificates;
    }

    /**
     * Tells whether the keys of all who signed made these signatures over this content.
     *
     * @return false, too, where nobody signed, or a certificate is missing
     */
    public boolean verifies() {
        return !signers.isEmpty()
                && signers.stream().allMatch(evidence -> evidence.signer().verifies());
    }

    /**
     * Returns the values of an attribute that nobody signed.
     *
     * @param oid which
     * @return those of all signers, each with its tag and length
     * @throws CorruptImageException if they make no sense
     */
    public List<byte[]> unsignedAttributes(String oid) throws CorruptImageException {
        List<byte[]> values = new ArrayList<>();
        try {
            for (SignerInformation signer : cms.getSignerInfos()) {
                AttributeTable attributes = signer.getUnsignedAttributes();
                Attribute attribute = attributes == null ? null : attributes.get(new ASN1ObjectIdentifier(oid));
                if (attribute != null) {
                    for (ASN1Encodable value : attribute.getAttrValues()) {
                        values.add(value.toASN1Primitive().getEncoded());
                    }
                }
            }
            return values;
        } catch (IOException | RuntimeException e) {
            throw corrupt(where, e);
        }
    }
}
