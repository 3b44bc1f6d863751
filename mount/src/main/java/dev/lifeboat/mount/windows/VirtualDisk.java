package dev.lifeboat.mount.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image file that Windows has opened as a virtual disk. Owns the handle: unless the disk was attached for good, it is gone as soon
 * as the handle is closed, also by the end of this process.
 */
final class VirtualDisk implements Closeable {
    private static final Pattern PHYSICAL_DRIVE =
            Pattern.compile("\\\\\\\\[.?]\\\\PhysicalDrive(\\d{1,6})", Pattern.CASE_INSENSITIVE);
    private static final int PATH_BYTES = 512;

    /** A program that looks at every new file, or that has just ended, holds it for a moment. */
    private static final int TRIES = 10;

    private static final long PAUSE_MILLIS = 200;

    private final WindowsApi api;
    private final Path file;
    private final Pointer handle;
    private boolean closed;

    private VirtualDisk(WindowsApi api, Path file, Pointer handle) {
        this.api = api;
        this.file = file;
        this.handle = handle;
    }

    /**
     * Opens an image for reading only.
     *
     * @throws WindowsException if Windows refuses
     */
    static VirtualDisk open(WindowsApi api, Path image) throws IOException {
        return open(api, image, VirtDisk.ACCESS_NONE, VirtDiskLayout.openParameters(true));
    }

    /** Opens a child that this program made, to write into it. */
    static VirtualDisk openChild(WindowsApi api, Path child) throws IOException {
        return open(api, child, VirtDisk.ACCESS_NONE, VirtDiskLayout.openParameters(false));
    }

    /** Opens an image that is attached for good, for nothing but to detach it. */
    static VirtualDisk openAttached(WindowsApi api, Path file) throws IOException {
        return open(
                api,
                file,
                VirtDisk.ACCESS_DETACH | VirtDisk.ACCESS_GET_INFO,
                VirtDiskLayout.openParametersForDetaching());
    }

    private static VirtualDisk open(WindowsApi api, Path image, int access, Memory parameters) throws IOException {
        String name = image.toAbsolutePath().toString();
        Memory type = VirtDiskLayout.storageType(VirtDiskLayout.Device.of(name));
        Memory path = VirtDiskLayout.text(name);
        PointerByReference handle = new PointerByReference();
        int code = 0;
        for (int i = 0; i < TRIES; i++) {
            code = api.disks().OpenVirtualDisk(type, path, access, VirtDisk.OPEN_FLAG_NONE, parameters, handle);
            if (code == 0) {
                return new VirtualDisk(api, image, handle.getValue());
            }
            if (!WindowsError.SHARING_VIOLATION.is(code) || i == TRIES - 1) {
                break;
            }
            Waiting.pause(PAUSE_MILLIS);
        }
        throw new WindowsException(image + " cannot be opened as a virtual disk", "OpenVirtualDisk", code);
    }

    /**
     * Makes a differencing image: what is written goes there, and the image it builds on stays as it is.
     *
     * @param parent the image
     * @param child a new file
     * @throws WindowsException if Windows refuses
     */
    static void createChild(WindowsApi api, Path parent, Path child) throws IOException {
        String name = child.toAbsolutePath().toString();
        Memory type = VirtDiskLayout.storageType(VirtDiskLayout.Device.of(name));
        Memory path = VirtDiskLayout.text(name);
        Memory parentPath = VirtDiskLayout.text(parent.toAbsolutePath().toString());
        Memory parameters = VirtDiskLayout.createParameters(parentPath);
        PointerByReference handle = new PointerByReference();
        int code;
        try {
            code = api.disks()
                    .CreateVirtualDisk(type, path, VirtDisk.ACCESS_NONE, null, 0, 0, parameters, null, handle);
        } finally {
            Reference.reachabilityFence(parentPath); // the parameters hold its address only
        }
        if (code != 0) {
            throw new WindowsException(child + " cannot be made beside the image", "CreateVirtualDisk", code);
        }
        api.kernel().CloseHandle(handle.getValue());
    }

    /**
     * Makes a disk of it that Windows sees. It gets no drive letters by itself.
     *
     * @param flags of {@link VirtDisk}, ATTACH_
     * @throws WindowsException if Windows refuses
     */
    void attach(int flags) throws IOException {
        int code = api.disks().AttachVirtualDisk(handle, null, flags, 0, VirtDiskLayout.attachParameters(), null);
        if (code != 0) {
            throw new WindowsException(file + " cannot be attached", "AttachVirtualDisk", code);
        }
    }

    /**
     * Returns the number of the disk.
     *
     * @return the N of <code>\\.\PhysicalDriveN</code>
     * @throws WindowsException if it is not attached
     */
    int drive() throws IOException {
        Memory path = new Memory(PATH_BYTES);
        path.clear();
        int code = api.disks().GetVirtualDiskPhysicalPath(handle, new IntByReference(PATH_BYTES), path);
        if (code != 0) {
            throw new WindowsException(
                    file + ": Windows does not tell which disk it became", "GetVirtualDiskPhysicalPath", code);
        }
        return drive(VirtDiskLayout.text(path, PATH_BYTES));
    }

    /** Takes the number out of such a path. */
    static int drive(String path) throws IOException {
        Matcher name = PHYSICAL_DRIVE.matcher(path);
        if (!name.matches()) {
            throw new IOException("Windows calls the disk \"" + path + "\", which is no name of a disk");
        }
        return Integer.parseInt(name.group(1));
    }

    /**
     * Takes the disk away again.
     *
     * @throws WindowsException if Windows refuses
     */
    void detach() throws IOException {
        int code = api.disks().DetachVirtualDisk(handle, 0, 0);
        if (code != 0) {
            throw new WindowsException(file + " cannot be detached", "DetachVirtualDisk", code);
        }
    }

    Pointer handle() {
        return handle;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            api.kernel().CloseHandle(handle);
        }
    }
}
