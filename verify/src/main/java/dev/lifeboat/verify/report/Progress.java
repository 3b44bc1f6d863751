package dev.lifeboat.verify.report;

/** Receives how far a verification is. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (what, bytes) -> {};

    /**
     * Tells what is being done.
     *
     * @param what for a person: {@code C.vhdx, volume 1: Do directories and files agree?}
     * @param bytes read from the images so far
     */
    void at(String what, long bytes);
}
