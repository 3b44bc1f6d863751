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
    private static final String PURPOSE =
            "what the files are for: whether Windows can be installed or started from them";

    /**
     * Returns what a check cannot know.
     *
     * @param level of the check
     * @return each part a line
     */
    public List<String> notChecked(Level level) {
        boolean quick = level != Level.FULL;
        return switch (this) {
            case SYSTEM_IMAGE -> List.of(
                    CONTENT,
                    "whether Windows really starts: what it needs for that was looked at, from the boot files to the drivers,"
                            + " but nothing was run",
                    "what the catalogs mean, which only Windows knows");
            case WIM -> quick ? List.of(CONTENT + ", but by --full", PURPOSE) : List.of(PURPOSE);
        };
    }
}
