package dev.lifeboat.verify.report;

import java.util.List;

/** What a verification is about, which decides what its verdict means. */
public enum Subject {
    /** A backup, or an image of a disk or a volume. */
    SYSTEM_IMAGE(
            List.of(
                    "the content of files: a flipped bit inside a document or program is not seen",
                    "whether Windows starts from it: that its boot files, registry and drivers are there was looked at in a"
                            + " backup folder, what is in them was not",
                    "what the catalogs mean, which only Windows knows"),
            List.of()),
    /** A WIM: files, but neither a disk nor a backup of a computer. */
    WIM(
            List.of(
                    "the content of files: a flipped bit inside a document or program is not seen, but by --full",
                    "what the files are for: whether Windows can be installed or started from them"),
            List.of("what the files are for: whether Windows can be installed or started from them"));

    private final List<String> notCheckedQuickly;
    private final List<String> notChecked;

    Subject(List<String> notCheckedQuickly, List<String> notChecked) {
        this.notCheckedQuickly = notCheckedQuickly;
        this.notChecked = notChecked;
    }

    /**
     * Returns what a check cannot know.
     *
     * @param level of the check
     * @return each part a line
     */
    public List<String> notChecked(Level level) {
        return level == Level.FULL ? notChecked : notCheckedQuickly;
    }
}
