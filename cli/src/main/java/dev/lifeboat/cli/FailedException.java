package dev.lifeboat.cli;

/** Ends a command with a message and an exit code of its own. */
final class FailedException extends RuntimeException {
    private final int exitCode;

    FailedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
