package dev.lifeboat.verify.report;

import java.util.List;

/** What a verification is about, which decides what its verdict means. */
public enum Subject {
    /** A backup, or an image of a disk or a volume. */
    SYSTEM_IMAGE,
    /** A WIM: files, but neither a disk nor a backup of a computer. */
    WIM;

    private static final String CONTENT =
            "the content of files: a flipped bit inside a document or program is not seen";
    private static final String READ_ALONE =
            "whether the content of files is what it was: every byte was read, but without a seal that fits nothing tells"
                    + " whether one has changed";
    private static final String BEFORE_THE_SEAL = "what happened to the content of files before the seal was made";
    private static final String NO_TARGET =
            "whether it fits the disks and the firmware of another computer, which --target asks";
    private static final String BESIDE_THE_TARGET =
            "of the target, what was not named, and whether Windows' recovery has a driver for its disk: if it says that it did not"
                    + " find any (0x80042413), load one with 'Install drivers' or drvload";
    private static final String PURPOSE =
            "what the files are for: whether Windows can be installed or started from them";

    /**
     * Returns what a check cannot know.
     *
     * @param level of the check
     * @param compared whether every byte was compared with a seal
     * @param fit whether the backup was compared with a target
     * @return each part a line
     */
    public List<String> notChecked(Level level, boolean compared, boolean fit) {
        boolean quick = level != Level.FULL;
        return switch (this) {
            case SYSTEM_IMAGE -> List.of(
                    quick ? CONTENT : compared ? BEFORE_THE_SEAL : READ_ALONE,
                    "whether Windows really starts: what it needs for that was looked at, from the boot files to the drivers,"
                            + " but nothing was run",
                    "what the catalogs of the backup mean, which only Windows knows",
                    fit ? BESIDE_THE_TARGET : NO_TARGET);
            case WIM -> quick ? List.of(CONTENT + ", but by --full", PURPOSE) : List.of(PURPOSE);
        };
    }
}
