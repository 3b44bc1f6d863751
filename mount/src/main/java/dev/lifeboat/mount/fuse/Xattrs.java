package dev.lifeboat.mount.fuse;

import dev.lifeboat.mount.inode.Inode;
import dev.lifeboat.mount.inode.MountedFiles;
import dev.lifeboat.mount.tree.FileDetails;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;

/**
 * Extended attributes, under the names that ntfs-3g gives them: {@code user.NAME} is an alternate stream, and
 * {@code system.ntfs_attrib} and the like, which are not listed, what Windows notes of a file.
 */
final class Xattrs {
    /** XATTR_SIZE_MAX of Linux, for a value and for the list of names. */
    static final int MOST = 1 << 16;

    private static final String STREAM = "user.";
    private static final int LONGEST_NAME = 255;
    private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;

    private final MountedFiles files;

    /** The value, or the list, is larger than Linux hands out. */
    static final class TooLargeException extends IOException {
        TooLargeException(String message) {
            super(message);
        }
    }

    Xattrs(MountedFiles files) {
        this.files = files;
    }

    /**
     * Lists the names.
     *
     * @param id of a file
     * @return each followed by NUL; a stream whose name is too long for Linux is left out
     * @throws TooLargeException if they are more than 64 KiB
     * @throws IOException if the file is damaged, or the storage cannot be read
     */
    byte[] names(long id) throws IOException {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        for (FileDetails.Stream stream : files.streams(id)) {
            String name = STREAM + stream.name();
            boolean possible = !stream.name().isEmpty() && stream.name().indexOf('\0') < 0 && encoder.canEncode(name);
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            if (possible && bytes.length <= LONGEST_NAME) {
                names.write(bytes, 0, bytes.length);
                names.write(0);
            }
            if (names.size() > MOST) {
                throw new TooLargeException(
                        "has too many streams to list as extended attributes; 'lifeboat ls --streams'" + " lists them");
            }
        }
        return names.toByteArray();
    }

    /**
     * Reads a value.
     *
     * @param id of a file
     * @param name of the attribute
     * @return its value
     * @throws NoSuchFileException if there is none of that name
     * @throws TooLargeException if it is more than 64 KiB
     * @throws IOException if the file is damaged, or the storage cannot be read
     */
    byte[] value(long id, String name) throws IOException {
        if (name.startsWith(STREAM)) {
            return stream(id, name.substring(STREAM.length()));
        }
        return switch (name) {
            case "system.ntfs_attrib" -> attributes(id, ByteOrder.nativeOrder());
            case "system.ntfs_attrib_be" -> attributes(id, ByteOrder.BIG_ENDIAN);
            case "system.ntfs_crtime" -> created(id, ByteOrder.nativeOrder());
            case "system.ntfs_crtime_be" -> created(id, ByteOrder.BIG_ENDIAN);
            case "system.ntfs_times" -> times(id, ByteOrder.nativeOrder());
            case "system.ntfs_times_be" -> times(id, ByteOrder.BIG_ENDIAN);
            default -> throw new NoSuchFileException(name);
        };
    }

    private byte[] stream(long id, String stream) throws IOException {
        for (FileDetails.Stream known : files.streams(id)) {
            if (!stream.isEmpty() && known.name().equals(stream)) {
                byte[] bytes = known.size() > MOST ? null : files.stream(id, stream, MOST);
                if (bytes == null) {
                    throw new TooLargeException("stream '" + stream + "' has " + known.size()
                            + " bytes, more than an extended attribute can have; 'lifeboat cat' and 'extract --streams all'"
                            + " read it");
                }
                return bytes;
            }
        }
        throw new NoSuchFileException(stream);
    }

    private byte[] attributes(long id, ByteOrder order) throws IOException {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(order)
                .putInt(files.inode(id).attributes())
                .array();
    }

    private byte[] created(long id, ByteOrder order) throws IOException {
        return ByteBuffer.allocate(Long.BYTES)
                .order(order)
                .putLong(filetime(files.inode(id).times().created()))
                .array();
    }

    private byte[] times(long id, ByteOrder order) throws IOException {
        Inode.Times times = files.inode(id).times();
        return ByteBuffer.allocate(4 * Long.BYTES)
                .order(order)
                .putLong(filetime(times.created()))
                .putLong(filetime(times.modified()))
                .putLong(filetime(times.accessed()))
                .putLong(filetime(times.changed()))
                .array();
    }

    /** 100 ns since 1601; 0 for what nobody noted. */
    private static long filetime(Instant time) {
        return time.equals(Instant.EPOCH)
                ? 0
                : (time.getEpochSecond() + SECONDS_1601_TO_1970) * 10_000_000 + time.getNano() / 100;
    }
}
