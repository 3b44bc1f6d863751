package dev.lifeboat.mount.windows;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;

/**
 * What is called of virtdisk.dll; documentation at learn.microsoft.com under the functions' names. Each returns a Win32 code, 0 for
 * success, and leaves the last error alone. Structures are laid out by {@link VirtDiskLayout}; sizes are in bytes, also of text.
 *
 * <p>No {@code StdCallLibrary}: on 64-bit Windows there is one calling convention only, and with it the stand-in of the tests can be
 * called on other systems, too.
 */
interface VirtDisk extends Library {
    /** Opens without asking for the parents of a differencing image. */
    int OPEN_FLAG_NONE = 0;

    /** VIRTUAL_DISK_ACCESS_NONE, which version 2 of the parameters wants. */
    int ACCESS_NONE = 0;

    /** VIRTUAL_DISK_ACCESS_DETACH, for version 1 of the parameters. */
    int ACCESS_DETACH = 0x0004_0000;

    /** VIRTUAL_DISK_ACCESS_GET_INFO. */
    int ACCESS_GET_INFO = 0x0008_0000;

    int ATTACH_READ_ONLY = 0x1;
    int ATTACH_NO_DRIVE_LETTER = 0x2;

    /** The disk stays when the process that attached it ends. */
    int ATTACH_PERMANENT_LIFETIME = 0x4;

    /** No disk appears; the handle itself is read. "Reserved" in the documentation. */
    int ATTACH_NO_LOCAL_HOST = 0x8;

    /** The disk gets the system's usual permissions, not those of the image file, which often only administrators may read. */
    int ATTACH_NO_SECURITY_DESCRIPTOR = 0x10;

    /** The handle is of a disk. */
    int DEPENDENCY_DISK_HANDLE = 0x2;

    /** And tells of the volume that the image file lies on. */
    int DEPENDENCY_HOST_VOLUMES = 0x1;

    static VirtDisk load() {
        return Native.load(
                "virtdisk", VirtDisk.class, Map.of(Library.OPTION_CALLING_CONVENTION, Function.C_CONVENTION));
    }

    int OpenVirtualDisk(
            Pointer storageType, Pointer path, int access, int flags, Pointer parameters, PointerByReference handle);

    int CreateVirtualDisk(
            Pointer storageType,
            Pointer path,
            int access,
            Pointer security,
            int flags,
            int providerFlags,
            Pointer parameters,
            Pointer overlapped,
            PointerByReference handle);

    int AttachVirtualDisk(
            Pointer handle, Pointer security, int flags, int providerFlags, Pointer parameters, Pointer overlapped);

    int DetachVirtualDisk(Pointer handle, int flags, int providerFlags);

    int GetVirtualDiskPhysicalPath(Pointer handle, IntByReference size, Pointer path);

    int GetVirtualDiskInformation(Pointer handle, IntByReference size, Pointer information, IntByReference used);

    int GetAllAttachedVirtualDiskPhysicalPaths(IntByReference size, Pointer paths);

    int GetStorageDependencyInformation(Pointer object, int flags, int size, Pointer information, IntByReference used);
}
