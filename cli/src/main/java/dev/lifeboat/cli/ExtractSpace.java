package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.mount.extract.Selection;
import dev.lifeboat.mount.extract.TargetFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;

/** Whether there is room for what is to be copied. */
final class ExtractSpace {
    private final TargetFolder target;
    private final PrintWriter err;

    ExtractSpace(TargetFolder target, PrintWriter err) {
        this.target = target;
        this.err = err;
    }

    /**
     * Counts what is to be copied, and says so if there may not be room for it.
     *
     * @param selections of all volumes
     * @param refuse whether to give up if there is certainly none
     * @return bytes to be copied, holes and further names of files included
     * @throws FailedException if there is no room
     * @throws IOException if the storage cannot be read
     */
    long plan(Map<NumberedVolume, Selection> selections, boolean refuse) throws IOException {
        boolean holes = target.holes();
        Selection.Size size = new Selection.Size(0, 0, 0);
        for (Selection selection : selections.values()) {
            size = size.plus(selection.size(holes));
        }
        long free = target.freeSpace();
        if (size.least() > free && free > 0) {
            String message = Text.size(size.least()) + " are to be copied, and " + target.path() + " has room for "
                    + Text.size(free);
            if (refuse) {
                throw new FailedException(
                        ExitCode.FAILED,
                        message
                                + "; nothing was copied. Make room, name less or another folder, say --resume if much of it"
                                + " is there already, or --no-space-check to copy as much as fits");
            }
            err.println("Warning: " + Text.safe(message) + ".");
            err.flush();
        }
        return size.bytes();
    }
}
