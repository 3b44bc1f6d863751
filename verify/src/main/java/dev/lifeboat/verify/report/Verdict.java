package dev.lifeboat.verify.report;

import dev.lifeboat.verify.check.Severity;

/** The answer to the question whether a backup can be restored; there is nothing between these. */
public enum Verdict {
    /** Every check of the level ran and found no fault. */
    NO_FAULT(
            "NO FAULT FOUND", 0, "No fault was found by a quick check of everything that the image says about itself."),
    /** It starts, but named files or volumes are damaged. */
    WITH_LOSS("RESTORABLE WITH LOSS", 4, "Windows can restore this image, but what is named below is lost or damaged."),
    /** A check should have run and could not. */
    UNDECIDED("UNDECIDED", 3, "There is no verdict: something that has to be checked could not be."),
    /** The restore, or the first start after it, fails. */
    NOT_RESTORABLE(
            "NOT RESTORABLE", 1, "Do not rely on this image: a restore, or the first start after it, would fail.");

    private final String label;
    private final int exitCode;
    private final String sentence;

    Verdict(String label, int exitCode, String sentence) {
        this.label = label;
        this.exitCode = exitCode;
        this.sentence = sentence;
    }

    /**
     * Returns the verdict that a finding of a severity brings, if nothing worse is found.
     *
     * @param severity of the finding
     * @return the verdict
     */
    public static Verdict of(Severity severity) {
        return switch (severity) {
            case GOOD, NOTE -> NO_FAULT;
            case DAMAGED -> WITH_LOSS;
            case UNDECIDED -> UNDECIDED;
            case LOST -> NOT_RESTORABLE;
        };
    }

    /**
     * Returns the words of the verdict.
     *
     * @return such as {@code NOT RESTORABLE}; what found no fault names its level
     */
    public String label() {
        return this == NO_FAULT ? label + " (quick)" : label;
    }

    public int exitCode() {
        return exitCode;
    }

    /**
     * Returns what the verdict means, for someone who is not an engineer.
     *
     * @return a sentence
     */
    public String sentence() {
        return sentence;
    }
}
