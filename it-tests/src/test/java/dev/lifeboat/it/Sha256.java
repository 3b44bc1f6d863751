package dev.lifeboat.it;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.FileSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes, as {@code sha256sum} prints them. */
final class Sha256 {
    private static final int CHUNK = 1 << 20;

    private Sha256() {}

    static String of(Path file) throws IOException {
        try (FileSource source = FileSource.open(file)) {
            return of(source);
        }
    }

    static String of(byte[] bytes) throws IOException {
        return of(ByteSource.of("bytes", bytes));
    }

    static String of(ByteSource source) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, source.size()));
        for (long at = 0; at < source.size(); at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK, source.size() - at));
            source.read(at, chunk);
            digest.update(chunk.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
