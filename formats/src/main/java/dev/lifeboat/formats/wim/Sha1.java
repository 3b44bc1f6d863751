package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-1 message digest, by which a WIM knows contents. All zero stands for no content.
 *
 * @param high its first eight bytes, as a number
 * @param middle the next eight
 * @param low the last four
 */
public record Sha1(long high, long middle, int low) implements Comparable<Sha1> {
    static final int SIZE = 20;

    static final Sha1 ZERO = new Sha1(0, 0, 0);

    static Sha1 read(Struct s, long offset) throws CorruptImageException {
        return of(s.bytes(offset, SIZE), 0);
    }

    static Sha1 of(byte[] bytes, int at) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, at, SIZE);
        return new Sha1(buffer.getLong(), buffer.getLong(), buffer.getInt());
    }

    /**
     * Takes the result of a digest, which begins anew.
     *
     * @param digest made by {@link #digest}
     * @return its result
     */
    public static Sha1 of(MessageDigest digest) {
        return of(digest.digest(), 0);
    }

    /**
     * Makes the digest of this algorithm.
     *
     * @return with nothing in it
     */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /**
     * Tells whether it stands for no content.
     *
     * @return true if all of it is zero
     */
    public boolean isZero() {
        return equals(ZERO);
    }

    /** As unsigned bytes. */
    @Override
    public int compareTo(Sha1 other) {
        int order = Long.compareUnsigned(high, other.high);
        order = order == 0 ? Long.compareUnsigned(middle, other.middle) : order;
        return order == 0 ? Integer.compareUnsigned(low, other.low) : order;
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(middle) + hex.toHexDigits(low);
    }
}
