package dev.lifeboat.mount.fuse;

import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;

/** What is called of the C library, for systems where a pointer and a size have 64 bits. Errors are {@link Native#getLastError}. */
final class Libc {
    static final int MNT_DETACH = 2;

    static {
        Native.register(Libc.class, "c");
    }

    private Libc() {}

    /** Text as C has it: in UTF-8, whatever the encoding of this run, with NUL at the end. */
    static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    static native long read(int descriptor, long buffer, long size);

    static native long write(int descriptor, long buffer, long size);

    static native int dup(int descriptor);

    static native int close(int descriptor);

    static native int umount2(byte[] target, int flags);

    static native int setsid();

    static native int getuid();

    static native int getgid();

    static native int geteuid();
}
