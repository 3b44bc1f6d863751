package dev.lifeboat.mount.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** A disk or volume of Windows, open for questions to its driver. */
final class Device implements Closeable {
    private static final int ERROR_MORE_DATA = 234;
    private static final int LARGEST_ANSWER = 1 << 20;

    private final Kernel32 kernel;
    private final Pointer handle;

    private Device(Kernel32 kernel, Pointer handle) {
        this.kernel = kernel;
        this.handle = handle;
    }

    /**
     * Opens one.
     *
     * @param name such as <code>\\.\PhysicalDrive1</code>, or of a volume without the backslash at its end, which would mean the root folder
     * @param access 0 for questions that need no right
     * @throws IOException if Windows refuses
     */
    static Device open(Kernel32 kernel, String name, int access) throws IOException {
        Pointer handle = kernel.CreateFileW(
                new WString(name), access, Kernel32.FILE_SHARE_ALL, null, Kernel32.OPEN_EXISTING, 0, null);
        if (handle == null || handle.equals(Kernel32.INVALID_HANDLE)) {
            throw new IOException(name + " cannot be opened: Win32 error " + Native.getLastError());
        }
        return new Device(kernel, handle);
    }

    /**
     * Asks the driver.
     *
     * @param code IOCTL_
     * @param size of the largest answer that is expected, in bytes
     * @return the answer, little endian; empty if there is none
     */
    Optional<ByteBuffer> ask(int code, int size) {
        for (int room = size; room <= LARGEST_ANSWER; room *= 4) {
            byte[] answer = new byte[room];
            IntByReference returned = new IntByReference();
            if (kernel.DeviceIoControl(handle, code, null, 0, answer, room, returned, null)) {
                int length = Math.max(0, Math.min(room, returned.getValue()));
                return Optional.of(ByteBuffer.wrap(answer, 0, length).slice().order(ByteOrder.LITTLE_ENDIAN));
            }
            if (Native.getLastError() != ERROR_MORE_DATA) {
                break;
            }
        }
        return Optional.empty();
    }

    /**
     * Tells the driver something.
     *
     * @return whether it did it
     */
    boolean tell(int code, byte[] words) {
        return kernel.DeviceIoControl(handle, code, words, words.length, null, 0, new IntByReference(), null);
    }

    @Override
    public void close() {
        kernel.CloseHandle(handle);
    }
}
