package dev.lifeboat.mount.extract;

/** Learns how an extraction goes. */
public interface ExtractListener {
    /**
     * Takes note of a problem; the work goes on. Called in the order in which the files are met, by the thread that copies.
     *
     * @param problem what and where
     */
    void problem(Problem problem);

    /**
     * Tells how far the work is. Called by several threads, but never by two at a time.
     *
     * @param path being copied
     * @param bytes done so far in the whole extraction, those left out included
     */
    default void progress(String path, long bytes) {}
}
