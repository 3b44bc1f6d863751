package dev.lifeboat.mount.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.win32.StdCallLibrary;

/** What is called of kernel32.dll to read at an offset; documentation at learn.microsoft.com under the functions' names. */
interface OverlappedApi extends StdCallLibrary {
    static OverlappedApi load() {
        return Native.load("kernel32", OverlappedApi.class);
    }

    Pointer CreateEventW(Pointer security, boolean manual, boolean set, WString name);

    /** False with ERROR_IO_PENDING where it goes on. */
    boolean ReadFile(Pointer file, Pointer bytes, int length, IntByReference read, Pointer overlapped);

    boolean GetOverlappedResult(Pointer file, Pointer overlapped, IntByReference read, boolean wait);
}
