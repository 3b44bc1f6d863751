package dev.lifeboat.verify.seal;

import dev.lifeboat.verify.check.Spans;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;

/** One file, read from its beginning to its end, and compared with its seal if it has one. */
final class FileContent implements ChunkReading.Job {
    private final SetFile file;
    private final long size;
    private final Optional<SealReader> reader;
    private final int index;
    private final Optional<WholeDigests> whole;
    private final BitSet different = new BitSet();
    private final BitSet unreadable = new BitSet();
    private String problem = "";

    /**
     * @param size in bytes
     * @param reader of its seal; empty if it is only read
     * @param index in the seal
     * @param algorithms of hashes of the whole file
     */
    FileContent(SetFile file, long size, Optional<SealReader> reader, int index, Set<String> algorithms) {
        this.file = file;
        this.size = size;
        this.reader = reader;
        this.index = index;
        this.whole = algorithms.isEmpty() ? Optional.empty() : Optional.of(new WholeDigests(algorithms));
    }

    SetFile file() {
        return file;
    }

    boolean compared() {
        return reader.isPresent();
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean wants(long chunk) {
        return true;
    }

    @Override
    public void chunk(long chunk, byte[] bytes, int length) throws IOException {
        whole.ifPresent(digest -> digest.add(chunk, bytes, length)); // first: another thread waits for it
        if (reader.isPresent()) {
            MessageDigest digest = Hashes.sha256();
            digest.update(bytes, 0, length);
            if (!Arrays.equals(digest.digest(), reader.get().digest(index, chunk))) {
                synchronized (this) {
                    different.set((int) chunk);
                }
            }
        }
    }

    @Override
    public synchronized void unreadable(long chunk, IOException why) {
        unreadable.set((int) chunk);
        problem = problem.isEmpty() ? String.valueOf(why.getMessage()) : problem;
        whole.ifPresent(digest -> digest.lost(chunk));
    }

    /** What the first chunk met that could not be read. */
    synchronized String problem() {
        return problem;
    }

    synchronized int differentChunks() {
        return different.cardinality();
    }

    synchronized int unreadableChunks() {
        return unreadable.cardinality();
    }

    synchronized Spans different() {
        return spans(different);
    }

    synchronized Spans unreadable() {
        return spans(unreadable);
    }

    private Spans spans(BitSet chunks) {
        Spans spans = new Spans();
        for (int chunk = chunks.nextSetBit(0); chunk >= 0; chunk = chunks.nextSetBit(chunk + 1)) {
            long start = (long) chunk * Seal.CHUNK;
            spans.add(start, Math.min(size, start + Seal.CHUNK));
        }
        return spans;
    }

    /** The hash of the whole file; empty if it could not be read, or was not asked for. */
    Optional<String> digest(String algorithm) {
        return whole.flatMap(digests -> digests.finish(algorithm));
    }
}
