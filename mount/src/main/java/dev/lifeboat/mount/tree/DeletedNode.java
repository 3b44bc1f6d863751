package dev.lifeboat.mount.tree;

import java.io.IOException;

/**
 * A file that was deleted, as far as the file system still tells. Never part of a listing of files that are there, and not to
 * be opened.
 *
 * @param node its path begins with {@code ?} where a directory on the way is gone
 * @param record by which the file system knew it
 * @param content what became of its data
 */
public record DeletedNode(FileNode node, long record, Content content) {
    /** What became of the data. */
    public enum Content {
        /** Kept in the record itself, and so still there. */
        RESIDENT,
        /** Its place is still free: perhaps what stands there is the file's. */
        FREE,
        /** Another file has part of its place. */
        REUSED,
        /** Nobody can tell where it was. */
        UNKNOWN,
        /** It had none, as directories have none. */
        NONE
    }

    /** Receives deleted files. */
    public interface Visitor {
        /**
         * Takes a file.
         *
         * @param file that was deleted
         * @throws IOException ends the search
         */
        void deleted(DeletedNode file) throws IOException;
    }

    /**
     * Tells whether the path leads to the root.
     *
     * @return false if a directory on the way is gone
     */
    public boolean pathKnown() {
        return node.path().startsWith("/");
    }
}
