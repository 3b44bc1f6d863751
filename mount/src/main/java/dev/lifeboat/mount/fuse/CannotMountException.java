package dev.lifeboat.mount.fuse;

/** A mount that cannot be made or ended on this computer; the message says why, and what to do. */
public final class CannotMountException extends Exception {
    public CannotMountException(String message) {
        super(message);
    }
}
