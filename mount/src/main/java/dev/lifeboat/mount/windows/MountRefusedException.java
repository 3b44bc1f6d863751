package dev.lifeboat.mount.windows;

import java.io.IOException;

/** An image that Windows would not mount, or should not be asked to; found before anything was done. */
public final class MountRefusedException extends IOException {
    /**
     * @param reason with the way out
     */
    MountRefusedException(String reason) {
        super(reason);
    }
}
