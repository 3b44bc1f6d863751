package dev.lifeboat.cli;

/** The exit codes that scripts rely on. Only {@code verify} and {@code media verify} return {@link #NOT_RESTORABLE}. */
final class ExitCode {
    static final int OK = 0;
    static final int NOT_RESTORABLE = 1;
    static final int USAGE = 2;
    /** The input could not be read, or there is no verdict. */
    static final int UNREADABLE = 3;

    static final int WARNINGS = 4;
    /** Something could not be done on this computer: a write, an attach, a tool of Windows. */
    static final int FAILED = 5;

    static final int REFUSED = 6;
    static final int INTERNAL_ERROR = 70;
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
