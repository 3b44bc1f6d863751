package dev.lifeboat.mount.extract;

/**
 * What is kept beside contents, names and times.
 *
 * @param streams what becomes of alternate data streams
 * @param links whether links are created where they lead to something that is in the target
 * @param attributes whether read-only, hidden, system and archive are kept
 * @param acl whether security descriptors are written to a file
 * @param resume whether a file that is there with the size and time of the image's counts as copied
 */
public record ExtractOptions(Streams streams, boolean links, boolean attributes, boolean acl, boolean resume) {
    /** What becomes of alternate data streams. */
    public enum Streams {
        /** They stay with their file as far as the target can hold them; the others are listed. */
        AUTO,
        /** They stay with their file; what the target cannot hold becomes a file beside it. */
        ALL,
        /** Each becomes a file beside its own. */
        FILES,
        /** They are left out and counted. */
        NONE
    }

    /**
     * Returns what suits this computer.
     *
     * @return the options of a person who asks for nothing special
     */
    public static ExtractOptions usual() {
        return new ExtractOptions(Streams.AUTO, false, DosAttributes.usual(), false, false);
    }
}
