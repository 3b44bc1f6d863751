package dev.lifeboat.mount.elevation;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.PointerByReference;
import com.sun.jna.win32.StdCallLibrary;

/** What is called of advapi32.dll; documentation at learn.microsoft.com under the function's name. */
interface SecurityApi extends StdCallLibrary {
    static SecurityApi load() {
        return Native.load("advapi32", SecurityApi.class);
    }

    /** The descriptor is to be freed with LocalFree. */
    boolean ConvertStringSecurityDescriptorToSecurityDescriptorW(
            WString text, int revision, PointerByReference descriptor, Pointer size);
}
