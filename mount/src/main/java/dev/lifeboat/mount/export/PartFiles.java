package dev.lifeboat.mount.export;

import dev.lifeboat.mount.export.ExportException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The names of an export before it is complete: in the same folder, so that the last step is but a new name. */
final class PartFiles {
    private final Path to;
    private final Path part;
    private final Path journal;

    PartFiles(Path to) {
        this.to = to;
        String name = String.valueOf(to.getFileName());
        this.part = to.resolveSibling("." + name + ".lifeboat-part");
        this.journal = to.resolveSibling("." + name + ".lifeboat-journal");
    }

    Path part() {
        return part;
    }

    Path journal() {
        return journal;
    }

    boolean begun() {
        return exists(part) || exists(journal);
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Looks at what is there already. */
    void requireFree(boolean overwrite) throws ExportException {
        if (!exists(to)) {
            return;
        }
        if (!Files.isRegularFile(to)) {
            throw new ExportException(Reason.REFUSED, to + " is there already, and is no file", null);
        }
        if (!overwrite) {
            throw new ExportException(
                    Reason.REFUSED, to + " is there already; name another file, or replace it with --overwrite", null);
        }
    }

    void finish(boolean overwrite) throws IOException {
        if (overwrite) {
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.move(part, to); // does not replace what came there meanwhile
        }
        Files.deleteIfExists(journal);
    }

    void remove() throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(journal);
    }
}
