package dev.lifeboat.mount.extract;

import java.io.IOException;

/** The host cannot be written to. What was copied before is complete; nothing is left of the file in question. */
public final class HostWriteException extends IOException {
    HostWriteException(String message, IOException cause) {
        super(message, cause);
    }
}
