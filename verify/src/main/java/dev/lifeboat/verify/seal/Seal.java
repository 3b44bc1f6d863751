package dev.lifeboat.verify.seal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was sealed and when; the text part of the file, docs/formats/seal.md.
 *
 * @param sealed when it was finished, to the second
 * @param computer whose backup it is; absent for a single image
 * @param backup the name of the version's folder; absent for a single image
 * @param media SHA-256 of the file MediaId, 64 hexadecimal digits; absent where there is none
 * @param files by name
 */
public record Seal(
        Instant sealed,
        Optional<String> computer,
        Optional<String> backup,
        Optional<String> media,
        List<SealedFile> files) {
    /** Bytes of a chunk. */
    public static final int CHUNK = 1 << 20;

    /** Bytes of a digest. */
    static final int DIGEST = 32;

    static long chunksOf(long size) {
        return size / CHUNK + (size % CHUNK == 0 ? 0 : 1);
    }

    /**
     * Returns the text part, by which the seal is known: its SHA-256 is the root, and a signature is of these bytes.
     *
     * @return from the first byte of the file through the blank line
     */
    public byte[] manifest() {
        return SealText.of(this).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the one number that stands for everything in the seal.
     *
     * @return SHA-256 of {@link #manifest()}, 64 hexadecimal digits
     */
    public String root() {
        return Hashes.hex(Hashes.sha256(manifest()));
    }

    /**
     * Tells whether a file is one of those that Windows changes with every backup of the computer, whichever version is sealed.
     *
     * @param name in this seal
     * @return true for catalogs and the files of SPPMetadataCache; MediaId stays as it is
     */
    boolean isShared(String name) {
        String folder = name.substring(0, Math.max(0, name.indexOf('/')));
        boolean named = folder.equalsIgnoreCase("Catalog") || folder.equalsIgnoreCase("SPPMetadataCache");
        return backup.isPresent() && named;
    }

    /**
     * Returns how many chunks there are in all files.
     *
     * @return 0 or more
     */
    public long chunkCount() {
        return files.stream().mapToLong(SealedFile::chunkCount).sum();
    }

    /**
     * Returns how large the files are together.
     *
     * @return in bytes
     */
    public long size() {
        return files.stream().mapToLong(SealedFile::size).sum();
    }
}
