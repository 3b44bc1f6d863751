package dev.lifeboat.formats.catalog;

import dev.lifeboat.formats.cms.DerElement;
import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.cms.SignedData;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;

/**
 * A security catalog: a certificate trust list (CTL, 1.3.6.1.4.1.311.10.1) in signed data. Each member has an identifier, which is a
 * hash in letters (version 1) or in bytes (version 2), and attributes, of which SpcIndirectDataContent holds the same hash with its
 * algorithm. Of programs it is the hash of the image, of other files that of all bytes. By observation of catalogs as openssl's
 * asn1parse shows them; Microsoft documents functions only (mscat.h).
 */
public final class CatalogFile {
    private static final String TRUST_LIST = "1.3.6.1.4.1.311.10.1";
    private static final long LARGEST = 32L << 20; // two at once fit in the memory that Java gets
    private static final int MOST_ELEMENTS = 8 << 20;

    private static final byte[] CATALOG_LIST = DerElement.object("1.3.6.1.4.1.311.12.1.1");
    private static final byte[] INDIRECT_DATA = DerElement.object("1.3.6.1.4.1.311.2.1.4");
    private static final byte[] SHA1 = DerElement.object(HashAlgorithm.SHA1.oid());
    private static final byte[] SHA256 = DerElement.object(HashAlgorithm.SHA256.oid());

    private final SignedData signed;
    private final DerElement members;

    private CatalogFile(SignedData signed, DerElement members) {
        this.signed = signed;
        this.members = members;
    }

    /** Receives the members of a catalog. */
    @FunctionalInterface
    public interface Members {
        /**
         * Takes one.
         *
         * @param algorithm of its hash
         * @param hash of the image of a program, or of all bytes of another file
         */
        void member(HashAlgorithm algorithm, byte[] hash);
    }

    /**
     * Reads a catalog and verifies its signature.
     *
     * @param file all of it
     * @return the catalog
     * @throws CorruptImageException if it is none
     * @throws UnsupportedImageException if it is larger than 32 MiB, or has more than eight million elements
     * @throws IOException if the storage cannot be read
     */
    public static CatalogFile read(ByteSource file) throws IOException {
        if (file.size() > LARGEST) {
            throw new UnsupportedImageException(file.name(), "a catalog of " + file.size() + " bytes is not supported");
        }
        SignedData signed = SignedData.read(Struct.read(file, 0, (int) file.size(), "catalog"), MOST_ELEMENTS);
        Struct content = signed.content();
        if (!TRUST_LIST.equals(signed.contentType())) {
            throw content.corrupt(0, "content", "is of type " + signed.contentType() + ", expected " + TRUST_LIST);
        }
        DerElement usage = DerElement.first(content)
                .expect(DerElement.SEQUENCE, "trust list")
                .child()
                .expect(DerElement.SEQUENCE, "usage");
        if (usage.empty() || !usage.child().isObject(CATALOG_LIST)) {
            throw content.corrupt(0, "trust list", "is no catalog");
        }
        return new CatalogFile(signed, members(usage));
    }

    /**
     * Behind the usage: an identifier and a number, both optional, one or two times, the algorithm, which is a sequence, and the
     * members. An empty list is left out or empty.
     */
    private static DerElement members(DerElement usage) throws ImageException {
        DerElement algorithm = usage.next();
        while (!algorithm.is(DerElement.SEQUENCE)) {
            algorithm = algorithm.next();
        }
        return algorithm.hasNext() && algorithm.next().is(DerElement.SEQUENCE) ? algorithm.next() : null;
    }

    /**
     * Returns the signature.
     *
     * @return who signed the list
     */
    public SignedData signed() {
        return signed;
    }

    /**
     * Lists the members whose hash is SHA-1 or SHA-256; Windows uses no others.
     *
     * @param visitor receives each, in the order of the file
     * @throws CorruptImageException if one makes no sense
     * @throws ImageException likewise
     */
    public void members(Members visitor) throws ImageException {
        if (members == null || members.empty()) {
            return;
        }
        DerElement member = members.child();
        while (true) {
            member(member.expect(DerElement.SEQUENCE, "member"), visitor);
            if (!member.hasNext()) {
                return;
            }
            member = member.next();
        }
    }

    private static void member(DerElement member, Members visitor) throws ImageException {
        DerElement identifier = member.child().expect(DerElement.OCTET_STRING, "identifier");
        if (identifier.hasNext() && !identifier.next().empty()) {
            DerElement attribute =
                    identifier.next().expect(DerElement.SET, "attributes").child();
            while (true) {
                if (isHash(attribute, visitor)) {
                    return;
                }
                if (!attribute.hasNext()) {
                    break;
                }
                attribute = attribute.next();
            }
        }
        byte[] bytes = identifier.bytes(); // of version 2 this is the hash itself
        if (bytes.length == HashAlgorithm.SHA1.size() || bytes.length == HashAlgorithm.SHA256.size()) {
            visitor.member(
                    bytes.length == HashAlgorithm.SHA1.size() ? HashAlgorithm.SHA1 : HashAlgorithm.SHA256, bytes);
        }
    }

    /** SpcIndirectDataContent: what kind of file, then algorithm and hash. */
    private static boolean isHash(DerElement attribute, Members visitor) throws ImageException {
        DerElement type = attribute.expect(DerElement.SEQUENCE, "attribute").child();
        if (!type.isObject(INDIRECT_DATA) || !type.hasNext() || type.next().empty()) {
            return false;
        }
        DerElement digest = type.next()
                .child()
                .expect(DerElement.SEQUENCE, "SpcIndirectDataContent")
                .child()
                .next()
                .expect(DerElement.SEQUENCE, "hash");
        DerElement algorithm = digest.child().expect(DerElement.SEQUENCE, "algorithm");
        byte[] hash = algorithm.next().expect(DerElement.OCTET_STRING, "hash").bytes();
        HashAlgorithm known = algorithm.child().isObject(SHA256)
                ? HashAlgorithm.SHA256
                : algorithm.child().isObject(SHA1) ? HashAlgorithm.SHA1 : null;
        if (known == null || hash.length != known.size()) {
            return false;
        }
        visitor.member(known, hash);
        return true;
    }
}
