package dev.lifeboat.verify.check;

/** How much a finding matters to a restore, least first. */
public enum Severity {
    /** As it should be. */
    GOOD,
    /** Worth knowing; the restore is not affected. */
    NOTE,
    /** Restorable, with something lost or guessed. */
    DAMAGED,
    /** A question of this level could not be answered, so there is no verdict. */
    UNDECIDED,
    /** What this rule covers cannot be restored, and the restore or the first start fails with it. */
    LOST
}
