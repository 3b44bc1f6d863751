package dev.lifeboat.cli;

/** Something to be done when the process is told to end before the work is. */
final class OnInterrupt implements AutoCloseable {
    private Thread hook;

    /**
     * Says what.
     *
     * @param action to run, in a thread of its own, unless this is closed before
     */
    void run(Runnable action) {
        hook = new Thread(action, "interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending, and the action runs
        }
    }
}
