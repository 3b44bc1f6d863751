package dev.lifeboat.formats.source.write;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that is being made, or was begun and is gone on with. What is not written stays a hole, where the system has holes. */
public final class NewFile implements Closeable {
    private final FileChannel channel;

    private NewFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes a file that only its owner can read.
     *
     * @param path where nothing is yet
     * @return open and locked, which the caller closes
     * @throws java.nio.file.FileAlreadyExistsException if something is there
     * @throws IOException if it cannot be made
     */
    public static NewFile create(Path path) throws IOException {
        return locked(
                path,
                FileChannel.open(
                        path,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.SPARSE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        onlyOwner(path)));
    }

    /**
     * Opens a file that {@link #create} made.
     *
     * @param path of it; no link
     * @return open and locked, which the caller closes
     * @throws IOException if it cannot be opened, or another process is writing it
     */
    public static NewFile goOn(Path path) throws IOException {
        return locked(
                path,
                FileChannel.open(
                        path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)));
    }

    /** What a disk holds is not for everybody. */
    private static FileAttribute<?>[] onlyOwner(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static NewFile locked(Path path, FileChannel channel) throws IOException {
        try {
            FileLock lock;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                lock = null;
            } catch (IOException e) {
                return new NewFile(channel); // a file system without locks
            }
            if (lock == null) {
                throw new FileSystemException(path.toString(), null, "is being written by another run");
            }
            return new NewFile(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Writes all that remains of a buffer.
     *
     * @param offset in bytes
     * @param source what to write
     * @throws IOException if there is no room, or the storage fails
     */
    public void write(long offset, ByteBuffer source) throws IOException {
        long at = offset;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
    }

    /**
     * Gives the file a size; what is new of it is a hole.
     *
     * @param size in bytes, no less than what was written
     * @throws IOException if it cannot be so large
     */
    public void extend(long size) throws IOException {
        if (size > channel.size()) {
            write(size - 1, ByteBuffer.allocate(1));
        }
    }

    /**
     * Cuts the file.
     *
     * @param size in bytes
     * @throws IOException if that cannot be done
     */
    public void cut(long size) throws IOException {
        channel.truncate(size);
    }

    /**
     * Fills a buffer with what was written.
     *
     * @param offset in bytes
     * @param target filled to its limit
     * @return false if the file ends before
     * @throws IOException if it cannot be read
     */
    public boolean read(long offset, ByteBuffer target) throws IOException {
        long at = offset;
        while (target.hasRemaining()) {
            int n = channel.read(target, at);
            if (n <= 0) {
                return false;
            }
            at += n;
        }
        return true;
    }

    /**
     * Brings everything to the disk.
     *
     * @throws IOException if the storage fails
     */
    public void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
