package dev.lifeboat.mount.tree;

import java.time.Instant;
import java.util.List;

/**
 * What is known of a file beyond its listing.
 *
 * @param created when it was made
 * @param modified when its data was last written
 * @param accessed when it was last read, as far as the file system keeps that
 * @param linkTarget of a symbolic link or mount point, as Windows prints it; empty for others
 * @param names how many names the file has, those in short form not counted
 * @param streams its data streams, the main one first; none for most directories
 */
public record FileDetails(
        Instant created, Instant modified, Instant accessed, String linkTarget, int names, List<Stream> streams) {
    /**
     * A data stream.
     *
     * @param name empty for the main one
     * @param size in bytes
     */
    public record Stream(String name, long size) {}
}
