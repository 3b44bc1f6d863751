package dev.lifeboat.formats.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of the host, or a block device, opened for reading only. */
public final class FileSource implements ByteSource, Closeable {
    /** Of {@code st_mode}, POSIX sys/stat.h. */
    private static final int FILE_TYPE = 0170000;

    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private final String name;
    private final Path path;
    private final FileChannel channel;
    private final long size;

    private FileSource(Path path, FileChannel channel, long size) {
        Path fileName = path.getFileName();
        this.name = fileName == null ? path.toString() : fileName.toString();
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /**
     * Opens a file; its size is taken now.
     *
     * @param path a regular file or a block device
     * @return an open source, which the caller closes
     * @throws IOException if it cannot be opened, or is a folder
     */
    public static FileSource open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException(path + " is a folder, not an image file");
        }
        if (isPipe(path)) {
            throw new IOException(path + " is a pipe, not an image file");
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new FileSource(path, channel, channel.size());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** To open a named pipe is to wait for somebody who writes to it. */
    private static boolean isPipe(Path path) throws IOException {
        try {
            int type = (int) Files.getAttribute(path, "unix:mode") & FILE_TYPE;
            return type == PIPE || type == SOCKET;
        } catch (UnsupportedOperationException e) {
            return false; // Windows keeps its pipes apart
        }
    }

    /**
     * Returns where the file is.
     *
     * @return the path as it was given to {@link #open}
     */
    public Path path() {
        return path;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Bounds.check(this, offset, target);
        long at = offset;
        while (target.hasRemaining()) {
            int n = channel.read(target, at);
            if (n <= 0) {
                throw new IOException(path + " became shorter while it was read: it ends at " + at + ", was " + size);
            }
            at += n;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
