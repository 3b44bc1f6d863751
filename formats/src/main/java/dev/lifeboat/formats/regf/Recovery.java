package dev.lifeboat.formats.regf;

import java.util.List;

/**
 * What had to be done, and was done, before a hive could be read.
 *
 * @param state the outcome
 * @param entries of logs that were replayed; an old log counts as one
 * @param changedBytes of the hive that were taken from logs
 * @param unused each log that was of no use, with the reason
 */
public record Recovery(State state, int entries, long changedBytes, List<String> unused) {
    /** What a hive is read as. */
    public enum State {
        /** Windows had written all of it; logs beside it have nothing to add. */
        CLEAN,
        /** Windows had not ended a write; the logs complete it. */
        REPLAYED,
        /**
         * Windows had not ended a write, and no log tells what is missing. What is read may be older than it should be, or
         * fail.
         */
        INCOMPLETE
    }

    static final Recovery NOTHING_TO_DO = new Recovery(State.CLEAN, 0, 0, List.of());
}
