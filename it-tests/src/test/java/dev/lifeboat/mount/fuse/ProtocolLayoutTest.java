package dev.lifeboat.mount.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.it.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every number of {@link Protocol} and {@link Libfuse} against the headers of the system, as compilers of both processors see them. */
class ProtocolLayoutTest {
    private static final String HEADERS =
            """
            #define _GNU_SOURCE
            #define _FILE_OFFSET_BITS 64
            #define FUSE_USE_VERSION 31
            #include <stddef.h>
            #include <errno.h>
            #include <unistd.h>
            #include <sys/mount.h>
            #include <linux/fuse.h>
            #include <fuse3/fuse_lowlevel.h>
            """;

    @TempDir
    private Path folder;

    private final List<String> asserts = new ArrayList<>();

    private void same(long ours, String theirs) {
        asserts.add("_Static_assert((unsigned long long) (" + theirs + ") == " + ours + "ULL, \"" + theirs + "\");");
    }

    private void offset(long ours, String struct, String field) {
        same(ours, "offsetof(struct " + struct + ", " + field + ")");
    }

    private void size(long ours, String struct) {
        same(ours, "sizeof(struct " + struct + ")");
    }

    private void all() {
        headers();
        init();
        attributes();
        directories();
        requests();
        numbers();
        offset(Libfuse.ARGS_COUNT, "fuse_args", "argc");
        offset(Libfuse.ARGS_VALUES, "fuse_args", "argv");
        size(Libfuse.ARGS_SIZE, "fuse_args");
    }

    private void headers() {
        same(Protocol.MAJOR, "FUSE_KERNEL_VERSION");
        same(1, "FUSE_KERNEL_MINOR_VERSION >= 31"); // older headers lack some of the structures
        offset(Protocol.In.LENGTH, "fuse_in_header", "len");
        offset(Protocol.In.OPCODE, "fuse_in_header", "opcode");
        offset(Protocol.In.UNIQUE, "fuse_in_header", "unique");
        offset(Protocol.In.NODE, "fuse_in_header", "nodeid");
        size(Protocol.In.SIZE, "fuse_in_header");
        offset(Protocol.Out.LENGTH, "fuse_out_header", "len");
        offset(Protocol.Out.ERROR, "fuse_out_header", "error");
        offset(Protocol.Out.UNIQUE, "fuse_out_header", "unique");
        size(Protocol.Out.SIZE, "fuse_out_header");
    }

    private void init() {
        offset(Protocol.Init.IN_MAJOR, "fuse_init_in", "major");
        offset(Protocol.Init.IN_MINOR, "fuse_init_in", "minor");
        offset(Protocol.Init.IN_MAX_READAHEAD, "fuse_init_in", "max_readahead");
        offset(Protocol.Init.IN_FLAGS, "fuse_init_in", "flags");
        offset(Protocol.Init.OUT_MAJOR, "fuse_init_out", "major");
        offset(Protocol.Init.OUT_MINOR, "fuse_init_out", "minor");
        offset(Protocol.Init.OUT_MAX_READAHEAD, "fuse_init_out", "max_readahead");
        offset(Protocol.Init.OUT_FLAGS, "fuse_init_out", "flags");
        offset(Protocol.Init.OUT_MAX_BACKGROUND, "fuse_init_out", "max_background");
        offset(Protocol.Init.OUT_CONGESTION_THRESHOLD, "fuse_init_out", "congestion_threshold");
        offset(Protocol.Init.OUT_MAX_WRITE, "fuse_init_out", "max_write");
        offset(Protocol.Init.OUT_TIME_GRAN, "fuse_init_out", "time_gran");
        offset(Protocol.Init.OUT_MAX_PAGES, "fuse_init_out", "max_pages");
        size(Protocol.Init.OUT_SIZE, "fuse_init_out");
        same(Protocol.Init.ASYNC_READ, "FUSE_ASYNC_READ");
        same(Protocol.Init.DO_READDIRPLUS, "FUSE_DO_READDIRPLUS");
        same(Protocol.Init.READDIRPLUS_AUTO, "FUSE_READDIRPLUS_AUTO");
        same(Protocol.Init.PARALLEL_DIROPS, "FUSE_PARALLEL_DIROPS");
        same(Protocol.Init.MAX_PAGES, "FUSE_MAX_PAGES");
        same(Protocol.Init.CACHE_SYMLINKS, "FUSE_CACHE_SYMLINKS");
        same(Protocol.Init.NO_OPENDIR_SUPPORT, "FUSE_NO_OPENDIR_SUPPORT");
    }

    private void attributes() {
        offset(Protocol.Attr.INO, "fuse_attr", "ino");
        offset(Protocol.Attr.BYTES, "fuse_attr", "size");
        offset(Protocol.Attr.BLOCKS, "fuse_attr", "blocks");
        offset(Protocol.Attr.ATIME, "fuse_attr", "atime");
        offset(Protocol.Attr.MTIME, "fuse_attr", "mtime");
        offset(Protocol.Attr.CTIME, "fuse_attr", "ctime");
        offset(Protocol.Attr.ATIME_NSEC, "fuse_attr", "atimensec");
        offset(Protocol.Attr.MTIME_NSEC, "fuse_attr", "mtimensec");
        offset(Protocol.Attr.CTIME_NSEC, "fuse_attr", "ctimensec");
        offset(Protocol.Attr.MODE, "fuse_attr", "mode");
        offset(Protocol.Attr.NLINK, "fuse_attr", "nlink");
        offset(Protocol.Attr.UID, "fuse_attr", "uid");
        offset(Protocol.Attr.GID, "fuse_attr", "gid");
        offset(Protocol.Attr.BLKSIZE, "fuse_attr", "blksize");
        size(Protocol.Attr.SIZE, "fuse_attr");
        offset(Protocol.Entry.NODE, "fuse_entry_out", "nodeid");
        offset(Protocol.Entry.ENTRY_VALID, "fuse_entry_out", "entry_valid");
        offset(Protocol.Entry.ATTR_VALID, "fuse_entry_out", "attr_valid");
        offset(Protocol.Entry.ATTR, "fuse_entry_out", "attr");
        size(Protocol.Entry.SIZE, "fuse_entry_out");
        offset(Protocol.AttrOut.ATTR_VALID, "fuse_attr_out", "attr_valid");
        offset(Protocol.AttrOut.ATTR, "fuse_attr_out", "attr");
        size(Protocol.AttrOut.SIZE, "fuse_attr_out");
        offset(Protocol.Statfs.BLOCKS, "fuse_statfs_out", "st.blocks");
        offset(Protocol.Statfs.BSIZE, "fuse_statfs_out", "st.bsize");
        offset(Protocol.Statfs.NAMELEN, "fuse_statfs_out", "st.namelen");
        offset(Protocol.Statfs.FRSIZE, "fuse_statfs_out", "st.frsize");
        size(Protocol.Statfs.SIZE, "fuse_statfs_out");
    }

    private void directories() {
        offset(Protocol.Dirent.INO, "fuse_dirent", "ino");
        offset(Protocol.Dirent.OFF, "fuse_dirent", "off");
        offset(Protocol.Dirent.NAME_LENGTH, "fuse_dirent", "namelen");
        offset(Protocol.Dirent.TYPE, "fuse_dirent", "type");
        offset(Protocol.Dirent.NAME, "fuse_dirent", "name");
        same(Protocol.Dirent.ALIGNMENT, "FUSE_DIRENT_ALIGN(1)");
        for (int length : new int[] {1, 7, 8, 9, 255}) {
            same(Reply.direntSize(length), "FUSE_DIRENT_ALIGN(FUSE_NAME_OFFSET + " + length + ")");
            same(
                    Reply.direntSize(length) + Protocol.Entry.SIZE,
                    "FUSE_DIRENT_ALIGN(FUSE_NAME_OFFSET_DIRENTPLUS + " + length + ")");
        }
    }

    private void requests() {
        offset(Protocol.Open.FH, "fuse_open_out", "fh");
        offset(Protocol.Open.FLAGS, "fuse_open_out", "open_flags");
        size(Protocol.Open.SIZE, "fuse_open_out");
        same(Protocol.Open.KEEP_CACHE, "FOPEN_KEEP_CACHE");
        same(Protocol.Open.CACHE_DIR, "FOPEN_CACHE_DIR");
        offset(Protocol.Read.FH, "fuse_read_in", "fh");
        offset(Protocol.Read.OFFSET, "fuse_read_in", "offset");
        offset(Protocol.Read.BYTES, "fuse_read_in", "size");
        size(Protocol.Read.SIZE, "fuse_read_in");
        offset(Protocol.Release.FH, "fuse_release_in", "fh");
        size(Protocol.Release.SIZE, "fuse_release_in");
        offset(Protocol.Forget.TIMES, "fuse_forget_in", "nlookup");
        size(Protocol.Forget.SIZE, "fuse_forget_in");
        offset(Protocol.Forget.BATCH_COUNT, "fuse_batch_forget_in", "count");
        size(Protocol.Forget.BATCH_SIZE, "fuse_batch_forget_in");
        offset(Protocol.Forget.ONE_NODE, "fuse_forget_one", "nodeid");
        offset(Protocol.Forget.ONE_TIMES, "fuse_forget_one", "nlookup");
        size(Protocol.Forget.ONE_SIZE, "fuse_forget_one");
        offset(Protocol.Xattr.BYTES, "fuse_getxattr_in", "size");
        size(Protocol.Xattr.IN_SIZE, "fuse_getxattr_in");
        offset(Protocol.Xattr.OUT_BYTES, "fuse_getxattr_out", "size");
        size(Protocol.Xattr.OUT_SIZE, "fuse_getxattr_out");
        offset(Protocol.Lseek.FH, "fuse_lseek_in", "fh");
        offset(Protocol.Lseek.OFFSET, "fuse_lseek_in", "offset");
        offset(Protocol.Lseek.WHENCE, "fuse_lseek_in", "whence");
        size(Protocol.Lseek.IN_SIZE, "fuse_lseek_in");
        offset(Protocol.Lseek.OUT_OFFSET, "fuse_lseek_out", "offset");
        size(Protocol.Lseek.OUT_SIZE, "fuse_lseek_out");
        same(Protocol.Lseek.SEEK_DATA, "SEEK_DATA");
        same(Protocol.Lseek.SEEK_HOLE, "SEEK_HOLE");
        offset(Protocol.InvalEntry.PARENT, "fuse_notify_inval_entry_out", "parent");
        offset(Protocol.InvalEntry.NAME_LENGTH, "fuse_notify_inval_entry_out", "namelen");
        size(Protocol.InvalEntry.SIZE, "fuse_notify_inval_entry_out");
        same(Protocol.InvalEntry.CODE, "FUSE_NOTIFY_INVAL_ENTRY");
    }

    private void numbers() {
        same(Protocol.Opcode.LOOKUP, "FUSE_LOOKUP");
        same(Protocol.Opcode.FORGET, "FUSE_FORGET");
        same(Protocol.Opcode.GETATTR, "FUSE_GETATTR");
        same(Protocol.Opcode.READLINK, "FUSE_READLINK");
        same(Protocol.Opcode.OPEN, "FUSE_OPEN");
        same(Protocol.Opcode.READ, "FUSE_READ");
        same(Protocol.Opcode.STATFS, "FUSE_STATFS");
        same(Protocol.Opcode.RELEASE, "FUSE_RELEASE");
        same(Protocol.Opcode.GETXATTR, "FUSE_GETXATTR");
        same(Protocol.Opcode.LISTXATTR, "FUSE_LISTXATTR");
        same(Protocol.Opcode.INIT, "FUSE_INIT");
        same(Protocol.Opcode.OPENDIR, "FUSE_OPENDIR");
        same(Protocol.Opcode.READDIR, "FUSE_READDIR");
        same(Protocol.Opcode.RELEASEDIR, "FUSE_RELEASEDIR");
        same(Protocol.Opcode.INTERRUPT, "FUSE_INTERRUPT");
        same(Protocol.Opcode.DESTROY, "FUSE_DESTROY");
        same(Protocol.Opcode.IOCTL, "FUSE_IOCTL");
        same(Protocol.Opcode.BATCH_FORGET, "FUSE_BATCH_FORGET");
        same(Protocol.Opcode.READDIRPLUS, "FUSE_READDIRPLUS");
        same(Protocol.Opcode.LSEEK, "FUSE_LSEEK");
        same(Protocol.Errno.ENOENT, "ENOENT");
        same(Protocol.Errno.EINTR, "EINTR");
        same(Protocol.Errno.EIO, "EIO");
        same(Protocol.Errno.ENXIO, "ENXIO");
        same(Protocol.Errno.E2BIG, "E2BIG");
        same(Protocol.Errno.EAGAIN, "EAGAIN");
        same(Protocol.Errno.ENOMEM, "ENOMEM");
        same(Protocol.Errno.EBUSY, "EBUSY");
        same(Protocol.Errno.ENODEV, "ENODEV");
        same(Protocol.Errno.EINVAL, "EINVAL");
        same(Protocol.Errno.ENOTTY, "ENOTTY");
        same(Protocol.Errno.ERANGE, "ERANGE");
        same(Protocol.Errno.ENOSYS, "ENOSYS");
        same(Protocol.Errno.ENODATA, "ENODATA");
        same(Protocol.Errno.EPROTO, "EPROTO");
        same(Libc.MNT_DETACH, "MNT_DETACH");
        same(8, "sizeof(void *)");
        same(8, "sizeof(size_t)");
    }

    private Tools.Result compile(String compiler) throws IOException {
        Files.writeString(folder.resolve("layout.c"), HEADERS + String.join("\n", asserts) + "\n");
        return Tools.tryRun(folder, compiler, "-fsyntax-only", "-idirafter", "/usr/include", "layout.c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc", "aarch64-linux-gnu-gcc"})
    void numbersAreThoseOfTheHeaders(String compiler) throws IOException {
        Tools.require(compiler);
        Tools.require(Files.exists(Path.of("/usr/include/fuse3/fuse_lowlevel.h")), "libfuse3-dev is not installed");
        all();
        Tools.Result result = compile(compiler);
        assertThat(result.exit()).as(result.output()).isZero();
    }

    @Test
    void aWrongNumberIsSeen() throws IOException {
        Tools.require("gcc");
        Tools.require(Files.exists(Path.of("/usr/include/fuse3/fuse_lowlevel.h")), "libfuse3-dev is not installed");
        offset(Protocol.Attr.MODE + 4, "fuse_attr", "mode");
        assertThat(compile("gcc").output()).contains("offsetof(struct fuse_attr, mode)");
    }
}
