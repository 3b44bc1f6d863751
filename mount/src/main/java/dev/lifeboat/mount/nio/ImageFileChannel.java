package dev.lifeboat.mount.nio;

import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/**
 * The bytes of a file in an image. The file was looked up once, when the channel was opened; every read goes straight to
 * the image. Reads at a position need no lock; those that move the channel's own position take turns.
 */
final class ImageFileChannel extends FileChannel {
    private static final int CHUNK = 1 << 16;

    private final ByteSource content;
    private final Object positionLock = new Object();
    private long position;

    ImageFileChannel(ByteSource content) {
        this.content = content;
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        synchronized (positionLock) {
            int n = read(target, position);
            position += Math.max(0, n);
            return n;
        }
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, targets.length);
        requireOpen();
        synchronized (positionLock) {
            long all = 0;
            for (int i = offset; i < offset + length; i++) {
                int n = read(targets[i]);
                if (n < 0) {
                    return all == 0 ? -1 : all;
                }
                all += n;
                if (targets[i].hasRemaining()) {
                    return all;
                }
            }
            return all;
        }
    }

    @Override
    public int read(ByteBuffer target, long at) throws IOException {
        if (at < 0) {
            throw new IllegalArgumentException("position is " + at);
        }
        requireOpen();
        if (!target.hasRemaining()) {
            return 0;
        }
        long left = content.size() - at;
        if (left <= 0) {
            return -1;
        }
        int n = (int) Math.min(left, target.remaining());
        int limit = target.limit();
        target.limit(target.position() + n);
        try {
            content.read(at, target);
        } finally {
            target.limit(limit);
        }
        return n;
    }

    @Override
    public long position() throws IOException {
        requireOpen();
        synchronized (positionLock) {
            return position;
        }
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        if (newPosition < 0) {
            throw new IllegalArgumentException("position is " + newPosition);
        }
        requireOpen();
        synchronized (positionLock) {
            position = newPosition;
        }
        return this;
    }

    @Override
    public long size() throws IOException {
        requireOpen();
        return content.size();
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) throws IOException {
        if (at < 0 || count < 0) {
            throw new IllegalArgumentException("position is " + at + ", count is " + count);
        }
        requireOpen();
        long end = at + Math.min(count, Math.max(0, content.size() - at));
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, end - at));
        long done = at;
        while (done < end) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), end - done));
            read(chunk, done);
            int written = target.write(chunk.flip());
            done += written;
            if (chunk.hasRemaining()) { // a target that does not block takes what it can
                break;
            }
        }
        return done - at;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        requireOpen(); // nothing was written
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new NonWritableChannelException();
    }

    @Override
    public int write(ByteBuffer source, long at) {
        throw new NonWritableChannelException();
    }

    @Override
    public FileChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) {
        throw new NonWritableChannelException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new UnsupportedOperationException("a file in an image cannot be mapped into memory");
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) {
        throw new UnsupportedOperationException("a file in an image cannot be locked");
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) {
        throw new UnsupportedOperationException("a file in an image cannot be locked");
    }

    @Override
    protected void implCloseChannel() {
        // whoever opened the image closes it
    }
}
