package dev.lifeboat.formats.catalog;

import dev.lifeboat.formats.cms.HashAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;

/** The list of a catalog, as {@code openssl asn1parse} shows that of drivers: to be signed by a test's authority. */
public final class TestCatalog {
    /** What it is signed as. */
    public static final String TYPE = "1.3.6.1.4.1.311.10.1";

    private final ASN1EncodableVector members = new ASN1EncodableVector();
    private final boolean second;

    /** Of version 1, whose identifiers are letters, or 2, whose are bytes. */
    public TestCatalog(int version) {
        second = version == 2;
    }

    /** Adds a program by the hash of its image. */
    public TestCatalog member(HashAlgorithm algorithm, byte[] hash) {
        byte[] identifier =
                second ? hash : HexFormat.of().withUpperCase().formatHex(hash).getBytes(StandardCharsets.UTF_16LE);
        ASN1Encodable name = new DERSequence(
                new ASN1Encodable[] {oid("1.3.6.1.4.1.311.12.2.1"), new DERSet(named("File", "program.exe"))});
        ASN1Encodable hashed = new DERSequence(
                new ASN1Encodable[] {oid("1.3.6.1.4.1.311.2.1.4"), new DERSet(indirect(algorithm, hash))});
        members.add(new DERSequence(
                new ASN1Encodable[] {new DEROctetString(identifier), new DERSet(new ASN1Encodable[] {name, hashed})}));
        return this;
    }

    /** Adds a member that has nothing but its identifier. */
    public TestCatalog bare(byte[] identifier) {
        members.add(new DERSequence(new DEROctetString(identifier)));
        return this;
    }

    /** SpcIndirectDataContent of a program. */
    public static ASN1Encodable indirect(HashAlgorithm algorithm, byte[] hash) {
        String digest = algorithm == HashAlgorithm.SHA1 ? "1.3.14.3.2.26" : "2.16.840.1.101.3.4.2.1";
        ASN1Encodable image = new DERSequence(new ASN1Encodable[] {
            new DERBitString(new byte[0]),
            new DERTaggedObject(0, new DERTaggedObject(true, 2, new DERTaggedObject(false, 0, new DERBMPString(""))))
        });
        return new DERSequence(new ASN1Encodable[] {
            new DERSequence(new ASN1Encodable[] {oid("1.3.6.1.4.1.311.2.1.15"), image}),
            new DigestInfo(new AlgorithmIdentifier(oid(digest), DERNull.INSTANCE), hash)
        });
    }

    /** The trust list. */
    public ASN1Encodable list() {
        return new DERSequence(new ASN1Encodable[] {
            new DERSequence(oid("1.3.6.1.4.1.311.12.1.1")),
            new DEROctetString(new byte[16]),
            new ASN1UTCTime("231114221320Z"),
            new DERSequence(new ASN1Encodable[] {
                oid(second ? "1.3.6.1.4.1.311.12.1.3" : "1.3.6.1.4.1.311.12.1.2"), DERNull.INSTANCE
            }),
            new DERSequence(members),
            new DERTaggedObject(0, new DERSequence(extension("OSAttr", "2:6.2,2:10.0")))
        });
    }

    /** A catalog that nobody signed. */
    public byte[] unsigned() {
        SignedData data = new SignedData(
                new DERSet(), new ContentInfo(oid(TYPE), list()), new DERSet(), new DERSet(), new DERSet());
        try {
            return new ContentInfo(oid("1.2.840.113549.1.7.2"), data).getEncoded("DER");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ASN1Encodable named(String name, String value) {
        return new DERSequence(new ASN1Encodable[] {
            new DERBMPString(name),
            new ASN1Integer(0x10010001),
            new DEROctetString((value + "\0").getBytes(StandardCharsets.UTF_16LE))
        });
    }

    private static ASN1Encodable extension(String name, String value) {
        try {
            return new DERSequence(
                    new ASN1Encodable[] {oid("1.3.6.1.4.1.311.12.2.1"), new DEROctetString(named(name, value))});
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ASN1ObjectIdentifier oid(String oid) {
        return new ASN1ObjectIdentifier(oid);
    }
}
