package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.mount.export.Export;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a file may be made where an export is to go, and whether there is room. */
final class ExportTarget {
    private final Path to;
    private final Path folder;

    ExportTarget(Path to) {
        this.to = to;
        Path parent = to.toAbsolutePath().normalize().getParent();
        if (parent == null || to.getFileName() == null) {
            throw new FailedException(ExitCode.FAILED, to + " cannot be a file; name one with --to");
        }
        this.folder = parent;
    }

    /**
     * Looks at the place.
     *
     * @param set what is read; nothing of it is ever replaced
     * @param outer PATH of the command line
     * @throws FailedException if it is not a good one
     */
    void require(ImageSet set, Path outer) throws IOException {
        BackupGuard.refuse(to, "--to");
        if (!Files.isDirectory(folder)) {
            throw new FailedException(
                    ExitCode.FAILED, folder + " is no folder; make it, or name another file with --to");
        }
        if (!Files.exists(to)) {
            return;
        }
        refuseIfSame(outer);
        for (Path image : set.location().images()) {
            refuseIfSame(image);
            refuseIfParent(image);
        }
    }

    private void refuseIfSame(Path image) throws IOException {
        boolean here = image.getFileSystem() == FileSystems.getDefault() && Files.exists(image);
        if (here && Files.isSameFile(image, to)) {
            throw new FailedException(ExitCode.REFUSED, to + " is the image itself; name another file with --to");
        }
    }

    /** The parents of a differencing disk lie in its folder or below. */
    private void refuseIfParent(Path image) throws IOException {
        if (image.getFileSystem() != FileSystems.getDefault() || !Files.isRegularFile(to)) {
            return;
        }
        Path images = image.toRealPath().getParent();
        if (images == null || !to.toRealPath().startsWith(images)) {
            return;
        }
        try (FileSource file = FileSource.open(to)) {
            Container container = Container.of(file);
            if (container == Container.VHDX || container == Container.VHD) {
                throw new FailedException(
                        ExitCode.REFUSED,
                        to + " lies beside the image and may belong to it; name another file with --to");
            }
        }
    }

    /** Compares what is to be written with the room there is. */
    void requireRoom(Export.Need need, boolean refuse, PrintWriter err) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (need.begun() || need.bytes() <= free || free <= 0) {
            return;
        }
        String message = "up to " + Text.size(need.bytes()) + " are to be written, and " + folder + " has room for "
                + Text.size(free);
        if (refuse) {
            throw new FailedException(
                    ExitCode.FAILED,
                    message + "; nothing was written. Make room, name another place with --to, or say --no-space-check:"
                            + " what is all zeros is left out, so it may do");
        }
        err.println("Warning: " + Text.safe(message) + ".");
        err.flush();
    }
}
