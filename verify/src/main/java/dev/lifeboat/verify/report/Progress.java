package dev.lifeboat.verify.report;

import java.util.function.LongConsumer;

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

    /**
     * Tells how far something is whose whole is known: the reading of every byte.
     *
     * @param what for a person
     * @param done bytes
     * @param total bytes
     */
    default void reading(String what, long done, long total) {
        at(what, done);
    }

    /**
     * Tells another, too.
     *
     * @param also is told how many bytes were read
     * @return a receiver that tells both
     */
    default Progress noting(LongConsumer also) {
        Progress all = this;
        return new Progress() {
            @Override
            public void at(String what, long bytes) {
                also.accept(bytes);
                all.at(what, bytes);
            }

            @Override
            public void reading(String what, long done, long total) {
                all.reading(what, done, total);
            }
        };
    }
}
