package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps everything from being written into a backup. */
final class BackupGuard {
    private BackupGuard() {}

    /**
     * Looks at a path as it is written, and as it is behind links.
     *
     * @param to where something is to be written
     * @param option that names it
     * @throws FailedException if it is in a backup
     * @throws IOException if the path cannot be followed
     */
    static void refuse(Path to, String option) throws IOException {
        Path written = to.toAbsolutePath().normalize();
        Path existing = written;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (BackupStore.isIn(written) || (Files.exists(existing) && BackupStore.isIn(existing.toRealPath()))) {
            throw new FailedException(
                    ExitCode.REFUSED,
                    to + " is in a backup, where nothing is ever written; name another place with " + option);
        }
    }
}
