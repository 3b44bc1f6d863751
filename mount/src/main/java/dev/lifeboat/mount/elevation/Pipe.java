package dev.lifeboat.mount.elevation;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A named pipe that one process may open: run by the owner of this one or by an administrator. It is used in one direction, since a
 * thread that waits for bytes would keep another from sending.
 */
final class Pipe implements Closeable {
    /** The owner, administrators and the system; nobody else, and nothing is inherited. */
    private static final String OWNER_AND_ADMINISTRATORS = "D:P(A;;GA;;;OW)(A;;GA;;;BA)(A;;GA;;;SY)";

    private static final int SDDL_REVISION = 1;
    private static final int SECURITY_ATTRIBUTES = 24;
    private static final int BUFFER = 1 << 16;
    private static final int ERROR_BROKEN_PIPE = 109;
    private static final int ERROR_PIPE_CONNECTED = 535;

    private final PipeApi api;
    private final Pointer handle;

    private Pipe(PipeApi api, Pointer handle) {
        this.api = api;
        this.handle = handle;
    }

    /**
     * Makes one.
     *
     * @param name that nobody else has
     * @throws IOException if somebody has it, or Windows refuses
     */
    static Pipe create(PipeApi api, SecurityApi security, String name) throws IOException {
        PointerByReference descriptor = new PointerByReference();
        if (!security.ConvertStringSecurityDescriptorToSecurityDescriptorW(
                new WString(OWNER_AND_ADMINISTRATORS), SDDL_REVISION, descriptor, null)) {
            throw new IOException("a private pipe cannot be made: Win32 error " + Native.getLastError());
        }
        try {
            Memory attributes = new Memory(SECURITY_ATTRIBUTES);
            attributes.clear();
            attributes.setInt(0, SECURITY_ATTRIBUTES);
            attributes.setPointer(8, descriptor.getValue());
            Pointer handle = api.CreateNamedPipeW(
                    new WString(name),
                    PipeApi.PIPE_ACCESS_DUPLEX | PipeApi.FILE_FLAG_FIRST_PIPE_INSTANCE,
                    PipeApi.PIPE_REJECT_REMOTE_CLIENTS,
                    1,
                    BUFFER,
                    BUFFER,
                    0,
                    attributes);
            if (handle == null || handle.equals(PipeApi.INVALID_HANDLE)) {
                throw new IOException("a private pipe cannot be made: Win32 error " + Native.getLastError());
            }
            return new Pipe(api, handle);
        } finally {
            api.LocalFree(descriptor.getValue());
        }
    }

    /**
     * Waits until it is opened.
     *
     * @param process that may open it
     * @throws IOException if another one did
     */
    void connect(int process) throws IOException {
        if (!api.ConnectNamedPipe(handle, null) && Native.getLastError() != ERROR_PIPE_CONNECTED) {
            throw new IOException("nobody opened the private pipe: Win32 error " + Native.getLastError());
        }
        IntByReference client = new IntByReference();
        if (!api.GetNamedPipeClientProcessId(handle, client) || client.getValue() != process) {
            throw new IOException("another program opened the private pipe");
        }
    }

    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                byte[] room = new byte[Math.min(length, BUFFER)];
                IntByReference read = new IntByReference();
                if (!api.ReadFile(handle, room, room.length, read, null)) {
                    if (Native.getLastError() == ERROR_BROKEN_PIPE) {
                        return -1;
                    }
                    throw new IOException("the private pipe cannot be read: Win32 error " + Native.getLastError());
                }
                int count = Math.min(room.length, read.getValue());
                System.arraycopy(room, 0, bytes, offset, Math.max(0, count));
                return count <= 0 ? -1 : count;
            }
        };
    }

    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                byte[] part = Arrays.copyOfRange(bytes, offset, offset + length);
                if (!api.WriteFile(handle, part, part.length, new IntByReference(), null)) {
                    throw new IOException("the private pipe cannot be written: Win32 error " + Native.getLastError());
                }
            }
        };
    }

    @Override
    public void close() {
        api.CloseHandle(handle);
    }
}
