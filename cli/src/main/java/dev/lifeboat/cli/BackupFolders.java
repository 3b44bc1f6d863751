package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps what people ask to be written out of backups. */
final class BackupFolders {
    private BackupFolders() {}

    /**
     * Looks at a path as it is written, and as it is behind links.
     *
     * @param path to be written, or written into
     * @param instead what to do
     * @throws FailedException if it is in a WindowsImageBackup folder
     * @throws IOException if the path cannot be looked at
     */
    static void refuse(Path path, String instead) throws IOException {
        Path written = path.toAbsolutePath().normalize();
        Path existing = written;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (inBackup(written) || (Files.exists(existing) && inBackup(existing.toRealPath()))) {
            throw new FailedException(
                    ExitCode.REFUSED, path + " is in a backup, where nothing is ever written; " + instead);
        }
    }

    private static boolean inBackup(Path path) {
        for (Path part : path) {
            if (part.toString().equalsIgnoreCase(BackupStore.NAME)) {
                return true;
            }
        }
        return false;
    }
}
