package dev.lifeboat.formats.backup;

import java.io.IOException;

/** A path means several backups, and only a person can say which is wanted. */
public final class AmbiguousBackupException extends IOException {
    /**
     * Makes one.
     *
     * @param message names the backups, and says how to choose
     */
    public AmbiguousBackupException(String message) {
        super(message);
    }
}
