package dev.lifeboat.it;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.mount.fuse.CannotMountException;
import dev.lifeboat.mount.fuse.FuseMount;
import dev.lifeboat.mount.fuse.MountPoint;
import dev.lifeboat.mount.fuse.ProblemLog;
import dev.lifeboat.mount.inode.Folder;
import dev.lifeboat.mount.inode.ImagePlaces;
import dev.lifeboat.mount.inode.MountedFiles;
import dev.lifeboat.mount.inode.OpenImages;
import dev.lifeboat.mount.inode.OpenLimit;
import dev.lifeboat.mount.inode.Place;
import dev.lifeboat.mount.raw.RawSet;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** An image mounted by FUSE in this process: the kernel asks, threads of this process answer. */
final class Mounted implements Closeable {
    private final FuseMount mount;
    private final List<String> problems;

    /** Chooses what to show. */
    interface Root {
        Place of(OpenImages images) throws IOException;
    }

    private Mounted(FuseMount mount, List<String> problems) {
        this.mount = mount;
        this.problems = problems;
    }

    /** Skips the test where this system or user may not mount. */
    static void require() {
        Tools.require("fusermount3");
        Tools.require(Files.isWritable(Path.of("/dev/fuse")), "/dev/fuse cannot be used");
    }

    static Mounted image(Path image, Path where, Root root) throws IOException {
        Files.createDirectories(where);
        List<String> problems = new CopyOnWriteArrayList<>();
        OpenImages images = new OpenImages(
                () -> {
                    ImageSet set = ImageSet.openAny(BackupLocation.find(image, Optional.empty(), Optional.empty()));
                    return new RawSet.Opened(set, set);
                },
                new OpenLimit(1));
        ProblemLog log = new ProblemLog((path, problem) -> problems.add(path + ": " + problem.getMessage()));
        try {
            MountedFiles files = new MountedFiles(root.of(images), log);
            return new Mounted(FuseMount.open(MountPoint.check(where), image.toString(), false, files, log), problems);
        } catch (CannotMountException e) {
            throw new IOException(e);
        }
    }

    /** The only volume, its root in the folder. */
    static Mounted volume(Path image, Path where) throws IOException {
        return image(image, where, images -> ImagePlaces.volume(images, "1"));
    }

    /** All volumes. */
    static Mounted volumes(Path image, Path where) throws IOException {
        return image(image, where, images -> new Folder("", Instant.EPOCH, () -> ImagePlaces.volumes(images)));
    }

    /** Volumes and disks as files. */
    static Mounted raw(Path image, Path where) throws IOException {
        return image(image, where, images -> new Folder("", Instant.EPOCH, () -> ImagePlaces.raw(images)));
    }

    /** What was told, in the order in which it was. */
    List<String> problems() {
        return problems;
    }

    @Override
    public void close() throws IOException {
        mount.close();
    }
}
