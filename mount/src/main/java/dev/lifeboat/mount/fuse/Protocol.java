package dev.lifeboat.mount.fuse;

/**
 * Numbers of the FUSE protocol, version 7, as {@code linux/fuse.h} of Linux gives them: the same on x86-64 and aarch64. Fields
 * of structures are offsets in bytes.
 */
final class Protocol {
    static final int MAJOR = 7;
    /** What is spoken here at most; the kernel takes the lower of its own and this. */
    static final int MINOR = 38;
    /** Of Linux 3.15: before, replies to INIT were shorter. */
    static final int OLDEST_MINOR = 23;

    private Protocol() {}

    /** Before every request. */
    static final class In {
        static final int LENGTH = 0;
        static final int OPCODE = 4;
        static final int UNIQUE = 8;
        static final int NODE = 16;
        static final int SIZE = 40;

        private In() {}
    }

    /** Before every reply. */
    static final class Out {
        static final int LENGTH = 0;
        static final int ERROR = 4;
        static final int UNIQUE = 8;
        static final int SIZE = 16;

        private Out() {}
    }

    /** What is asked. */
    static final class Opcode {
        static final int LOOKUP = 1;
        static final int FORGET = 2;
        static final int GETATTR = 3;
        static final int READLINK = 5;
        static final int OPEN = 14;
        static final int READ = 15;
        static final int STATFS = 17;
        static final int RELEASE = 18;
        static final int GETXATTR = 22;
        static final int LISTXATTR = 23;
        static final int INIT = 26;
        static final int OPENDIR = 27;
        static final int READDIR = 28;
        static final int RELEASEDIR = 29;
        static final int INTERRUPT = 36;
        static final int DESTROY = 38;
        static final int IOCTL = 39;
        static final int BATCH_FORGET = 42;
        static final int READDIRPLUS = 44;
        static final int LSEEK = 46;

        private Opcode() {}
    }

    /** fuse_init_in and fuse_init_out, and their flags. */
    static final class Init {
        static final int IN_MAJOR = 0;
        static final int IN_MINOR = 4;
        static final int IN_MAX_READAHEAD = 8;
        static final int IN_FLAGS = 12;

        static final int OUT_MAJOR = 0;
        static final int OUT_MINOR = 4;
        static final int OUT_MAX_READAHEAD = 8;
        static final int OUT_FLAGS = 12;
        static final int OUT_MAX_BACKGROUND = 16;
        static final int OUT_CONGESTION_THRESHOLD = 18;
        static final int OUT_MAX_WRITE = 20;
        static final int OUT_TIME_GRAN = 24;
        static final int OUT_MAX_PAGES = 28;
        static final int OUT_SIZE = 64;

        static final int ASYNC_READ = 1;
        static final int DO_READDIRPLUS = 1 << 13;
        static final int READDIRPLUS_AUTO = 1 << 14;
        static final int PARALLEL_DIROPS = 1 << 18;
        static final int MAX_PAGES = 1 << 22;
        static final int CACHE_SYMLINKS = 1 << 23;
        static final int NO_OPENDIR_SUPPORT = 1 << 24;

        private Init() {}
    }

    /** fuse_attr. */
    static final class Attr {
        static final int INO = 0;
        static final int BYTES = 8;
        static final int BLOCKS = 16;
        static final int ATIME = 24;
        static final int MTIME = 32;
        static final int CTIME = 40;
        static final int ATIME_NSEC = 48;
        static final int MTIME_NSEC = 52;
        static final int CTIME_NSEC = 56;
        static final int MODE = 60;
        static final int NLINK = 64;
        static final int UID = 68;
        static final int GID = 72;
        static final int BLKSIZE = 80;
        static final int SIZE = 88;

        private Attr() {}
    }

    /** fuse_entry_out. */
    static final class Entry {
        static final int NODE = 0;
        static final int ENTRY_VALID = 16;
        static final int ATTR_VALID = 24;
        static final int ATTR = 40;
        static final int SIZE = 128;

        private Entry() {}
    }

    /** fuse_attr_out. */
    static final class AttrOut {
        static final int ATTR_VALID = 0;
        static final int ATTR = 16;
        static final int SIZE = 104;

        private AttrOut() {}
    }

    /** fuse_dirent; behind it the name, filled up to a multiple of eight bytes. */
    static final class Dirent {
        static final int INO = 0;
        static final int OFF = 8;
        static final int NAME_LENGTH = 16;
        static final int TYPE = 20;
        static final int NAME = 24;
        static final int ALIGNMENT = 8;

        private Dirent() {}
    }

    /** fuse_open_out, and its flags. */
    static final class Open {
        static final int FH = 0;
        static final int FLAGS = 8;
        static final int SIZE = 16;

        static final int KEEP_CACHE = 1 << 1;
        static final int CACHE_DIR = 1 << 3;

        private Open() {}
    }

    /** fuse_read_in, also of directories. */
    static final class Read {
        static final int FH = 0;
        static final int OFFSET = 8;
        static final int BYTES = 16;
        static final int SIZE = 40;

        private Read() {}
    }

    /** fuse_release_in. */
    static final class Release {
        static final int FH = 0;
        static final int SIZE = 24;

        private Release() {}
    }

    /** fuse_forget_in, fuse_batch_forget_in and fuse_forget_one. */
    static final class Forget {
        static final int TIMES = 0;
        static final int SIZE = 8;
        static final int BATCH_COUNT = 0;
        static final int BATCH_SIZE = 8;
        static final int ONE_NODE = 0;
        static final int ONE_TIMES = 8;
        static final int ONE_SIZE = 16;

        private Forget() {}
    }

    /** fuse_getxattr_in and fuse_getxattr_out. */
    static final class Xattr {
        static final int BYTES = 0;
        static final int IN_SIZE = 8;
        static final int OUT_BYTES = 0;
        static final int OUT_SIZE = 8;

        private Xattr() {}
    }

    /** fuse_lseek_in and fuse_lseek_out. */
    static final class Lseek {
        static final int FH = 0;
        static final int OFFSET = 8;
        static final int WHENCE = 16;
        static final int IN_SIZE = 24;
        static final int OUT_OFFSET = 0;
        static final int OUT_SIZE = 8;

        static final int SEEK_DATA = 3;
        static final int SEEK_HOLE = 4;

        private Lseek() {}
    }

    /** fuse_statfs_out. */
    static final class Statfs {
        static final int BLOCKS = 0;
        static final int BSIZE = 40;
        static final int NAMELEN = 44;
        static final int FRSIZE = 48;
        static final int SIZE = 80;

        private Statfs() {}
    }

    /** fuse_notify_inval_entry_out, sent without having been asked. */
    static final class InvalEntry {
        static final int CODE = 3;
        static final int PARENT = 0;
        static final int NAME_LENGTH = 8;
        static final int SIZE = 16;

        private InvalEntry() {}
    }

    /** Numbers of errors of Linux, the same on both processors. */
    static final class Errno {
        static final int ENOENT = 2;
        static final int EINTR = 4;
        static final int EIO = 5;
        static final int E2BIG = 7;
        static final int EAGAIN = 11;
        static final int ENOMEM = 12;
        static final int EBUSY = 16;
        static final int ENODEV = 19;
        static final int EINVAL = 22;
        static final int ENOTTY = 25;
        static final int ERANGE = 34;
        static final int ENOSYS = 38;
        static final int ENODATA = 61;
        static final int EPROTO = 71;
        static final int ENXIO = 6;

        private Errno() {}
    }
}
