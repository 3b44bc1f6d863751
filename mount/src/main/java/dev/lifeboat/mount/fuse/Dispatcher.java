package dev.lifeboat.mount.fuse;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.SparseSource;
import dev.lifeboat.mount.fuse.Protocol.Errno;
import dev.lifeboat.mount.fuse.Protocol.Forget;
import dev.lifeboat.mount.fuse.Protocol.Init;
import dev.lifeboat.mount.fuse.Protocol.Lseek;
import dev.lifeboat.mount.fuse.Protocol.Opcode;
import dev.lifeboat.mount.fuse.Protocol.Open;
import dev.lifeboat.mount.fuse.Protocol.Read;
import dev.lifeboat.mount.fuse.Protocol.Release;
import dev.lifeboat.mount.fuse.Protocol.Statfs;
import dev.lifeboat.mount.fuse.Protocol.Xattr;
import dev.lifeboat.mount.inode.MountedFiles;
import dev.lifeboat.mount.inode.OpenFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;

/** Answers requests of the kernel, several at a time. What fails is answered with an error and told to the log. */
final class Dispatcher implements Closeable {
    /** The largest read; in pages of the smallest size that there is. */
    static final int MOST_PAGES = 256;

    static final int LARGEST_READ = MOST_PAGES * 4096;

    private static final int WANTED = Init.ASYNC_READ
            | Init.DO_READDIRPLUS
            | Init.READDIRPLUS_AUTO
            | Init.PARALLEL_DIROPS
            | Init.MAX_PAGES
            | Init.CACHE_SYMLINKS
            | Init.NO_OPENDIR_SUPPORT;
    private static final int MAX_READAHEAD = LARGEST_READ;
    private static final int MAX_BACKGROUND = 64;
    private static final int CONGESTION = 48;
    /** Nothing is ever written; the kernel takes no less. */
    private static final int MAX_WRITE = 4096;
    /** A search for data in a volume ends after so many steps with an answer that is not wrong. */
    private static final int MOST_EXTENTS = 1 << 16;
    /** Names in a directory that are in no volume: itself and the one above. */
    private static final int DOTS = 2;

    private static final byte[] DOT = {'.'};
    private static final byte[] DOT_DOT = {'.', '.'};

    private final MountedFiles files;
    private final MountedFiles.Log log;
    private final OpenFiles open = new OpenFiles();
    private final Xattrs xattrs;
    private volatile boolean openDirectories = true;

    /** Tells the kernel an error in place of an answer. */
    private static final class ErrnoException extends IOException {
        private final int errno;

        ErrnoException(int errno) {
            this.errno = errno;
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    /**
     * @param files what is shown
     * @param log is told what cannot be read
     */
    Dispatcher(MountedFiles files, MountedFiles.Log log) {
        this.files = files;
        this.log = log;
        this.xattrs = new Xattrs(files);
    }

    /**
     * Answers a request.
     *
     * @param request of the kernel
     * @param reply receives the answer
     * @return its length in bytes; 0 if nothing is to be sent
     */
    int handle(Request request, Reply reply) {
        reply.clear();
        int error = 0;
        try {
            switch (request.opcode()) {
                case Opcode.FORGET -> {
                    files.forget(request.node(), request.getLong(Forget.TIMES));
                    return 0;
                }
                case Opcode.BATCH_FORGET -> {
                    forget(request);
                    return 0;
                }
                case Opcode.INTERRUPT -> {
                    return 0; // no answer takes so long that it would be worth while to stop it
                }
                default -> answer(request, reply);
            }
        } catch (IOException e) {
            error = errno(request, e);
        } catch (OutOfMemoryError e) {
            tell(request, new IOException("there is not enough memory", e));
            error = Errno.ENOMEM;
        } catch (RuntimeException | Error e) {
            tell(request, new IOException("an error inside Lifeboat, not in the image: " + e, e));
            error = Errno.EIO;
        }
        return reply.finish(request.unique(), error);
    }

    /** Whatever becomes of the message: a request without an answer holds the program that waits for it for ever. */
    private void tell(Request request, IOException problem) {
        try {
            log.problem(path(request), problem);
        } catch (RuntimeException | Error e) {
            // the program gets its error, which says less
        }
    }

    private void answer(Request request, Reply reply) throws IOException {
        switch (request.opcode()) {
            case Opcode.INIT -> init(request, reply);
            case Opcode.LOOKUP -> lookup(request, reply);
            case Opcode.GETATTR -> reply.attributes(files.inode(request.node()));
            case Opcode.READLINK -> reply.bytes(files.link(request.node()).getBytes(StandardCharsets.UTF_8));
            case Opcode.OPEN -> open(request, reply);
            case Opcode.READ -> read(request, reply);
            case Opcode.RELEASE -> open.remove(field(request, Release.FH, Release.SIZE));
            case Opcode.OPENDIR -> openDirectory(reply);
            case Opcode.READDIR -> list(request, reply, false);
            case Opcode.READDIRPLUS -> list(request, reply, true);
            case Opcode.RELEASEDIR, Opcode.DESTROY -> {
                // nothing is kept for a directory
            }
            case Opcode.STATFS -> statfs(reply);
            case Opcode.GETXATTR -> value(request, reply);
            case Opcode.LISTXATTR -> sized(request, reply, xattrs.names(request.node()));
            case Opcode.LSEEK -> seek(request, reply);
            case Opcode.IOCTL -> throw new ErrnoException(Errno.ENOTTY);
            default -> throw new ErrnoException(Errno.ENOSYS);
        }
    }

    private int errno(Request request, IOException problem) {
        if (problem instanceof ErrnoException known) {
            return known.errno;
        }
        if (problem instanceof NoSuchFileException) {
            return request.opcode() == Opcode.GETXATTR ? Errno.ENODATA : Errno.ENOENT;
        }
        tell(request, problem);
        return problem instanceof Xattrs.TooLargeException ? Errno.E2BIG : Errno.EIO;
    }

    /** The file that a request is about, for the log. */
    private String path(Request request) {
        try {
            String path = files.path(request.node());
            return request.opcode() == Opcode.LOOKUP ? path + (path.endsWith("/") ? "" : "/") + request.name(0) : path;
        } catch (IOException | RuntimeException e) {
            return "?";
        }
    }

    private static long field(Request request, int at, int size) throws ErrnoException {
        if (request.size() < size) {
            throw new ErrnoException(Errno.EINVAL);
        }
        return request.getLong(at);
    }

    private void forget(Request request) {
        int room = Math.max(0, request.size() - Forget.BATCH_SIZE) / Forget.ONE_SIZE;
        long count = Math.min(request.getInt(Forget.BATCH_COUNT) & 0xffff_ffffL, room);
        for (int i = 0; i < count; i++) {
            int at = Forget.BATCH_SIZE + i * Forget.ONE_SIZE;
            files.forget(request.getLong(at + Forget.ONE_NODE), request.getLong(at + Forget.ONE_TIMES));
        }
    }

    private void init(Request request, Reply reply) throws IOException {
        int major = request.getInt(Init.IN_MAJOR);
        int minor = request.getInt(Init.IN_MINOR);
        int at = reply.structure(Init.OUT_SIZE);
        reply.putInt(at + Init.OUT_MAJOR, Protocol.MAJOR);
        reply.putInt(at + Init.OUT_MINOR, Protocol.MINOR);
        if (major > Protocol.MAJOR) {
            return; // the kernel asks again, as this version does
        }
        if (major < Protocol.MAJOR || minor < Protocol.OLDEST_MINOR) {
            log.problem("/", new IOException("this Linux is too old: its FUSE has version " + major + "." + minor));
            throw new ErrnoException(Errno.EPROTO);
        }
        int flags = request.getInt(Init.IN_FLAGS) & WANTED;
        openDirectories = (flags & Init.NO_OPENDIR_SUPPORT) == 0;
        reply.putInt(at + Init.OUT_FLAGS, flags);
        int readahead = request.getInt(Init.IN_MAX_READAHEAD);
        reply.putInt(at + Init.OUT_MAX_READAHEAD, readahead < 0 ? MAX_READAHEAD : Math.min(readahead, MAX_READAHEAD));
        reply.putShort(at + Init.OUT_MAX_BACKGROUND, MAX_BACKGROUND);
        reply.putShort(at + Init.OUT_CONGESTION_THRESHOLD, CONGESTION);
        reply.putInt(at + Init.OUT_MAX_WRITE, MAX_WRITE);
        reply.putInt(at + Init.OUT_TIME_GRAN, 1);
        reply.putShort(at + Init.OUT_MAX_PAGES, MOST_PAGES);
    }

    private void lookup(Request request, Reply reply) throws IOException {
        try {
            reply.entry(files.find(request.node(), request.name(0)));
        } catch (NoSuchFileException | CharacterCodingException e) {
            reply.noEntry();
        }
    }

    private void open(Request request, Reply reply) throws IOException {
        long handle = open.add(files.open(request.node()));
        int at = reply.structure(Open.SIZE);
        reply.putLong(at + Open.FH, handle);
        reply.putInt(at + Open.FLAGS, Open.KEEP_CACHE);
    }

    private void openDirectory(Reply reply) throws IOException {
        if (!openDirectories) {
            throw new ErrnoException(Errno.ENOSYS); // never to be asked again
        }
        int at = reply.structure(Open.SIZE);
        reply.putInt(at + Open.FLAGS, Open.KEEP_CACHE | Open.CACHE_DIR);
    }

    private void read(Request request, Reply reply) throws IOException {
        OpenFile file = open.get(field(request, Read.FH, Read.SIZE));
        long offset = request.getLong(Read.OFFSET);
        int asked = request.getInt(Read.BYTES);
        ByteSource source = file.source();
        if (offset < 0 || asked < 0 || asked > LARGEST_READ) {
            throw new ErrnoException(Errno.EINVAL);
        }
        int size = (int) Math.max(0, Math.min(asked, source.size() - offset));
        source.read(offset, reply.room(size));
        reply.added(size);
    }

    private void list(Request request, Reply reply, boolean plus) throws IOException {
        field(request, Read.FH, Read.SIZE);
        long offset = request.getLong(Read.OFFSET);
        int room = request.getInt(Read.BYTES);
        if (offset < 0 || room < 0 || room > LARGEST_READ) {
            throw new ErrnoException(Errno.EINVAL);
        }
        DirectoryReply directory = new DirectoryReply(reply, room, plus, this::unreadable);
        boolean full = offset < 1 && !directory.dot(1, request.node(), DOT);
        if (full || (offset < DOTS && !directory.dot(DOTS, Reply.UNKNOWN_INO, DOT_DOT))) {
            return;
        }
        try {
            files.list(request.node(), Math.max(0, offset - DOTS), (next, name) -> directory.name(next + DOTS, name));
        } catch (IOException e) {
            if (!directory.hasNames()) {
                throw e;
            } // else the kernel hears of it when it asks for what follows
        }
    }

    private void unreadable(IOException problem) {
        log.problem("", problem); // it names the file itself
    }

    private void statfs(Reply reply) {
        int at = reply.structure(Statfs.SIZE);
        reply.putInt(at + Statfs.BSIZE, 4096);
        reply.putInt(at + Statfs.FRSIZE, 4096);
        reply.putInt(at + Statfs.NAMELEN, 255);
    }

    private void value(Request request, Reply reply) throws IOException {
        String name;
        try {
            name = request.name(Xattr.IN_SIZE);
        } catch (CharacterCodingException e) {
            throw new ErrnoException(Errno.ENODATA);
        }
        if (name.startsWith("security.") || name.startsWith("system.posix_acl")) {
            throw new ErrnoException(Errno.ENODATA); // the kernel asks for these, of every file
        }
        sized(request, reply, xattrs.value(request.node(), name));
    }

    /** Sends a value, or only its size if no room is given. */
    private static void sized(Request request, Reply reply, byte[] value) throws ErrnoException {
        int room = request.size() < Xattr.IN_SIZE ? 0 : request.getInt(Xattr.BYTES);
        if (room == 0) {
            reply.putInt(reply.structure(Xattr.OUT_SIZE) + Xattr.OUT_BYTES, value.length);
        } else if (value.length > (room & 0xffff_ffffL)) {
            throw new ErrnoException(Errno.ERANGE);
        } else {
            reply.bytes(value);
        }
    }

    private void seek(Request request, Reply reply) throws IOException {
        OpenFile file = open.get(field(request, Lseek.FH, Lseek.IN_SIZE));
        long offset = request.getLong(Lseek.OFFSET);
        int whence = request.getInt(Lseek.WHENCE);
        boolean data = whence == Lseek.SEEK_DATA;
        if (offset < 0 || offset >= file.source().size() || !(data || whence == Lseek.SEEK_HOLE)) {
            throw new ErrnoException(offset < 0 || data || whence == Lseek.SEEK_HOLE ? Errno.ENXIO : Errno.EINVAL);
        }
        long found = find(file.source(), offset, data);
        if (found < 0) {
            throw new ErrnoException(Errno.ENXIO);
        }
        reply.putLong(reply.structure(Lseek.OUT_SIZE) + Lseek.OUT_OFFSET, found);
    }

    /** The first byte from an offset on that is data, or a hole, as everything is behind the end; negative if there is none. */
    private static long find(ByteSource source, long offset, boolean data) throws IOException {
        long size = source.size();
        if (!(source instanceof SparseSource sparse)) {
            return data ? offset : size;
        }
        long at = offset;
        for (int i = 0; at < size; i++) {
            if (i == MOST_EXTENTS) {
                return data ? at : size;
            }
            SparseSource.Extent extent = sparse.extentThroughParents(at);
            boolean stored =
                    extent.origin() == SparseSource.Origin.STORED || extent.origin() == SparseSource.Origin.PARENT;
            if (stored == data) {
                return at;
            }
            at += extent.length();
        }
        return data ? -1 : size;
    }

    @Override
    public void close() {
        open.close();
    }
}
