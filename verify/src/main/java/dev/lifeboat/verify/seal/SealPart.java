package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What is known of a seal that is being made: a file beside it, so that a run that was interrupted can go on. A text like that of
 * a seal says which files they are; behind it each chunk has a slot, and each file one more for its whole digest. A slot has a
 * checksum, so that one that was not yet on the drive when the power went is taken for empty.
 */
final class SealPart implements Closeable {
    private static final int SLOT = 40;
    private static final int COPY = 1 << 16;

    private final FileChannel channel;
    private final Seal plan;
    private final long[] starts;

    private SealPart(FileChannel channel, Seal plan, long start) {
        this.channel = channel;
        this.plan = plan;
        this.starts = starts(plan, start);
    }

    private static long[] starts(Seal plan, long start) {
        List<SealedFile> files = plan.files();
        long[] starts = new long[files.size()];
        long at = start;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = at;
            at += (files.get(i).chunkCount() + 1) * SLOT;
        }
        return starts;
    }

    /**
     * Begins, or goes on.
     *
     * @param file where it is kept
     * @param plan the files as they are now
     * @return with all that is known of files that did not change
     * @throws IOException if it cannot be written
     */
    static SealPart open(Path file, Seal plan) throws IOException {
        Path beside = AtomicFile.beside(file);
        byte[] text = plan.manifest();
        try (FileChannel fresh = AtomicFile.create(beside)) {
            write(fresh, 0, ByteBuffer.wrap(text));
            takeOver(file, fresh, plan, starts(plan, text.length));
            fresh.force(true);
        }
        AtomicFile.replace(beside, file);
        return new SealPart(
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE), plan, text.length);
    }

    /** Copies the slots of files that are as they were when the run before began. */
    private static void takeOver(Path file, FileChannel fresh, Seal plan, long[] to) throws IOException {
        try (FileSource old = FileSource.open(file)) {
            byte[] text = SealReader.text(old);
            Seal before = SealText.read(old, SealReader.decode(old, text));
            long[] from = starts(before, text.length);
            Map<SealedFile, Integer> numbers = new HashMap<>();
            before.files().forEach(known -> numbers.put(known, numbers.size()));
            for (int i = 0; i < to.length; i++) {
                Integer known = numbers.get(plan.files().get(i));
                if (known != null) {
                    long length = (plan.files().get(i).chunkCount() + 1) * SLOT;
                    copy(old, from[known], length, fresh, to[i]);
                }
            }
        } catch (NoSuchFileException | ImageException e) {
            // nothing is known
        }
    }

    private static void copy(FileSource old, long from, long length, FileChannel fresh, long to) throws IOException {
        long there = Math.min(length, old.size() - from);
        for (long done = 0; done < there; ) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(COPY, there - done));
            old.read(from + done, piece);
            piece.flip();
            int n = piece.remaining();
            write(fresh, to + done, piece);
            done += n;
        }
    }

    private static void write(FileChannel channel, long at, ByteBuffer bytes) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += channel.write(bytes, to);
        }
    }

    Seal plan() {
        return plan;
    }

    /** The digest of a chunk, or, behind the last chunk, of the whole file; empty if it is not known. */
    Optional<byte[]> get(int file, long chunk) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT);
        long at = starts[file] + chunk * SLOT;
        while (slot.hasRemaining()) {
            int n = channel.read(slot, at + slot.position());
            if (n < 0) {
                return Optional.empty();
            }
        }
        slot.flip();
        byte[] digest = new byte[Seal.DIGEST];
        slot.get(digest);
        return slot.getLong() == checksum(chunk, digest) ? Optional.of(digest) : Optional.empty();
    }

    /** Takes note of a digest; by any thread. */
    void put(int file, long chunk, byte[] digest) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT);
        slot.put(digest).putLong(checksum(chunk, digest)).flip();
        write(channel, starts[file] + chunk * SLOT, slot);
    }

    /** Not zero, so that an empty slot has none. */
    private static long checksum(long chunk, byte[] digest) {
        CRC32C crc = new CRC32C();
        crc.update(digest);
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, chunk));
        return crc.getValue() | 1L << 32;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}
