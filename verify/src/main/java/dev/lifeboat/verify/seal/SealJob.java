package dev.lifeboat.verify.seal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Hashes one file for a seal. Where its whole digest is wanted and not known, all of it is read, whatever chunks are known. */
final class SealJob implements ChunkReading.Job {
    private static final String SHA_256 = "SHA-256";

    private final SealPart part;
    private final int file;
    private final Path path;
    private final Optional<WholeDigests> whole;

    SealJob(SealPart part, int file, Path path, boolean sums) throws IOException {
        this.part = part;
        this.file = file;
        this.path = path;
        boolean wanted = sums && part.get(file, sealed().chunkCount()).isEmpty();
        this.whole = wanted ? Optional.of(new WholeDigests(Set.of(SHA_256))) : Optional.empty();
    }

    private SealedFile sealed() {
        return part.plan().files().get(file);
    }

    /** Bytes that need not be read. */
    long known() throws IOException {
        long bytes = 0;
        for (long chunk = 0; chunk < sealed().chunkCount(); chunk++) {
            bytes += wants(chunk) ? 0 : Math.min(Seal.CHUNK, sealed().size() - chunk * Seal.CHUNK);
        }
        return bytes;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long size() {
        return sealed().size();
    }

    @Override
    public boolean wants(long chunk) throws IOException {
        return whole.isPresent() || part.get(file, chunk).isEmpty();
    }

    @Override
    public void chunk(long chunk, byte[] bytes, int length) throws IOException {
        whole.ifPresent(digest -> digest.add(chunk, bytes, length)); // first: another thread waits for it
        MessageDigest digest = Hashes.sha256();
        digest.update(bytes, 0, length);
        part.put(file, chunk, digest.digest());
    }

    @Override
    public void unreadable(long chunk, IOException problem) throws IOException {
        whole.ifPresent(digest -> digest.lost(chunk));
        throw problem;
    }

    /** Keeps the whole digest, once all was read. */
    void finish() throws IOException {
        if (whole.isPresent()) {
            String digest = whole.get().finish(SHA_256).orElseThrow();
            part.put(file, sealed().chunkCount(), HexFormat.of().parseHex(digest));
        }
    }
}
