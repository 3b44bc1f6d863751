package dev.lifeboat.mount.tree;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a file beyond its listing.
 *
 * @param created when it was made, if anybody noted it
 * @param modified when its data was last written, likewise
 * @param accessed when it was last read, likewise and as far as the file system keeps that
 * @param linkTarget of a symbolic link or mount point, as Windows prints it; empty for others
 * @param names how many names the file has, those in short form not counted
 * @param streams its data streams, the main one first; none for most directories
 */
public record FileDetails(
        Optional<Instant> created,
        Optional<Instant> modified,
        Optional<Instant> accessed,
        String linkTarget,
        int names,
        List<Stream> streams) {
    /**
     * A data stream.
     *
     * @param name empty for the main one
     * @param size in bytes
     */
    public record Stream(String name, long size) {}
}
