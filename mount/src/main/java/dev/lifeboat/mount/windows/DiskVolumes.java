package dev.lifeboat.mount.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The volumes that Windows finds on a disk, and the letters and folders under which it shows them. */
final class DiskVolumes {
    static final int IOCTL_VOLUME_GET_VOLUME_DISK_EXTENTS = 0x0056_0000;

    private static final int NAME = 64; // characters; a name takes 49
    private static final int PATHS = 1 << 15;

    // VOLUME_DISK_EXTENTS with one DISK_EXTENT
    private static final int EXTENTS = 32;
    private static final int FIRST_EXTENT = 8;
    private static final int EXTENT_OFFSET = 8;

    private final WindowsApi api;

    DiskVolumes(WindowsApi api) {
        this.api = api;
    }

    /**
     * A volume that lies on one disk.
     *
     * @param name <code>\\?\Volume{...}\</code>
     * @param offset of its first byte on the disk
     */
    record Volume(String name, long offset) {}

    /**
     * Lists those of a disk. Volumes that lie on several disks are left out: no image holds one whole.
     *
     * @param drive number of the disk
     * @return in the order in which Windows names them; those that are still to arrive are missing
     */
    List<Volume> on(int drive) {
        List<Volume> volumes = new ArrayList<>();
        char[] name = new char[NAME];
        Pointer search = api.volumes().FindFirstVolumeW(name, NAME);
        if (search == null || search.equals(Kernel32.INVALID_HANDLE)) {
            return volumes;
        }
        try {
            do {
                String volume = Native.toString(name);
                offset(volume, drive).ifPresent(offset -> volumes.add(new Volume(volume, offset)));
            } while (api.volumes().FindNextVolumeW(search, name, NAME));
        } finally {
            api.volumes().FindVolumeClose(search);
        }
        return volumes;
    }

    private Optional<Long> offset(String volume, int drive) {
        return extents(volume)
                .filter(answer -> answer.getInt(0) == 1 && answer.getInt(FIRST_EXTENT) == drive)
                .map(answer -> answer.getLong(FIRST_EXTENT + EXTENT_OFFSET));
    }

    private Optional<ByteBuffer> extents(String volume) {
        String device = volume.endsWith("\\") ? volume.substring(0, volume.length() - 1) : volume;
        try (Device opened = Device.open(api.kernel(), device, 0)) {
            return opened.ask(IOCTL_VOLUME_GET_VOLUME_DISK_EXTENTS, EXTENTS)
                    .filter(answer -> answer.limit() >= EXTENTS);
        } catch (IOException e) {
            return Optional.empty(); // an empty card reader, or a volume that has just gone
        }
    }

    /** The disk that a volume begins on. */
    Optional<Integer> drive(String volume) {
        return extents(volume).filter(answer -> answer.getInt(0) >= 1).map(answer -> answer.getInt(FIRST_EXTENT));
    }

    /** The letters and folders under which a volume is shown, each with a backslash at its end. */
    List<String> places(String volume) {
        char[] paths = new char[PATHS];
        IntByReference needed = new IntByReference();
        if (!api.volumes().GetVolumePathNamesForVolumeNameW(new WString(volume), paths, PATHS, needed)) {
            return List.of();
        }
        int length = Math.max(0, Math.min(PATHS, needed.getValue()));
        return List.of(new String(paths, 0, length).split("\0")).stream()
                .filter(path -> !path.isEmpty())
                .toList();
    }

    /** The volume that is shown at a place. */
    Optional<String> at(String place) {
        char[] volume = new char[NAME];
        return api.volumes().GetVolumeNameForVolumeMountPointW(new WString(place), volume, NAME)
                ? Optional.of(Native.toString(volume))
                : Optional.empty();
    }

    /**
     * Shows a volume at a place.
     *
     * @param place <code>V:\</code>, or an empty folder on NTFS with a backslash at its end
     * @throws WindowsException if Windows refuses
     */
    void show(String volume, String place) throws IOException {
        if (!api.volumes().SetVolumeMountPointW(new WString(place), new WString(volume))) {
            throw new WindowsException(
                    "a volume cannot be shown at " + place, "SetVolumeMountPoint", Native.getLastError());
        }
    }

    /**
     * Ends that a volume is shown at a place.
     *
     * @throws WindowsException if Windows refuses
     */
    void hide(String place) throws IOException {
        if (!api.volumes().DeleteVolumeMountPointW(new WString(place))) {
            throw new WindowsException(place + " cannot be freed", "DeleteVolumeMountPoint", Native.getLastError());
        }
    }

    /**
     * Asks Windows to look into a volume, which makes it mount the file system.
     *
     * @return what it calls the file system; empty if it does not know it, or cannot mount it
     */
    Optional<FileSystem> fileSystem(String root) {
        char[] label = new char[NAME];
        char[] name = new char[NAME];
        IntByReference flags = new IntByReference();
        boolean known = api.volumes()
                .GetVolumeInformationW(
                        new WString(root), label, NAME, new IntByReference(), new IntByReference(), flags, name, NAME);
        return known
                ? Optional.of(new FileSystem(
                        Native.toString(name), (flags.getValue() & VolumeApi.FILE_READ_ONLY_VOLUME) != 0))
                : Optional.empty();
    }

    /**
     * @param name such as NTFS
     * @param readOnly whether Windows writes nothing to it
     */
    record FileSystem(String name, boolean readOnly) {}
}
