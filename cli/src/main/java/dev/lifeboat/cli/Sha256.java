package dev.lifeboat.cli;

import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** SHA-256 of a whole source. */
final class Sha256 {
    private static final int CHUNK = 1 << 18;

    private Sha256() {}

    /**
     * Reads a source and hashes it.
     *
     * @param source to read
     * @param progress receives how many bytes are done
     * @return 64 hexadecimal digits
     * @throws IOException if it cannot be read
     */
    static String of(ByteSource source, LongConsumer progress) throws IOException {
        MessageDigest digest = digest();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, source.size()));
        for (long at = 0; at < source.size(); at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), source.size() - at));
            source.read(at, chunk);
            digest.update(chunk.flip());
            progress.accept(at + chunk.limit());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
