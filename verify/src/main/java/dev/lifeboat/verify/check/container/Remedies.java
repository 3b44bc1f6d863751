package dev.lifeboat.verify.check.container;

/** What to do about a damaged container, in the words of all its rules. */
final class Remedies {
    static final String ANOTHER_COPY =
            "Use another version or another copy of this backup if there is one, and make a new backup. Do not repair this file"
                    + " itself: work on a copy of it.";
    static final String COPY_NOW =
            "Copy the backup to another drive, check the copy, and look at the health of this drive.";

    private Remedies() {}
}
