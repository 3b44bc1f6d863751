package dev.lifeboat.verify.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Keys of Ed25519 (RFC 8032) in the files that {@code openssl genpkey} and {@code openssl pkey -pubout} write (RFC 8410). */
public final class SealKeys {
    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int LARGEST_FILE = 1 << 16;

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private SealKeys(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /**
     * Reads a private key.
     *
     * @param file PEM, PKCS #8, not encrypted
     * @return a key to sign with
     * @throws IOException if it cannot be read or is no such key
     */
    public static SealKeys toSign(Path file) throws IOException {
        try {
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            return new SealKeys(keys.generatePrivate(new PKCS8EncodedKeySpec(pem(file, PRIVATE))), null);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    file + " holds no private key of Ed25519; 'openssl genpkey -algorithm ed25519' makes one", e);
        }
    }

    /**
     * Reads a public key.
     *
     * @param file PEM, as {@code openssl pkey -pubout} writes it
     * @return a key to check signatures with
     * @throws IOException if it cannot be read or is no such key
     */
    public static SealKeys toCheck(Path file) throws IOException {
        try {
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            return new SealKeys(null, keys.generatePublic(new X509EncodedKeySpec(pem(file, PUBLIC))));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    file
                            + " holds no public key of Ed25519; 'openssl pkey -in KEY -pubout' makes one from the private key",
                    e);
        }
    }

    private static byte[] pem(Path file, String kind) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException(file + " is too large to be a key");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        String begin = "-----BEGIN " + kind + "-----";
        int start = text.indexOf(begin);
        int end = text.indexOf("-----END " + kind + "-----");
        if (start < 0 || end < start) {
            String why = text.contains("ENCRYPTED") ? " (it is encrypted: decrypt it with 'openssl pkey')" : "";
            throw new IOException(file + " is no PEM file with '" + begin + "'" + why);
        }
        try {
            return Base64.getMimeDecoder().decode(text.substring(start + begin.length(), end));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no PEM file: its Base64 is wrong", e);
        }
    }

    byte[] sign(byte[] message) throws IOException {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IOException("the seal could not be signed: " + e.getMessage(), e);
        }
    }

    /** Whether a signature is that of this key's owner; anything else than a signature is none. */
    boolean accepts(byte[] message, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(publicKey);
            signature.update(message);
            return signature.verify(bytes);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
