package dev.lifeboat.mount.windows;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The bytes of a virtual disk as Windows' own driver reads them, without a disk that anybody would see: no letters, and no quarrel with
 * a disk that has the same signature. For comparing with what this program reads. Threads take turns.
 */
public final class NativeDisk implements Closeable {
    private static final int BUFFER = 1 << 20;
    private static final int ALIGNMENT = 4096; // of the buffer and of what is read, for any sector there is

    // OVERLAPPED on 64-bit Windows
    private static final int OVERLAPPED = 32;
    private static final int OFFSET = 16;
    private static final int EVENT = 24;
    private static final int ERROR_IO_PENDING = 997;

    private final WindowsApi api;
    private final OverlappedApi reading;
    private final VirtualDisk disk;
    private final String name;
    private final long size;
    private final int sectorSize;
    private final Pointer event;
    private final Memory overlapped = new Memory(OVERLAPPED);
    private final Memory memory = new Memory(BUFFER + ALIGNMENT);
    private final Pointer buffer = memory.align(ALIGNMENT);

    private NativeDisk(WindowsApi api, OverlappedApi reading, VirtualDisk disk, String name) throws IOException {
        this.api = api;
        this.reading = reading;
        this.disk = disk;
        this.name = name;
        Memory information = VirtDiskLayout.sizeInformation();
        int code = api.disks()
                .GetVirtualDiskInformation(
                        disk.handle(), new IntByReference(VirtDiskLayout.INFORMATION), information, null);
        if (code != 0) {
            throw new WindowsException(name + ": Windows does not tell its size", "GetVirtualDiskInformation", code);
        }
        this.size = VirtDiskLayout.virtualSize(information);
        this.sectorSize = VirtDiskLayout.sectorSize(information);
        this.event = reading.CreateEventW(null, true, false, null);
    }

    /**
     * Opens an image.
     *
     * @param image a VHDX or VHD
     * @return its disk
     * @throws MountRefusedException if Windows would not open it, or should not
     * @throws NotElevatedException if this process lacks the rights
     * @throws IOException if Windows refuses
     */
    public static NativeDisk open(Path image) throws IOException {
        WindowsApi api = WindowsApi.load();
        new HostFile(api, image).check(Optional.ofNullable(System.getenv("COMPUTERNAME")));
        if (!new Privileges(api.kernel(), Advapi32.load()).enable("SeManageVolumePrivilege")) {
            throw new NotElevatedException();
        }
        VirtualDisk disk = VirtualDisk.open(api, image);
        try {
            disk.attach(
                    VirtDisk.ATTACH_READ_ONLY | VirtDisk.ATTACH_NO_LOCAL_HOST | VirtDisk.ATTACH_NO_SECURITY_DESCRIPTOR);
            return new NativeDisk(api, OverlappedApi.load(), disk, image + ", by Windows");
        } catch (IOException | RuntimeException e) {
            disk.close();
            throw e;
        }
    }

    /**
     * Returns the size of the disk.
     *
     * @return in bytes
     */
    public long size() {
        return size;
    }

    /**
     * Returns the size of a logical sector.
     *
     * @return in bytes
     */
    public int sectorSize() {
        return sectorSize;
    }

    /**
     * Fills a buffer.
     *
     * @param offset in bytes from the beginning of the disk
     * @param target filled from its position to its limit
     * @throws IOException if Windows cannot read it, or the disk ends before
     */
    public synchronized void read(long offset, ByteBuffer target) throws IOException {
        if (offset < 0 || offset > size - target.remaining()) {
            throw new IOException(name + ": there are not " + target.remaining() + " bytes at " + offset);
        }
        for (long at = offset; target.hasRemaining(); ) {
            long begin = at - at % ALIGNMENT;
            int length = (int) Math.min(BUFFER, size - begin);
            fill(begin, length);
            int skip = (int) (at - begin);
            int count = Math.min(length - skip, target.remaining());
            target.put(buffer.getByteBuffer(skip, count));
            at += count;
        }
    }

    private void fill(long offset, int length) throws IOException {
        overlapped.clear();
        overlapped.setLong(OFFSET, offset);
        overlapped.setPointer(EVENT, event);
        IntByReference read = new IntByReference();
        boolean done = reading.ReadFile(disk.handle(), buffer, length, read, overlapped);
        if (!done && Native.getLastError() == ERROR_IO_PENDING) {
            done = reading.GetOverlappedResult(disk.handle(), overlapped, read, true);
        }
        if (!done || read.getValue() != length) {
            throw new IOException(name + ": " + length + " bytes at " + offset + " cannot be read: Win32 error "
                    + Native.getLastError());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            disk.detach();
        } finally {
            disk.close();
            if (event != null) {
                api.kernel().CloseHandle(event);
            }
        }
    }
}
