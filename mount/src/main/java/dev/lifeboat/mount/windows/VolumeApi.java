package dev.lifeboat.mount.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.win32.StdCallLibrary;

/**
 * What is called of kernel32.dll about volumes and where they are mounted; documentation at learn.microsoft.com under the functions' names.
 * Names of volumes and places end in a backslash. Lengths are in characters, and what is filled ends with a zero.
 */
interface VolumeApi extends StdCallLibrary {
    int FILE_ATTRIBUTE_SPARSE = 0x200;
    int FILE_ATTRIBUTE_COMPRESSED = 0x800;
    int FILE_ATTRIBUTE_ENCRYPTED = 0x4000;

    /** What GetFileAttributesW returns if it fails. */
    int INVALID_FILE_ATTRIBUTES = -1;

    /** Of the flags of a file system: it cannot be written. */
    int FILE_READ_ONLY_VOLUME = 0x8_0000;

    static VolumeApi load() {
        return Native.load("kernel32", VolumeApi.class);
    }

    Pointer FindFirstVolumeW(char[] name, int length);

    boolean FindNextVolumeW(Pointer search, char[] name, int length);

    boolean FindVolumeClose(Pointer search);

    boolean GetVolumePathNamesForVolumeNameW(WString volume, char[] paths, int length, IntByReference needed);

    boolean GetVolumeNameForVolumeMountPointW(WString place, char[] volume, int length);

    boolean SetVolumeMountPointW(WString place, WString volume);

    boolean DeleteVolumeMountPointW(WString place);

    boolean GetVolumeInformationW(
            WString root,
            char[] label,
            int labelLength,
            IntByReference serial,
            IntByReference longestName,
            IntByReference flags,
            char[] fileSystem,
            int fileSystemLength);

    int GetFileAttributesW(WString path);
}
