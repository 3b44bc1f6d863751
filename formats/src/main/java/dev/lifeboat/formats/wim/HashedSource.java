package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * A content that checks itself: whoever reads it from its first byte to its last, in order, is told at the last read if its
 * SHA-1 is another. Reads elsewhere are not hashed, and end the check.
 */
final class HashedSource implements ByteSource {
    private final ByteSource below;
    private final Sha1 expected;
    private MessageDigest digest;
    private long next;

    HashedSource(ByteSource below, Sha1 expected) {
        this.below = below;
        this.expected = expected;
    }

    @Override
    public String name() {
        return below.name();
    }

    @Override
    public long size() {
        return below.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        ByteBuffer bytes = target.duplicate();
        below.read(offset, target);
        take(offset, bytes);
    }

    private synchronized void take(long offset, ByteBuffer bytes) throws CorruptImageException {
        if (offset == 0) {
            digest = Sha1.digest();
            next = 0;
        }
        if (digest == null || !bytes.hasRemaining()) {
            return;
        }
        if (offset != next) {
            digest = null;
            return;
        }
        next += bytes.remaining();
        digest.update(bytes);
        if (next == size()) {
            Sha1 found = Sha1.of(digest);
            digest = null;
            if (!found.equals(expected)) {
                throw new CorruptImageException(
                        this, 0, "content", "has the SHA-1 " + found + ", expected " + expected);
            }
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
