package dev.lifeboat.mount.extract;

import java.util.Optional;

/**
 * Something that did not come out of the image as it is in it.
 *
 * @param kind of problem
 * @param path in the volume; of a stream with a colon and its name
 * @param to where it is on the host, if it is there: below the target folder, written as the host does
 * @param reason for a person; of a link, where it leads
 */
public record Problem(Kind kind, String path, Optional<String> to, String reason) {
    /** What became of the file. */
    public enum Kind {
        /** Copied, under another name. */
        RENAMED,
        /** Something of that name was there before, and was left as it is. */
        EXISTING,
        /** Damaged, not supported, or refused by the host. A directory: with all that lies below. */
        FAILED,
        /** Copied, but its times could not be set. */
        TIMES,
        /** Copied, but its attributes could not be set. */
        ATTRIBUTES,
        /** Copied, but its owner or permissions could not be set. */
        SECURITY,
        /** An alternate data stream that became a file of its own, as was asked for. */
        BESIDE,
        /** An alternate data stream that the target cannot hold. */
        STREAM,
        /** A link, where none was to be created. */
        LINK,
        /** A link that was to be created and was not. */
        UNLINKED
    }
}
