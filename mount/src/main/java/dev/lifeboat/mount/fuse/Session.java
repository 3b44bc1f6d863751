package dev.lifeboat.mount.fuse;

/** What a mount in the background needs of its process. */
public final class Session {
    private Session() {}

    /** Leaves the terminal and its signals: they are for the command that started this process. */
    public static void leaveTerminal() {
        Libc.setsid();
    }
}
