package dev.lifeboat.mount.fuse;

import dev.lifeboat.mount.fuse.Protocol.Attr;
import dev.lifeboat.mount.fuse.Protocol.AttrOut;
import dev.lifeboat.mount.fuse.Protocol.Dirent;
import dev.lifeboat.mount.fuse.Protocol.Entry;
import dev.lifeboat.mount.fuse.Protocol.InvalEntry;
import dev.lifeboat.mount.fuse.Protocol.Out;
import dev.lifeboat.mount.inode.Inode;
import dev.lifeboat.mount.inode.KnownName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes one reply. What is not set in a structure is zero. */
final class Reply {
    /** What the kernel knows of an image stays true as long as the image is mounted; in seconds. */
    static final long VALID = 365L * 24 * 3600;
    /** What the host shows as the number of a file that nobody looked at yet; libfuse takes the same. */
    static final long UNKNOWN_INO = 0xffff_ffffL;

    private static final int DIRECTORY_MODE = 0040555;
    private static final int FILE_MODE = 0100444;
    private static final int LINK_MODE = 0120777;
    private static final int BLOCK = 4096;

    private final ByteBuffer buffer;
    private final int uid;
    private final int gid;
    private int length;

    /**
     * @param buffer with room for the largest reply
     * @param uid who owns all files
     * @param gid the group that does
     */
    Reply(ByteBuffer buffer, int uid, int gid) {
        this.buffer = buffer.order(ByteOrder.nativeOrder());
        this.uid = uid;
        this.gid = gid;
    }

    /** Begins anew. */
    void clear() {
        length = Out.SIZE;
    }

    /**
     * Ends it.
     *
     * @param unique of the request
     * @param error 0, or one of {@link Protocol.Errno}: nothing else is sent then
     * @return its length in bytes
     */
    int finish(long unique, int error) {
        int total = error == 0 ? length : Out.SIZE;
        header(total, -error, unique);
        return total;
    }

    /** Ends a message that nobody asked for. */
    int finishNotice(int code) {
        header(length, code, 0);
        return length;
    }

    /** Asks the kernel to forget a name that nobody uses. */
    void forget(KnownName known) {
        byte[] name = known.name().getBytes(StandardCharsets.UTF_8);
        int at = structure(InvalEntry.SIZE);
        putLong(at + InvalEntry.PARENT, known.directory());
        putInt(at + InvalEntry.NAME_LENGTH, name.length);
        bytes(name);
        bytes(new byte[1]); // NUL
    }

    private void header(int total, int error, long unique) {
        buffer.putInt(Out.LENGTH, total);
        buffer.putInt(Out.ERROR, error);
        buffer.putLong(Out.UNIQUE, unique);
    }

    int length() {
        return length - Out.SIZE;
    }

    /** Adds a structure of zeros and returns where it begins. */
    int structure(int size) {
        int at = length;
        zero(at, size);
        length += size;
        return at;
    }

    /** Structures begin at, and have, multiples of eight bytes. */
    private void zero(int at, int size) {
        for (int i = at; i < at + size; i += Long.BYTES) {
            buffer.putLong(i, 0);
        }
    }

    void putInt(int at, int value) {
        buffer.putInt(at, value);
    }

    void putShort(int at, int value) {
        buffer.putShort(at, (short) value);
    }

    void putLong(int at, long value) {
        buffer.putLong(at, value);
    }

    void bytes(byte[] bytes) {
        buffer.put(length, bytes);
        length += bytes.length;
    }

    /** Room for data behind what is there; its position and limit are the caller's. */
    ByteBuffer room(int size) {
        ByteBuffer room = buffer.duplicate();
        room.limit(length + size).position(length);
        return room;
    }

    void added(int size) {
        length += size;
    }

    void entry(Inode inode) {
        int at = structure(Entry.SIZE);
        putLong(at + Entry.NODE, inode.number());
        putLong(at + Entry.ENTRY_VALID, VALID);
        putLong(at + Entry.ATTR_VALID, VALID);
        attr(at + Entry.ATTR, inode);
    }

    /** Says that there is no such name, and that this stays so. */
    void noEntry() {
        putLong(structure(Entry.SIZE) + Entry.ENTRY_VALID, VALID);
    }

    void attributes(Inode inode) {
        int at = structure(AttrOut.SIZE);
        putLong(at + AttrOut.ATTR_VALID, VALID);
        attr(at + AttrOut.ATTR, inode);
    }

    private void attr(int at, Inode inode) {
        putLong(at + Attr.INO, inode.number());
        putLong(at + Attr.BYTES, inode.size());
        putLong(at + Attr.BLOCKS, (inode.stored() >>> 9) + ((inode.stored() & 511) == 0 ? 0 : 1));
        time(at + Attr.ATIME, at + Attr.ATIME_NSEC, inode.times().accessed());
        time(at + Attr.MTIME, at + Attr.MTIME_NSEC, inode.times().modified());
        time(at + Attr.CTIME, at + Attr.CTIME_NSEC, inode.times().changed());
        putInt(at + Attr.MODE, mode(inode.kind()));
        putInt(at + Attr.NLINK, inode.links());
        putInt(at + Attr.UID, uid);
        putInt(at + Attr.GID, gid);
        putInt(at + Attr.BLKSIZE, BLOCK);
    }

    private void time(int seconds, int nanoseconds, Instant time) {
        putLong(seconds, time.getEpochSecond());
        putInt(nanoseconds, time.getNano());
    }

    private static int mode(Inode.Kind kind) {
        return switch (kind) {
            case DIRECTORY -> DIRECTORY_MODE;
            case LINK -> LINK_MODE;
            case FILE, UNKNOWN -> FILE_MODE;
        };
    }

    /**
     * Returns how much room a name in a directory takes.
     *
     * @param nameLength in bytes
     * @return in bytes
     */
    static int direntSize(int nameLength) {
        return (Dirent.NAME + nameLength + Dirent.ALIGNMENT - 1) / Dirent.ALIGNMENT * Dirent.ALIGNMENT;
    }

    void dirent(long ino, long next, byte[] name, Inode.Kind kind) {
        int size = direntSize(name.length);
        int at = length;
        zero(at + size - Dirent.ALIGNMENT, Dirent.ALIGNMENT);
        putLong(at + Dirent.INO, ino);
        putLong(at + Dirent.OFF, next);
        putInt(at + Dirent.NAME_LENGTH, name.length);
        putInt(at + Dirent.TYPE, type(kind));
        length += Dirent.NAME;
        bytes(name);
        length = at + size;
    }

    /** DT_ of readdir(3). */
    private static int type(Inode.Kind kind) {
        return switch (kind) {
            case UNKNOWN -> 0;
            case DIRECTORY -> 4;
            case FILE -> 8;
            case LINK -> 10;
        };
    }
}
