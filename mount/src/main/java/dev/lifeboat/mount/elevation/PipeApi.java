package dev.lifeboat.mount.elevation;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.win32.StdCallLibrary;

/** What is called of kernel32.dll about pipes and processes; documentation at learn.microsoft.com under the functions' names. */
interface PipeApi extends StdCallLibrary {
    /** {@code (HANDLE) -1}. */
    Pointer INVALID_HANDLE = Pointer.createConstant(-1);

    int PIPE_ACCESS_DUPLEX = 3;
    int FILE_FLAG_FIRST_PIPE_INSTANCE = 0x8_0000;
    int PIPE_REJECT_REMOTE_CLIENTS = 8;

    static PipeApi load() {
        return Native.load("kernel32", PipeApi.class);
    }

    Pointer CreateNamedPipeW(
            WString name,
            int openMode,
            int pipeMode,
            int instances,
            int outSize,
            int inSize,
            int timeout,
            Pointer security);

    /** Waits for somebody to open it. */
    boolean ConnectNamedPipe(Pointer pipe, Pointer overlapped);

    boolean GetNamedPipeClientProcessId(Pointer pipe, IntByReference process);

    boolean ReadFile(Pointer file, byte[] bytes, int length, IntByReference read, Pointer overlapped);

    boolean WriteFile(Pointer file, byte[] bytes, int length, IntByReference written, Pointer overlapped);

    boolean CloseHandle(Pointer handle);

    int GetProcessId(Pointer process);

    /** Waits at most so many milliseconds; 0 once the process has ended. */
    int WaitForSingleObject(Pointer handle, int milliseconds);

    boolean GetExitCodeProcess(Pointer process, IntByReference code);

    Pointer LocalFree(Pointer memory);
}
