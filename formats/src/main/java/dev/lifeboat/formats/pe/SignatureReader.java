package dev.lifeboat.formats.pe;

import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.cms.SignedData;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.DigestInfo;

/** Takes signatures apart: CMS around SpcIndirectDataContent, which holds the hash of the file. */
final class SignatureReader {
    private static final String INDIRECT_DATA = "1.3.6.1.4.1.311.2.1.4";
    private static final String NESTED = "1.3.6.1.4.1.311.2.4.1";
    private static final int MOST_SIGNATURES = 32;
    private static final int MOST_ELEMENTS = 200_000;

    private final PeFile file;
    private final List<Signature> signatures = new ArrayList<>();

    SignatureReader(PeFile file) {
        this.file = file;
    }

    List<Signature> read(List<Struct> certificates) throws IOException {
        for (Struct certificate : certificates) {
            read(certificate, false);
        }
        return List.copyOf(signatures);
    }

    private void read(Struct bytes, boolean nested) throws IOException {
        if (signatures.size() == MOST_SIGNATURES) {
            throw new UnsupportedImageException(
                    file.bytes().name(), "more than " + MOST_SIGNATURES + " signatures are not supported");
        }
        SignedData signed = SignedData.read(bytes, MOST_ELEMENTS);
        DigestInfo hash = signedHash(signed, bytes);
        HashAlgorithm algorithm = algorithm(hash);
        signatures.add(new Signature(
                algorithm, Signature.hex(hash.getDigest()), Signature.hex(file.imageHash(algorithm)), signed, nested));
        for (byte[] inner : signed.unsignedAttributes(NESTED)) { // those in a nested one, too: their number is bounded
            read(Struct.of(file.bytes(), bytes.position(), inner, bytes + ": nested signature"), true);
        }
    }

    /** SpcIndirectDataContent: what kind of file, then the hash. */
    private static DigestInfo signedHash(SignedData signed, Struct where) throws ImageException {
        if (!INDIRECT_DATA.equals(signed.contentType())) {
            throw where.corrupt(0, "content", "is of type " + signed.contentType() + ", expected " + INDIRECT_DATA);
        }
        try {
            Struct content = signed.content();
            ASN1Sequence sequence = ASN1Sequence.getInstance(content.bytes(0, content.size()));
            if (sequence.size() != 2) {
                throw where.corrupt(0, "content", "is no SpcIndirectDataContent");
            }
            return DigestInfo.getInstance(sequence.getObjectAt(1));
        } catch (RuntimeException e) { // so the library complains
            CorruptImageException complaint = where.corrupt(0, "content", "cannot be read: " + e.getMessage());
            complaint.initCause(e);
            throw complaint;
        }
    }

    private HashAlgorithm algorithm(DigestInfo signed) throws UnsupportedImageException {
        String oid = signed.getAlgorithmId().getAlgorithm().getId();
        return HashAlgorithm.of(oid)
                .orElseThrow(
                        () -> new UnsupportedImageException(file.bytes().name(), "hash " + oid + " is not supported"));
    }
}
