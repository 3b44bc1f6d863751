package dev.lifeboat.mount.export;

/** Hears how far an export is. */
@FunctionalInterface
public interface ExportListener {
    /** What is being done. */
    enum Step {
        /** What an interrupted run has written is compared with its checksums. */
        RESUMING,
        COPYING,
        /** The file that was written is read and compared. */
        COMPARING
    }

    /**
     * Called often.
     *
     * @param step what is being done
     * @param done bytes of the disk that it is done with
     * @param total bytes of the disk that are stored
     */
    void progress(Step step, long done, long total);
}
