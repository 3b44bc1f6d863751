package dev.lifeboat.mount.fuse;

import dev.lifeboat.mount.fuse.Protocol.Entry;
import dev.lifeboat.mount.inode.Inode;
import dev.lifeboat.mount.inode.MountedFiles;
import java.io.IOException;
import java.util.function.Consumer;

/** Names of a directory on their way to the kernel: with what is known of each file (READDIRPLUS), or alone. */
final class DirectoryReply {
    private final Reply reply;
    private final int room;
    private final boolean plus;
    private final Consumer<IOException> log;

    /**
     * @param reply receives the names
     * @param room for them, in bytes
     * @param plus whether to look at the files
     * @param log is told of files that cannot be looked at
     */
    DirectoryReply(Reply reply, int room, boolean plus, Consumer<IOException> log) {
        this.reply = reply;
        this.room = room;
        this.plus = plus;
        this.log = log;
    }

    boolean hasNames() {
        return reply.length() > 0;
    }

    private boolean fits(int nameLength) {
        return Reply.direntSize(nameLength) + (plus ? Entry.SIZE : 0) <= room - reply.length();
    }

    /** Adds the directory itself, or the one above; the kernel knows both. */
    boolean dot(long next, long ino, byte[] name) {
        if (!fits(name.length)) {
            return false;
        }
        if (plus) {
            reply.structure(Entry.SIZE);
        }
        reply.dirent(ino, next, name, Inode.Kind.DIRECTORY);
        return true;
    }

    /**
     * Adds a name. A file that cannot be looked at is listed nonetheless; whoever looks at it is told.
     *
     * @param next place of the name behind it
     * @param name to add
     * @return false if there is no room for it
     */
    boolean name(long next, MountedFiles.Name name) {
        byte[] bytes = name.bytes();
        if (!fits(bytes.length)) {
            return false;
        }
        if (!plus) {
            reply.dirent(Reply.UNKNOWN_INO, next, bytes, name.kind());
            return true;
        }
        try {
            Inode inode = name.inode();
            reply.entry(inode);
            reply.dirent(inode.number(), next, bytes, inode.kind());
        } catch (IOException e) {
            log.accept(e);
            reply.structure(Entry.SIZE);
            reply.dirent(Reply.UNKNOWN_INO, next, bytes, name.kind());
        }
        return true;
    }
}
