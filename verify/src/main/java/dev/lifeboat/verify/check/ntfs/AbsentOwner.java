package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;

/** Whose clusters are not in the image, and what that means. Worst first. */
enum AbsentOwner {
    /** What NTFS needs to find files, where it cannot be zeros. */
    STRUCTURE(
            "ntfs.absent-structure",
            Severity.LOST,
            "A part of what Windows needs to find files on this volume was never written to the image: records of files that"
                    + " exist, folders, or the file system's own lists. Windows would not mount the restored volume, or would not"
                    + " find files on it.",
            "The image is not complete: make it again, and keep an older version until then. 'lifeboat extract' copies what is"
                    + " there."),
    /** A program or the registry of Windows, whose first byte is never zero. */
    WINDOWS(
            "ntfs.absent-windows",
            Severity.LOST,
            "A part of Windows itself was never written to the image. A computer that is restored from it would not start.",
            "The image is not complete: make it again, and keep an older version until then. Your own files, as far as they are"
                    + " not named here, can be copied with 'lifeboat extract'."),
    /** Content that was never written, as the program that made the image would have stored zeros. */
    FILE(
            "ntfs.absent-file",
            Severity.DAMAGED,
            "The content of a file, or a part of it, was never written to the image: after a restore the file has its name and"
                    + " size, and nothing but zeros where its content should be.",
            "Make the image again. If the computer is lost, take these files from another version of the backup. Only if"
                    + " somebody compacted this image (Optimize-VHD) may the zeros be right."),
    /** Content that reads as zeros, which may be right. */
    PERHAPS_ZERO(
            "ntfs.absent-or-zero",
            Severity.NOTE,
            "Parts of files are not stored in the image and read as zeros. The program that made it leaves out zeros to save"
                    + " room, so this is probably how it should be; but the image cannot tell zeros from what was never written.",
            "Nothing, unless the program was stopped while it made the image: then open the largest of these files, and make"
                    + " the image again if one is damaged."),
    /** Windows makes it anew. */
    RENEWED(
            "ntfs.absent-renewed",
            Severity.NOTE,
            "Files that Windows makes anew at its next start (memory swapped out, hibernation, old restore points, pages of"
                    + " its journal) are not in the image. That is no loss.",
            "");

    private final String id;
    private final Severity severity;
    private final String meaning;
    private final String remedy;

    AbsentOwner(String id, Severity severity, String meaning, String remedy) {
        this.id = id;
        this.severity = severity;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    Rule rule() {
        return new Rule(id, severity, meaning, remedy);
    }
}
