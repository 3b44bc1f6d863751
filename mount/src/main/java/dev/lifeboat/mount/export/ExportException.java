package dev.lifeboat.mount.export;

import java.io.IOException;

/** An export cannot go on. */
public final class ExportException extends IOException {
    private final Reason reason;

    /** Whose fault it is. */
    public enum Reason {
        /** The image cannot be read at a place. */
        SOURCE,
        /** The target cannot be written, or has not kept what was written. */
        TARGET,
        /** It would destroy something, or mix two images. */
        REFUSED
    }

    ExportException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
