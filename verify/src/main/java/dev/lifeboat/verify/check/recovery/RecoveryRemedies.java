package dev.lifeboat.verify.check.recovery;

/** What to do about a recovery environment that will not do, in the words of all its rules. */
final class RecoveryRemedies {
    static final String OTHER_MEDIA =
            "If recovery.media-needed is reported too, do what it says; if not, another recovery environment here will do.";

    private RecoveryRemedies() {}
}
