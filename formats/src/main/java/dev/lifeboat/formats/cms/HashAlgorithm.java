package dev.lifeboat.formats.cms;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Hashes that signatures use. */
public enum HashAlgorithm {
    /** Of signatures of the nineties; means nothing today. */
    MD5("MD5", "1.2.840.113549.2.5", 16),
    SHA1("SHA-1", "1.3.14.3.2.26", 20),
    SHA256("SHA-256", "2.16.840.1.101.3.4.2.1", 32),
    SHA384("SHA-384", "2.16.840.1.101.3.4.2.2", 48),
    SHA512("SHA-512", "2.16.840.1.101.3.4.2.3", 64);

    private final String label;
    private final String oid;
    private final int size;

    HashAlgorithm(String label, String oid, int size) {
        this.label = label;
        this.oid = oid;
        this.size = size;
    }

    /**
     * Finds one by its object identifier.
     *
     * @param oid in dots
     * @return empty for one that is not known here
     */
    public static Optional<HashAlgorithm> of(String oid) {
        for (HashAlgorithm algorithm : values()) {
            if (algorithm.oid.equals(oid)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the name that Java and people use.
     *
     * @return such as {@code SHA-256}
     */
    public String label() {
        return label;
    }

    /**
     * Returns its object identifier.
     *
     * @return in dots
     */
    public String oid() {
        return oid;
    }

    /**
     * Returns the size of its hashes.
     *
     * @return in bytes
     */
    public int size() {
        return size;
    }

    /**
     * Begins a hash.
     *
     * @return a new one
     */
    public MessageDigest digest() {
        try {
            return MessageDigest.getInstance(label);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has these
        }
    }
}
