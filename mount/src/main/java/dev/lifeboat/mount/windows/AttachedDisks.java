package dev.lifeboat.mount.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import dev.lifeboat.mount.windows.VirtDiskLayout.Backing;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The virtual disks that are attached on this computer, by whatever program, and the files they are made of. */
final class AttachedDisks {
    private static final int FIRST_TRY = 4096;
    private static final int LARGEST = 1 << 20;

    private final WindowsApi api;

    AttachedDisks(WindowsApi api) {
        this.api = api;
    }

    /**
     * Lists the numbers of all.
     *
     * @throws WindowsException if Windows does not tell
     */
    List<Integer> drives() throws IOException {
        IntByReference size = new IntByReference(FIRST_TRY);
        for (int room = FIRST_TRY; room <= LARGEST; room = Math.max(room * 2, size.getValue())) {
            Memory paths = new Memory(room);
            paths.clear();
            size.setValue(room);
            int code = api.disks().GetAllAttachedVirtualDiskPhysicalPaths(size, paths);
            if (code == 0) {
                List<Integer> drives = new ArrayList<>();
                for (String path : VirtDiskLayout.texts(paths, room)) {
                    drives.add(VirtualDisk.drive(path));
                }
                return drives;
            }
            if (!WindowsError.INSUFFICIENT_BUFFER.is(code)) {
                throw new WindowsException(
                        "Windows does not tell which virtual disks are attached",
                        "GetAllAttachedVirtualDiskPhysicalPaths",
                        code);
            }
        }
        throw new IOException("Windows names more attached virtual disks than there can be");
    }

    /**
     * Finds the disk that a file was made into.
     *
     * @param image the file
     * @return the number of the disk; empty if there is none, or Windows does not tell
     */
    OptionalInt of(Path image) {
        try {
            for (int drive : drives()) {
                Optional<Backing> backing = backing(drive);
                if (backing.isPresent() && same(image, backing.get())) {
                    return OptionalInt.of(drive);
                }
            }
        } catch (IOException e) {
            return OptionalInt.empty(); // attaching will fail, and say why
        }
        return OptionalInt.empty();
    }

    private Optional<Backing> backing(int drive) {
        String name = "\\\\.\\PhysicalDrive" + drive;
        Pointer disk = api.kernel()
                .CreateFileW(new WString(name), 0, Kernel32.FILE_SHARE_ALL, null, Kernel32.OPEN_EXISTING, 0, null);
        if (disk == null || disk.equals(Kernel32.INVALID_HANDLE)) {
            return Optional.empty();
        }
        try {
            int flags = VirtDisk.DEPENDENCY_DISK_HANDLE | VirtDisk.DEPENDENCY_HOST_VOLUMES;
            IntByReference used = new IntByReference();
            for (int room = FIRST_TRY; room <= LARGEST; room = Math.max(room * 2, used.getValue())) {
                Memory information = VirtDiskLayout.dependencies(room);
                int code = api.disks().GetStorageDependencyInformation(disk, flags, room, information, used);
                if (code == 0) {
                    return VirtDiskLayout.backing(information);
                }
                if (!WindowsError.INSUFFICIENT_BUFFER.is(code)) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        } finally {
            api.kernel().CloseHandle(disk);
        }
    }

    /** The path is one from the root of its volume; the volume is compared where both name it by its GUID. */
    private boolean same(Path image, Backing backing) {
        Path absolute = image.toAbsolutePath().normalize();
        if (backing.volume().startsWith("\\\\?\\Volume{") && absolute.getRoot() != null) {
            Optional<String> volume = new DiskVolumes(api).at(absolute.getRoot().toString());
            if (volume.isPresent() && !volume.get().equalsIgnoreCase(backing.volume())) {
                return false;
            }
        }
        return fromRoot(absolute.toString()).equals(fromRoot(backing.path()));
    }

    private static String fromRoot(String path) {
        String plain;
        try {
            Path parsed = Path.of(path);
            Path root = parsed.getRoot();
            plain = root == null
                    ? path
                    : path.substring(Math.min(path.length(), root.toString().length()));
        } catch (InvalidPathException e) {
            plain = path;
        }
        int start = 0;
        while (start < plain.length() && (plain.charAt(start) == '\\' || plain.charAt(start) == '/')) {
            start++;
        }
        return plain.substring(start).replace('/', '\\').toLowerCase(Locale.ROOT);
    }
}
