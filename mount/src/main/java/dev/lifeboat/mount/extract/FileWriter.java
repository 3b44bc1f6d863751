package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.SparseSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;

/** Writes one new file after the other. A file that does not get complete is deleted, also when another thread says stop. */
final class FileWriter {
    private static final int CHUNK = 1 << 19;
    /** Below this no file system that is in use refuses a file for its size. */
    private static final long SMALLEST_LIMIT = 0x7fff_ffffL;

    private final TargetFolder target;
    private final Opener opener;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);

    private SeekableByteChannel channel;
    private Path unfinished;
    private boolean stopped;

    /** Makes a file. */
    interface Opener {
        /**
         * Opens a channel.
         *
         * @param path of the file
         * @param options how
         * @return a channel to write to
         * @throws IOException if the file cannot be made
         */
        SeekableByteChannel open(Path path, Set<OpenOption> options) throws IOException;
    }

    /** A file of this size is more than the target's file system can hold. */
    static final class TooLargeException extends IOException {
        TooLargeException(long size, TargetFolder target) {
            super("has " + size + " bytes, more than a file can have on the disk of " + target.path());
        }
    }

    FileWriter(TargetFolder target, Opener opener) {
        this.target = target;
        this.opener = opener;
    }

    /**
     * Makes an empty file, to be filled next.
     *
     * @param path where nothing is, not even a link
     * @param holes whether it is going to have any
     * @throws InterruptedIOException if the work was stopped
     * @throws IOException as the host does
     */
    synchronized void create(Path path, boolean holes) throws IOException {
        if (stopped) {
            throw new InterruptedIOException("stopped");
        }
        Set<OpenOption> options = new HashSet<>(EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        options.add(LinkOption.NOFOLLOW_LINKS);
        if (holes) {
            options.add(StandardOpenOption.SPARSE);
        }
        channel = opener.open(path, options);
        unfinished = path;
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
        long size = source.size();
        long at = 0;
        long end = 0; // of what is on the host
        while (at < size) {
            int stored = stored(source, at);
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
            throw failed(e);
        }
    }

    /** How many bytes to copy at once; 0 at a hole. */
    private int stored(ByteSource source, long at) throws IOException {
        long most = Math.min(buffer.capacity(), source.size() - at);
        if (!(source instanceof SparseSource sparse)) {
            return (int) most;
        }
        long stored = 0;
        while (stored < most) {
            SparseSource.Extent extent = sparse.extentAt(at + stored);
            if (hole(extent)) {
                break;
            }
            stored += Math.min(extent.length(), most - stored);
        }
        return (int) stored;
    }

    /**
     * Tells whether a source has holes.
     *
     * @param source any
     * @return true if a part of it need not be written
     * @throws IOException as the source does
     */
    static boolean hasHoles(ByteSource source) throws IOException {
        if (source instanceof SparseSource sparse) {
            for (long at = 0; at < source.size(); ) {
                SparseSource.Extent extent = sparse.extentAt(at);
                if (hole(extent)) {
                    return true;
                }
                at += extent.length();
            }
        }
        return false;
    }

    private static boolean hole(SparseSource.Extent extent) {
        return extent.origin() == SparseSource.Origin.ZERO || extent.origin() == SparseSource.Origin.NOWHERE;
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
            // The host's words differ by system and language; how far it got and how much room is left do not.
            if (at + bytes.limit() > SMALLEST_LIMIT && target.freeSpace() > 2L * CHUNK) {
                throw new TooLargeException(size, target);
            }
            throw failed(e);
        }
    }

    private HostWriteException failed(IOException cause) {
        return new HostWriteException(unfinished + " could not be written (" + HostErrors.text(cause) + ")", cause);
    }

    /**
     * Notes that the file is complete.
     *
     * @throws InterruptedIOException if it was deleted meanwhile, because the work was stopped
     */
    synchronized void complete() throws InterruptedIOException {
        if (stopped) {
            throw new InterruptedIOException("stopped");
        }
        unfinished = null;
    }

    /** Deletes the file that is not complete, if there is one. */
    synchronized void discard() {
        if (unfinished == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // it is deleted anyway
        }
        delete();
    }

    private void delete() {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            // Nothing is left to try. The message of what went wrong before names the file.
        }
        unfinished = null;
    }

    synchronized boolean stopped() {
        return stopped;
    }

    /** Deletes the file that is being written, and lets none be made from now on. For any thread. */
    synchronized void stop() {
        stopped = true;
        if (unfinished != null) {
            delete();
        }
    }
}
