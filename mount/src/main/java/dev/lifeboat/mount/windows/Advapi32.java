package dev.lifeboat.mount.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import com.sun.jna.win32.StdCallLibrary;

/** What is called of advapi32.dll; documentation at learn.microsoft.com under the functions' names. */
interface Advapi32 extends StdCallLibrary {
    int TOKEN_ADJUST_PRIVILEGES = 0x20;
    int TOKEN_QUERY = 0x8;

    static Advapi32 load() {
        return Native.load("advapi32", Advapi32.class);
    }

    boolean OpenProcessToken(Pointer process, int access, PointerByReference token);

    boolean LookupPrivilegeValueW(WString system, WString name, LongByReference luid);

    /** The state: TOKEN_PRIVILEGES. */
    boolean AdjustTokenPrivileges(
            Pointer token, boolean disableAll, byte[] state, int length, Pointer previous, Pointer returned);

    boolean SetKernelObjectSecurity(Pointer handle, int information, byte[] descriptor);
}
