package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a seal, docs/formats/seal.md: its text at once, the digests of chunks as they are asked for, since those of a large
 * backup do not fit in memory. Owns nothing; threads may share one.
 */
public final class SealReader {
    /** Of the text; a line has about 300 bytes. */
    static final int LONGEST_TEXT = 4 << 20;

    private static final int PIECE = 1 << 16;

    private final ByteSource source;
    private final Seal seal;
    /** Where the digests of each file begin. */
    private final long[] starts;

    private SealReader(ByteSource source, Seal seal, long[] starts) {
        this.source = source;
        this.seal = seal;
        this.starts = starts;
    }

    /**
     * Reads the text of a seal and checks it against the root.
     *
     * @param source the file's bytes
     * @return the seal
     * @throws ImageException if it is damaged, cut off, or of an unknown version
     * @throws IOException if it cannot be read
     */
    public static SealReader read(ByteSource source) throws IOException {
        byte[] text = text(source);
        Seal seal = SealText.read(source, decode(source, text));
        long at = text.length;
        List<SealedFile> files = seal.files();
        long[] starts = new long[files.size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = at;
            long bytes = files.get(i).chunkCount() * Seal.DIGEST;
            if (bytes > source.size() - at) {
                throw new CorruptImageException(source, at, "seal", "ends before the digests of all chunks");
            }
            at += bytes;
        }
        if (source.size() != at + Seal.DIGEST) {
            throw new CorruptImageException(
                    source,
                    at,
                    "seal",
                    "has " + (source.size() - at) + " bytes behind its digests, expected " + Seal.DIGEST);
        }
        if (!Arrays.equals(source.bytes(at, Seal.DIGEST), Hashes.sha256(text))) {
            throw new CorruptImageException(source, at, "seal", "its root is not that of its text: it was changed");
        }
        if (!Arrays.equals(seal.manifest(), text)) { // a signature is of what is used here, and of nothing else
            throw new CorruptImageException(source, 0, "seal", "its text is not written as it should be");
        }
        return new SealReader(source, seal, starts);
    }

    /** From the first byte through the first blank line. */
    static byte[] text(ByteSource source) throws IOException {
        int length = (int) Math.min(source.size(), LONGEST_TEXT);
        int known = 0;
        byte[] head = new byte[0];
        while (known < length) { // most are a page long
            int more = Math.min(length - known, Math.max(PIECE, known));
            head = Arrays.copyOf(head, known + more);
            source.read(known, ByteBuffer.wrap(head, known, more));
            for (int i = Math.max(1, known); i < known + more; i++) {
                if (head[i] == '\n' && head[i - 1] == '\n') {
                    return Arrays.copyOf(head, i + 1);
                }
            }
            known += more;
        }
        throw new CorruptImageException(source, 0, "seal", "has no blank line behind its text");
    }

    static String decode(ByteSource source, byte[] text) throws CorruptImageException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CorruptImageException(source, 0, "seal", "its text is not UTF-8");
        }
    }

    public Seal seal() {
        return seal;
    }

    /**
     * Reads the digest of a chunk.
     *
     * @param file index in {@link Seal#files()}
     * @param chunk 0 to the file's count - 1
     * @return SHA-256, 32 bytes
     * @throws IOException if it cannot be read
     */
    public byte[] digest(int file, long chunk) throws IOException {
        return source.bytes(starts[file] + chunk * Seal.DIGEST, Seal.DIGEST);
    }

    /**
     * Checks the digests of a file's chunks against the text, so that a bit that flipped in the seal is not taken for one that
     * flipped in the backup.
     *
     * @param file index in {@link Seal#files()}
     * @throws CorruptImageException if they were changed
     * @throws IOException if they cannot be read
     */
    public void check(int file) throws IOException {
        MessageDigest all = Hashes.sha256();
        byte[] piece = new byte[PIECE];
        long end = starts[file] + seal.files().get(file).chunkCount() * Seal.DIGEST;
        for (long at = starts[file]; at < end; ) {
            int n = (int) Math.min(piece.length, end - at);
            source.read(at, ByteBuffer.wrap(piece, 0, n));
            all.update(piece, 0, n);
            at += n;
        }
        if (!Hashes.hex(all.digest()).equals(seal.files().get(file).chunks())) {
            throw new CorruptImageException(source, starts[file], "seal", "the digests of chunks were changed");
        }
    }
}
