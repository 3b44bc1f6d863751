package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.SparseSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.LongConsumer;

/** A file of the host that this run makes. Until it is complete, it may be deleted at any moment. */
final class NewFile {
    /** Below this no file system that is in use refuses a file for its size. */
    private static final long SMALLEST_LIMIT = 0x7fff_ffffL;

    private final FileWriter writer;
    private final Path path;
    private final SeekableByteChannel channel;

    /** A file of this size is more than the target's file system can hold. */
    static final class TooLargeException extends IOException {
        TooLargeException(long size, TargetFolder target) {
            super("has " + size + " bytes, more than a file can have on the disk of " + target.path());
        }
    }

    NewFile(FileWriter writer, Path path, SeekableByteChannel channel) {
        this.writer = writer;
        this.path = path;
        this.channel = channel;
    }

    Path path() {
        return path;
    }

    /**
     * Fills the file; holes stay holes where the host can have them.
     *
     * @param source its content
     * @param progress receives how many bytes of it are done
     * @throws TooLargeException if the host cannot hold a file of this size
     * @throws HostWriteException if it cannot be written for another reason
     * @throws IOException as the source does
     */
    void fill(ByteSource source, LongConsumer progress) throws IOException {
        ByteBuffer buffer = writer.buffer();
        long size = source.size();
        long at = 0;
        long end = 0; // of what is on the host
        while (at < size) {
            int stored = stored(source, at, buffer.capacity());
            if (stored == 0) {
                at += ((SparseSource) source).extentAt(at).length();
            } else {
                buffer.clear().limit(stored);
                source.read(at, buffer);
                write(at, end, buffer.flip(), size);
                at += stored;
                end = at;
            }
            progress.accept(at);
        }
        if (end < size) { // the only way to give a channel its size
            write(size - 1, end, buffer.clear().limit(1).put(0, (byte) 0), size);
        }
        try {
            channel.close();
        } catch (IOException e) {
            writer.check();
            throw failed(e);
        }
    }

    /** How many bytes to copy at once; 0 at a hole. */
    private static int stored(ByteSource source, long at, int room) throws IOException {
        long most = Math.min(room, source.size() - at);
        if (!(source instanceof SparseSource sparse)) {
            return (int) most;
        }
        long stored = 0;
        while (stored < most) {
            SparseSource.Extent extent = sparse.extentAt(at + stored);
            if (Holes.hole(extent)) {
                break;
            }
            stored += Math.min(extent.length(), most - stored);
        }
        return (int) stored;
    }

    private void write(long at, long end, ByteBuffer bytes, long size) throws IOException {
        try {
            if (at != end) {
                channel.position(at);
            }
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            writer.check(); // it may have been closed on purpose
            // The host's words differ by system and language; how far it got and how much room is left do not.
            TargetFolder target = writer.target();
            if (at + bytes.limit() > SMALLEST_LIMIT && target.freeSpace() > 2L * FileWriter.CHUNK) {
                throw new TooLargeException(size, target);
            }
            throw failed(e);
        }
    }

    private HostWriteException failed(IOException cause) {
        return new HostWriteException(path + " could not be written (" + HostErrors.text(cause) + ")", cause);
    }

    /**
     * Notes that the file is complete.
     *
     * @throws InterruptedIOException if it was deleted meanwhile, because the work was stopped
     */
    void complete() throws InterruptedIOException {
        writer.complete(this);
    }

    /** Deletes the file, unless it is complete. */
    void discard() {
        writer.discard(this);
    }

    /** For the writer. The folder keeps its times, which may have been set for good. */
    void delete() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is deleted anyway
        }
        try {
            BasicFileAttributes folder = FileTimes.of(path.getParent());
            Files.deleteIfExists(path);
            FileTimes.set(path.getParent(), folder);
        } catch (IOException e) {
            // Nothing is left to try. The message of what went wrong before names the file.
        }
    }
}
