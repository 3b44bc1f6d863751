package dev.lifeboat.mount.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.win32.StdCallLibrary;

/** What is called of kernel32.dll; documentation at learn.microsoft.com under the functions' names. */
interface Kernel32 extends StdCallLibrary {
    /** {@code (HANDLE) -1}. */
    Pointer INVALID_HANDLE = Pointer.createConstant(-1);

    int FILE_SHARE_ALL = 7;
    int OPEN_EXISTING = 3;
    int FILE_FLAG_BACKUP_SEMANTICS = 0x0200_0000;
    int FILE_FLAG_OPEN_REPARSE_POINT = 0x0020_0000;

    static Kernel32 load() {
        return Native.load("kernel32", Kernel32.class);
    }

    Pointer CreateFileW(
            WString name, int access, int share, Pointer security, int disposition, int flags, Pointer template);

    boolean CloseHandle(Pointer handle);

    Pointer GetCurrentProcess();

    /** Without overlapped: waits until it is done. */
    boolean DeviceIoControl(
            Pointer device,
            int code,
            byte[] in,
            int inSize,
            byte[] out,
            int outSize,
            IntByReference returned,
            Pointer overlapped);
}
