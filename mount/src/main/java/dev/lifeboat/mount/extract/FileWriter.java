package dev.lifeboat.mount.extract;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** Makes new files, and knows which are not complete: these are deleted when another thread says stop. */
final class FileWriter {
    /** Of the buffers, and so of what is copied at once. */
    static final int CHUNK = 1 << 19;

    private final TargetFolder target;
    private final Opener opener;
    private final ThreadLocal<ByteBuffer> buffers = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(CHUNK));
    private final Set<NewFile> unfinished = new HashSet<>();
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

    FileWriter(TargetFolder target, Opener opener) {
        this.target = target;
        this.opener = opener;
    }

    /**
     * Makes an empty file.
     *
     * @param path where nothing is, not even a link
     * @param holes whether it is going to have any
     * @return the file, to be filled and completed, or discarded
     * @throws InterruptedIOException if the work was stopped
     * @throws IOException as the host does
     */
    synchronized NewFile create(Path path, boolean holes) throws IOException {
        check();
        Set<OpenOption> options = new HashSet<>(EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        options.add(LinkOption.NOFOLLOW_LINKS);
        if (holes) {
            options.add(StandardOpenOption.SPARSE);
        }
        NewFile file = new NewFile(this, path, opener.open(path, options));
        unfinished.add(file);
        return file;
    }

    /** A buffer of this thread's own. */
    ByteBuffer buffer() {
        return buffers.get();
    }

    TargetFolder target() {
        return target;
    }

    /**
     * Notes that a file is complete.
     *
     * @throws InterruptedIOException if it was deleted meanwhile, because the work was stopped
     */
    synchronized void complete(NewFile file) throws InterruptedIOException {
        check();
        unfinished.remove(file);
    }

    /** Deletes a file if it is not complete. */
    synchronized void discard(NewFile file) {
        if (unfinished.remove(file)) {
            file.delete();
        }
    }

    /**
     * Ends work that was told to stop.
     *
     * @throws InterruptedIOException if it was
     */
    synchronized void check() throws InterruptedIOException {
        if (stopped) {
            throw new InterruptedIOException("stopped");
        }
    }

    synchronized boolean stopped() {
        return stopped;
    }

    /** Deletes what is being written, and lets nothing be made from now on. For any thread. */
    synchronized void stop() {
        stopped = true;
        discardAll();
    }

    /** Deletes what is being written. */
    synchronized void discardAll() {
        unfinished.forEach(NewFile::delete);
        unfinished.clear();
    }
}
