package dev.lifeboat.mount.elevation;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A process that Windows started with the rights of an administrator, after asking the user. */
final class ElevatedProcess implements Closeable {
    // SHELLEXECUTEINFOW on 64-bit Windows
    private static final int SIZE = 112;
    private static final int MASK = 4;
    private static final int VERB = 16;
    private static final int FILE = 24;
    private static final int PARAMETERS = 32;
    private static final int PROCESS = 104;

    private static final int SEE_MASK_NOCLOSEPROCESS = 0x40;
    private static final int SEE_MASK_NOASYNC = 0x100;
    private static final int SEE_MASK_FLAG_NO_UI = 0x400;

    private static final int ERROR_CANCELLED = 1223;
    private static final int WAIT_FOR_EVER = -1;

    private final PipeApi api;
    private final Pointer handle;

    private ElevatedProcess(PipeApi api, Pointer handle) {
        this.api = api;
        this.handle = handle;
    }

    /**
     * Starts one without a window. Windows asks the user first, unless this process has the rights already.
     *
     * @param program its path
     * @param arguments of it
     * @throws IOException if the user says no, or Windows refuses
     */
    static ElevatedProcess start(ShellApi shell, PipeApi api, String program, List<String> arguments)
            throws IOException {
        Memory verb = text("runas");
        Memory file = text(program);
        Memory parameters = text(CommandLineText.of(arguments));
        Memory information = new Memory(SIZE);
        information.clear();
        information.setInt(0, SIZE);
        information.setInt(MASK, SEE_MASK_NOCLOSEPROCESS | SEE_MASK_NOASYNC | SEE_MASK_FLAG_NO_UI);
        information.setPointer(VERB, verb);
        information.setPointer(FILE, file);
        information.setPointer(PARAMETERS, parameters); // and SW_HIDE, which is 0
        boolean started;
        try {
            started = shell.ShellExecuteExW(information);
        } finally {
            Reference.reachabilityFence(verb); // the structure holds addresses only
            Reference.reachabilityFence(file);
            Reference.reachabilityFence(parameters);
        }
        if (!started) {
            int code = Native.getLastError();
            throw new IOException(
                    code == ERROR_CANCELLED
                            ? "administrator rights were not given: the question of Windows was answered with no"
                            : "Windows does not start it with administrator rights: Win32 error " + code);
        }
        Pointer process = information.getPointer(PROCESS);
        if (process == null) {
            throw new IOException("Windows does not tell which process it started");
        }
        return new ElevatedProcess(api, process);
    }

    private static Memory text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
        Memory memory = new Memory(bytes.length + 2L);
        memory.clear();
        memory.write(0, bytes, 0, bytes.length);
        return memory;
    }

    int id() {
        return api.GetProcessId(handle);
    }

    boolean ended() {
        return api.WaitForSingleObject(handle, 0) == 0;
    }

    /** Waits for its end, and returns its exit code. */
    int exitCode() throws IOException {
        api.WaitForSingleObject(handle, WAIT_FOR_EVER);
        IntByReference code = new IntByReference();
        if (!api.GetExitCodeProcess(handle, code)) {
            throw new IOException("Windows does not tell how it ended: Win32 error " + Native.getLastError());
        }
        return code.getValue();
    }

    @Override
    public void close() {
        api.CloseHandle(handle);
    }
}
