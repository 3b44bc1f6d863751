package dev.lifeboat.verify.check.owner;

/** What damage to an owner's bytes means, the worst first. */
public enum OwnerKind {
    /** Tables of the container, of the disk or of a file system; folders. Without them other things are not found. */
    STRUCTURE,
    /** Programs and registry of Windows, and what the firmware starts. */
    WINDOWS,
    /** It cannot be found out. */
    UNKNOWN,
    /** A file. */
    FILE,
    /** Nobody: free space, reserved bytes, a log that is empty. */
    FREE
}
