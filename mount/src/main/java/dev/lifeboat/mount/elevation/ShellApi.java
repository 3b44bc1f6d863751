package dev.lifeboat.mount.elevation;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.win32.StdCallLibrary;

/** What is called of shell32.dll; documentation at learn.microsoft.com under the function's name. */
interface ShellApi extends StdCallLibrary {
    static ShellApi load() {
        return Native.load("shell32", ShellApi.class);
    }

    /** With SHELLEXECUTEINFOW. */
    boolean ShellExecuteExW(Pointer information);
}
