package dev.lifeboat.verify.seal;

import java.time.Instant;
import java.util.Optional;

/**
 * One file as it was when it was sealed.
 *
 * @param name below the folder that was sealed, parts divided by {@code /}
 * @param size in bytes
 * @param modified when it was last written, to the millisecond, as the file system told
 * @param identity what the image says of its own changes
 * @param sha256 of the whole file, 64 hexadecimal digits; only where it was asked for
 * @param chunks SHA-256 of the digests of all chunks, one behind the other, 64 hexadecimal digits
 */
public record SealedFile(
        String name, long size, Instant modified, Identity identity, Optional<String> sha256, String chunks) {
    /**
     * Returns the number of chunks.
     *
     * @return 0 for an empty file; the last chunk may be shorter than the others
     */
    public long chunkCount() {
        return Seal.chunksOf(size);
    }
}
