package dev.lifeboat.verify.seal;

import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.owner.OwnerKind;
import java.util.List;

/** What can be found out about a seal and with one. */
public final class SealRules {
    /** The backup was written to. */
    public static final Rule WRITTEN = new Rule(
            "seal.written-after",
            Severity.DAMAGED,
            "This was written after the seal was made, as Windows does when it backs up into the same images again. That is no"
                    + " damage; but the seal no longer applies, so that nothing can be compared with it.",
            "Seal again with 'lifeboat seal', once 'lifeboat verify' finds no fault.");

    /** Nothing tells which. */
    public static final Rule WRITTEN_OR_DAMAGED = new Rule(
            "seal.written-or-damaged",
            Severity.DAMAGED,
            "A file is not as it was when it was sealed, and its date is another, too. Either it was written to since, and the"
                    + " seal no longer applies, or it was damaged while it was copied. Files of this kind do not tell which.",
            "If this is a copy, compare it with the original. If you know that it was written to, seal again.");

    /** Windows writes to what all versions share. */
    static final Rule SHARED_WRITTEN = new Rule(
            "seal.shared-written",
            Severity.NOTE,
            "A catalog, or another of the files that all backups of this computer share, is not as it was when this one was sealed,"
                    + " and its date is another, too; or it is gone. That is what Windows does with every later backup.",
            "None, if a backup was made since.");

    static final Rule FITS = new Rule(
            "seal.fits",
            Severity.NOTE,
            "There is a seal: checksums of every byte, made when the backup was known. By what the images say of themselves they"
                    + " were not written to since. The bytes themselves were not compared.",
            "Now and then compare them: 'lifeboat verify --full'.");
    static final Rule NOT_COMPARED_LATELY = new Rule(
            "seal.too-long-ago",
            Severity.DAMAGED,
            "Every byte of the backup was compared with its seal longer ago than it may be, or no time that can be true was noted."
                    + " Drives lose bytes without saying so; nobody has looked since.",
            "Compare them now: 'lifeboat verify --full'.");
    static final Rule MATCHES =
            new Rule("seal.matches", Severity.GOOD, "Every byte is as it was when the backup was sealed.", "");
    static final Rule NONE = new Rule(
            "seal.none",
            Severity.NOTE,
            "Every byte could be read, but there is no seal to compare with: whether one has changed since the backup was made"
                    + " cannot be told.",
            "Make a seal with 'lifeboat seal', so that the next check can compare.");
    static final Rule UNSEALED = new Rule(
            "seal.unsealed",
            Severity.NOTE,
            "A file lies in the backup that was not there when it was sealed. It was not compared with anything.",
            "If it belongs there, seal again.");
    static final Rule UNUSABLE = new Rule(
            "seal.unusable",
            Severity.NOTE,
            "The seal is damaged, or is that of another backup. That says nothing about the backup; but nothing can be compared"
                    + " with the seal.",
            "Look after the drive. Seal again with 'lifeboat seal', once 'lifeboat verify' finds no fault.");
    /** Nothing can be compared with it. */
    public static final Rule NOT_COMPARED = new Rule(
            "seal.not-compared",
            Severity.UNDECIDED,
            "There is a seal, but it cannot be used: it is damaged, cannot be read, or is that of another backup. So the content"
                    + " was not compared.",
            "Look after the drive. If another copy of the seal exists, put it in its place; otherwise seal again.");

    static final Rule SIGNATURE = new Rule(
            "seal.signature",
            Severity.UNDECIDED,
            "The seal is not signed with the key that was asked for. Whoever can write to the drive may have made it, and may have"
                    + " changed the backup before.",
            "Do not trust this seal, unless you know why the signature is missing. 'lifeboat seal --sign KEY' signs one.");
    static final Rule SIGNED =
            new Rule("seal.signed", Severity.GOOD, "The seal is signed with the key that was asked for.", "");
    static final Rule MISSING = new Rule(
            "seal.missing",
            Severity.DAMAGED,
            "A file that was sealed is not there any more.",
            "If it is an image, its volume cannot be restored: take it from another copy of the backup.");
    static final Rule SIZE = new Rule(
            "seal.size",
            Severity.DAMAGED,
            "A file has another size than when it was sealed, although it says that nobody wrote to it: it was cut off, or"
                    + " something was added.",
            "Copy it again from the original if this is a copy; otherwise use another copy of the backup.");
    static final Rule DAMAGED = new Rule(
            "seal.damaged",
            Severity.DAMAGED,
            "Parts of this file are not as they were when it was sealed, although nobody wrote to it: the drive gives back something"
                    + " else than what was written. Which bytes of a part of 1 MiB changed is not known; all is named that lies in it.",
            "Copy the backup from another drive if you have it twice. Replace this drive: it loses data. Other findings say what is"
                    + " hit.");
    static final Rule DAMAGED_FREE = new Rule(
            "seal.damaged-free",
            Severity.NOTE,
            "Parts of this file are not as they were when it was sealed, but only where nothing is stored: free space. A restore is"
                    + " not affected. But the drive gives back something else than what was written.",
            "Copy the backup to another drive, check the copy, and look at the health of this drive.");
    static final Rule UNREADABLE = new Rule(
            "content.unreadable",
            Severity.UNDECIDED,
            "The drive or the network did not hand over parts of this file. If that stays so, a restore fails there, too.",
            "Try again with another cable or port. If it fails again, copy what can be copied to another drive first.");
    static final Rule READ =
            new Rule("content.read", Severity.GOOD, "Every byte of the backup could be read from the drive.", "");

    private static final Rule STRUCTURE = new Rule(
            "seal.damaged-structure",
            Severity.UNDECIDED,
            "In a part that has changed lie tables that lead to other things: of the image, of the disk or of the file system, or a"
                    + " folder. If it is they that are hit, more is lost than one file. Other findings say what could be seen of that.",
            "Take out now what you need with 'lifeboat extract', and use another copy of the backup for a restore.");
    private static final Rule WINDOWS = new Rule(
            "seal.damaged-windows",
            Severity.UNDECIDED,
            "In a part that has changed lie programs of Windows, its registry, or what the computer starts from. Whether a restored"
                    + " computer would start cannot be told.",
            "For a restore use another copy of the backup. Your own files can be taken out with 'lifeboat extract'.");
    private static final Rule UNKNOWN = new Rule(
            "seal.damaged-unknown",
            Severity.UNDECIDED,
            "A part of the image has changed, and what lies there cannot be found out.",
            "Use another copy of the backup.");
    private static final Rule FILE = new Rule(
            "seal.damaged-file",
            Severity.DAMAGED,
            "The file lies, wholly or in part, where something has changed. It may be damaged; where several files are named, at"
                    + " least one of them is, or the free space between them.",
            "Take it from another copy of the backup, or from the computer if it still runs; or open it and look.");

    private SealRules() {}

    /**
     * Tells whether a finding says no more than that a seal no longer applies.
     *
     * @param rule of the finding
     * @return true if it tells of no damage
     */
    public static boolean isOutdated(Rule rule) {
        return rule.equals(WRITTEN);
    }

    /**
     * Tells whether a finding says no more than that a comparison is due.
     *
     * @param rule of the finding
     * @return true if it tells of no damage
     */
    public static boolean isLongAgo(Rule rule) {
        return rule.equals(NOT_COMPARED_LATELY);
    }

    /**
     * Tells whether a finding says that every byte was compared, and none had changed.
     *
     * @param rule of the finding
     * @return true for one of them
     */
    public static boolean isMatch(Rule rule) {
        return rule.equals(MATCHES);
    }

    /**
     * Tells whether a finding says that bytes were compared with a seal, whatever came of it.
     *
     * @param rule of the finding
     * @return true for one of them
     */
    public static boolean isCompared(Rule rule) {
        return isMatch(rule) || rule.equals(DAMAGED) || rule.equals(DAMAGED_FREE);
    }

    /** The rule of damage to an owner's bytes; that of free space is told with the file's. */
    static Rule of(OwnerKind kind) {
        return switch (kind) {
            case STRUCTURE -> STRUCTURE;
            case WINDOWS -> WINDOWS;
            case UNKNOWN -> UNKNOWN;
            case FILE -> FILE;
            case FREE -> DAMAGED_FREE;
        };
    }

    /** Of the check whether a seal applies. */
    static List<Rule> ofSeal() {
        return List.of(
                WRITTEN,
                SHARED_WRITTEN,
                FITS,
                NOT_COMPARED_LATELY,
                NONE,
                UNSEALED,
                UNUSABLE,
                NOT_COMPARED,
                SIGNATURE,
                SIGNED,
                MISSING,
                SIZE);
    }

    /** Of the check whether every byte is as it was. */
    static List<Rule> ofContent() {
        return List.of(
                DAMAGED,
                STRUCTURE,
                WINDOWS,
                UNKNOWN,
                FILE,
                DAMAGED_FREE,
                WRITTEN_OR_DAMAGED,
                UNREADABLE,
                MATCHES,
                READ);
    }
}
