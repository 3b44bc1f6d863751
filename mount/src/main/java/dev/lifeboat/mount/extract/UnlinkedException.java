package dev.lifeboat.mount.extract;

/** A link that is not created; the message says why. */
public final class UnlinkedException extends Exception {
    UnlinkedException(String reason) {
        super(reason);
    }
}
