package dev.lifeboat.mount.fuse;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Looks for what stands in the way of a mount, before anything is done: what libfuse says of it is short. */
public final class MountPoint {
    private static final Path DEVICE = Path.of("/dev/fuse");
    private static final String HELPER = "fusermount3";

    private MountPoint() {}

    /**
     * Checks the computer and the folder.
     *
     * @param where a folder
     * @return it, absolute and without links
     * @throws CannotMountException if nothing can be mounted here, or not there
     */
    public static Path check(Path where) throws CannotMountException {
        if (!Files.exists(DEVICE)) {
            throw new CannotMountException(DEVICE
                    + " is absent, so this system has no FUSE: load it with 'sudo modprobe fuse'; in a container, start"
                    + " that with --device /dev/fuse --cap-add SYS_ADMIN");
        }
        if (helper().isEmpty()) {
            throw new CannotMountException(HELPER
                    + " is not installed. Debian, Ubuntu: sudo apt install fuse3. Fedora: sudo dnf install fuse3. Arch: sudo"
                    + " pacman -S fuse3");
        }
        if (!Files.isReadable(DEVICE) || !Files.isWritable(DEVICE)) {
            throw new CannotMountException("you may not use " + DEVICE + "; become a member of its group, or use sudo");
        }
        return folder(where);
    }

    /** Where fusermount3 is. */
    static Optional<Path> helper() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/bin:/bin:/usr/local/bin";
        for (String folder : path.split(":", -1)) {
            Path file = Path.of(folder.isEmpty() ? "." : folder, HELPER);
            if (Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static Path folder(Path where) throws CannotMountException {
        Path real = real(where);
        try {
            Optional<MountTable.Entry> mounted = MountTable.at(real);
            if (mounted.isPresent()) {
                throw new CannotMountException(where + " has " + mounted.get().source()
                        + " mounted already; 'lifeboat unmount' ends a mount of Lifeboat");
            }
            if (!Files.isDirectory(real)) {
                throw new CannotMountException(where
                        + (Files.exists(real)
                                ? " is not a folder"
                                : " does not exist; make an empty folder with mkdir"));
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(real)) {
                if (files.iterator().hasNext()) {
                    throw new CannotMountException(
                            where + " is not empty, and what is in it could not be seen; name an empty folder");
                }
            }
        } catch (IOException e) {
            throw new CannotMountException(where + " cannot be looked into (" + e.getMessage() + ")");
        }
        if (Libc.geteuid() != 0 && !Files.isWritable(real)) {
            throw new CannotMountException("you may not write to " + where
                    + ", and so may not mount there; name a folder of your own, such as one in your home folder");
        }
        return real;
    }

    /**
     * Resolves a folder's path without asking the file system that is mounted there, which may not answer.
     *
     * @param where a folder
     * @return absolute, without links above its last part; without a link there, too, unless something is mounted there
     * @throws CannotMountException if the folder above does not exist
     */
    public static Path real(Path where) throws CannotMountException {
        Path absolute = where.toAbsolutePath().normalize();
        Path name = absolute.getFileName();
        if (name == null) {
            return absolute;
        }
        try {
            Path above = absolute.getParent().toRealPath().resolve(name);
            return Files.isSymbolicLink(above) ? above.toRealPath() : above;
        } catch (NoSuchFileException e) {
            throw new CannotMountException(where + " does not exist; make an empty folder with mkdir");
        } catch (IOException e) {
            throw new CannotMountException(where + " cannot be looked at (" + e.getMessage() + ")");
        }
    }
}
