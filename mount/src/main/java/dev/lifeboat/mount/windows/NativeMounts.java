package dev.lifeboat.mount.windows;

import dev.lifeboat.mount.windows.MountRecords.Noted;
import java.io.IOError;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The mounts that this program made, of this run or another. */
public final class NativeMounts {
    private final WindowsApi api;
    private final MountRecords records;

    private NativeMounts(WindowsApi api, Path notes) {
        this.api = api;
        this.records = new MountRecords(notes);
    }

    /**
     * Opens the notes.
     *
     * @param notes the folder they are in; it may not be there
     * @return what was mounted
     */
    public static NativeMounts open(Path notes) {
        return open(WindowsApi.load(), notes);
    }

    static NativeMounts open(WindowsApi api, Path notes) {
        return new NativeMounts(api, notes);
    }

    /**
     * A mount.
     *
     * @param mount as it was noted
     * @param there whether Windows still has the disk; if not, its computer was started anew, or its process was killed
     */
    public record Listed(MountRecord mount, boolean there) {}

    /**
     * Lists them.
     *
     * @return oldest first
     * @throws IOException if the notes cannot be read
     */
    public List<Listed> list() throws IOException {
        AttachedDisks disks = new AttachedDisks(api);
        return records.all().stream()
                .map(noted -> new Listed(
                        noted.mount(), disks.of(noted.mount().attached()).isPresent()))
                .toList();
    }

    /** What came of an unmount. */
    public enum Result {
        /** It is gone. */
        DONE,
        /** The disk was gone already; what was left of it was removed. */
        CLEANED,
        /** No mount of this program is there. */
        UNKNOWN
    }

    /**
     * Ends a mount.
     *
     * @param where a letter, a folder, or the image
     * @return what came of it
     * @throws MountRefusedException if a process that is running holds it
     * @throws IOException if Windows refuses; what could be ended is
     */
    public Result unmount(String where) throws IOException {
        List<Noted> found = records.all().stream()
                .filter(noted -> means(where, noted.mount()))
                .toList();
        Result result = found.isEmpty() ? Result.UNKNOWN : Result.CLEANED;
        if (!found.isEmpty()) {
            new AttachedDisks(api).drives(); // fails if Windows does not tell; that is not the same as none
        }
        for (Noted noted : found) { // of a set there is one for each image
            MountRecord mount = noted.mount();
            boolean there = new AttachedDisks(api).of(mount.attached()).isPresent();
            if (there
                    && !mount.background()
                    && ProcessHandle.of(mount.process()).isPresent()) {
                throw new MountRefusedException(where + " is mounted by a lifeboat that is running (process "
                        + mount.process() + "): press Ctrl-C in its window.");
            }
            end(mount, there);
            Files.deleteIfExists(noted.file());
            result = there ? Result.DONE : result;
        }
        return result;
    }

    private void end(MountRecord mount, boolean there) throws IOException {
        DiskVolumes volumes = new DiskVolumes(api);
        for (int i = 0; i < mount.places().size(); i++) {
            // After a restart another disk may have the letter, and must keep it.
            Optional<String> at = volumes.at(mount.places().get(i));
            if (at.isPresent()
                    && i < mount.volumes().size()
                    && at.get().equalsIgnoreCase(mount.volumes().get(i))) {
                volumes.hide(mount.places().get(i));
            }
        }
        if (there) {
            try (VirtualDisk disk = VirtualDisk.openAttached(api, mount.attached())) {
                disk.detach();
            }
        }
        if (mount.temporary().isPresent()) {
            NativeMount.remove(mount.temporary().get());
        }
        List<Path> folders = new ArrayList<>(mount.folders());
        for (int i = folders.size() - 1; i >= 0; i--) {
            try {
                Files.deleteIfExists(folders.get(i));
            } catch (DirectoryNotEmptyException e) {
                break; // somebody put something there meanwhile
            }
        }
    }

    private static boolean means(String where, MountRecord mount) {
        String wanted = plain(where);
        Optional<Path> path = absolute(where);
        return plain(mount.where()).equals(wanted)
                || mount.places().stream().map(NativeMounts::plain).anyMatch(place -> place.equals(wanted))
                || path.filter(mount.image()::equals).isPresent()
                || (path.isPresent() && path.equals(absolute(mount.where())));
    }

    /** Empty for a letter without a drive, of which Windows knows no folder. */
    private static Optional<Path> absolute(String where) {
        try {
            return Optional.of(Path.of(where).toAbsolutePath());
        } catch (InvalidPathException | IOError e) {
            return Optional.empty();
        }
    }

    private static String plain(String place) {
        String text = place.replace('/', '\\').toLowerCase(Locale.ROOT);
        while (text.endsWith("\\")) {
            text = text.substring(0, text.length() - 1);
        }
        return text;
    }
}
