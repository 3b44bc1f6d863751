package dev.lifeboat.verify.report;

import dev.lifeboat.verify.check.Severity;

/** The answer to the question whether a backup can be restored; there is nothing between these. */
public enum Verdict {
    /** Every check of the level ran and found no fault. */
    NO_FAULT(
            "NO FAULT FOUND",
            0,
            "No fault was found by a quick check of everything that the image says about itself.",
            "No fault was found by a quick check of everything that the WIM says about itself."),
    /** It can be restored, but named files or volumes are damaged. */
    WITH_LOSS(
            "RESTORABLE WITH LOSS",
            4,
            "Windows can restore this image, but what is named below is lost or damaged.",
            "Files can be taken out of this WIM, but what is named below is lost or damaged."),
    /** A check should have run and could not. */
    UNDECIDED(
            "UNDECIDED",
            3,
            "There is no verdict: something that has to be checked could not be.",
            "There is no verdict: something that has to be checked could not be."),
    /** The restore, or the first start after it, fails; an image of a WIM cannot be read. */
    NOT_RESTORABLE(
            "NOT RESTORABLE",
            1,
            "Do not rely on this image: a restore, or the first start after it, would fail.",
            "Do not rely on this WIM: not every image in it can be read.");

    /** In place of the sentence where nothing but a seal that no longer applies was found. */
    static final String OUTDATED =
            "No damage was found; but the backup was written to since it was sealed, and has to be sealed again.";

    /** In place of the sentence where nothing was found but that nobody compared the backup with its seal lately. */
    static final String LONG_AGO =
            "No damage was found; but every byte has to be compared with the seal again: that is longer ago than it may be.";

    /** In place of the sentence where nothing but the target that was named stands in the way of a restore. */
    static final String OTHER_TARGET =
            "Windows would not restore this image to the computer that was named as its target. No other finding stops a restore, so"
                    + " that another target may do.";

    /** In place of the sentence where nothing but the question whether it fits the target is open. */
    static final String UNDECIDED_TARGET =
            "Whether this image can be restored to the computer that was named as its target cannot be told. Nothing else that has to"
                    + " be checked is open.";

    /** Of a backup whose every byte was compared with a seal. */
    static final String COMPARED = "No fault was found, and every byte is as it was when the backup was sealed.";

    private static final String READ =
            "No fault was found, and every byte could be read from the drive. There is no seal that would tell whether one has"
                    + " changed.";
    private static final String ALL_READ = "Every file of it can be read, and is as it was when it was stored.";

    private final String label;
    private final int exitCode;
    private final String sentence;
    private final String sentenceOfWim;

    Verdict(String label, int exitCode, String sentence, String sentenceOfWim) {
        this.label = label;
        this.exitCode = exitCode;
        this.sentence = sentence;
        this.sentenceOfWim = sentenceOfWim;
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
     * @param level of the check
     * @return such as {@code NOT RESTORABLE}; what found no fault names its level
     */
    public String label(Level level) {
        if (this != NO_FAULT) {
            return label;
        }
        return level == Level.FULL ? "RESTORABLE, AS FAR AS AN IMAGE CAN SHOW (full)" : label + " (quick)";
    }

    public int exitCode() {
        return exitCode;
    }

    /**
     * Returns what the verdict means, for someone who is not an engineer.
     *
     * @param subject of the check
     * @param level of the check
     * @return a sentence
     */
    public String sentence(Subject subject, Level level) {
        if (this == NO_FAULT && level == Level.FULL) {
            return subject == Subject.WIM ? ALL_READ : READ;
        }
        return subject == Subject.WIM ? sentenceOfWim : sentence;
    }
}
