package dev.lifeboat.mount.extract;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;

/** The folder of the host that receives files. One that is made here is for its owner's eyes only. */
public final class TargetFolder {
    private static final Set<String> FAT = Set.of("vfat", "msdos", "fat", "fat32");
    private static final Set<String> NO_HOLES = Set.of("vfat", "msdos", "fat", "fat32", "exfat");
    private static final long LARGEST_ON_FAT = 0xffff_ffffL;

    private final Path path;
    private final boolean existed;
    private final HostNames names;
    private final long largestFile;

    private TargetFolder(Path path, boolean existed, HostNames names, long largestFile) {
        this.path = path;
        this.existed = existed;
        this.names = names;
        this.largestFile = largestFile;
    }

    /**
     * Takes a folder, and makes it if it is not there.
     *
     * @param folder as the person wrote it; if it is a link, then where it leads to is meant
     * @return the folder
     * @throws HostWriteException if it cannot be made, or is a file
     */
    public static TargetFolder open(Path folder) throws HostWriteException {
        try {
            boolean made = make(folder.toAbsolutePath());
            Path path = folder.toRealPath();
            boolean fat = FAT.contains(fileSystem(path));
            return new TargetFolder(path, !made, HostNames.of(path), fat ? LARGEST_ON_FAT : Long.MAX_VALUE);
        } catch (IOException e) {
            throw new HostWriteException(folder + " cannot be made or used (" + HostErrors.text(e) + ")", e);
        }
    }

    /** For tests: with rules other than the host's. */
    static TargetFolder open(Path folder, HostNames names) throws IOException {
        boolean made = make(folder.toAbsolutePath());
        return new TargetFolder(folder.toRealPath(), !made, names, Long.MAX_VALUE);
    }

    private static boolean make(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(folder);
            }
            return true;
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Returns where it is.
     *
     * @return absolute, without links
     */
    public Path path() {
        return path;
    }

    /**
     * Returns how much can still be written.
     *
     * @return in bytes; 0 also if the host does not tell
     */
    public long freeSpace() {
        return path.toFile().getUsableSpace();
    }

    /**
     * Tells whether a file can have holes, which take up no room.
     *
     * @return false for FAT and exFAT; others are trusted to have them
     */
    public boolean holes() {
        return !NO_HOLES.contains(fileSystem(path));
    }

    /** Whether files can have owners and permissions of Windows. */
    boolean keepsAcls() {
        try {
            return HostNames.onWindows()
                    && Files.getFileStore(path).supportsFileAttributeView(AclFileAttributeView.class);
        } catch (IOException e) {
            return false;
        }
    }

    /** Names the file system that holds a folder, or nothing where the host does not tell, as in some containers. */
    static String fileSystem(Path folder) {
        try {
            return Files.getFileStore(folder).type().toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether this is a folder, and no link to one. */
    static boolean isFolder(Path path) {
        try {
            return isFolder(FileTimes.of(path));
        } catch (IOException e) {
            return false;
        }
    }

    /** A junction of Windows says that it is a directory, and something else besides. */
    static boolean isFolder(BasicFileAttributes attributes) {
        return attributes.isDirectory() && !attributes.isOther();
    }

    /** Whether it was there before. */
    boolean existed() {
        return existed;
    }

    HostNames names() {
        return names;
    }

    /** Complains about a file that is larger than its file system can hold, as far as that is known beforehand. */
    void check(long size) throws NewFile.TooLargeException {
        if (size > largestFile) {
            throw new NewFile.TooLargeException(size, this);
        }
    }
}
