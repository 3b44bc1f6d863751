package dev.lifeboat.mount.inode;

import java.time.Instant;

/**
 * What a file system tells of one file.
 *
 * @param number of the file in its volume, or in the whole mount; the same for each of its names
 * @param kind what it is
 * @param size of the main data in bytes; of a link the length of its text; 0 for directories
 * @param stored how many bytes the main data takes up in its volume
 * @param times of it
 * @param links how many names it has, at least 1
 * @param attributes FILE_ATTRIBUTE_ bits of Windows
 */
public record Inode(long number, Kind kind, long size, long stored, Times times, int links, int attributes) {
    /** What a number stands for. */
    public enum Kind {
        FILE,
        DIRECTORY,
        LINK,
        /** Only in listings: what it is stands elsewhere. */
        UNKNOWN
    }

    /**
     * The times of a file; what nobody noted is 1970-01-01.
     *
     * @param created when it was made
     * @param modified when its data was last written
     * @param accessed when it was last read, as far as the file system keeps that
     * @param changed when anything of it was last changed
     */
    public record Times(Instant created, Instant modified, Instant accessed, Instant changed) {
        static final Times NONE = new Times(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
    }

    Inode withNumber(long other) {
        return new Inode(other, kind, size, stored, times, links, attributes);
    }

    /** A directory that is in no image. */
    static Inode directory(long number, Instant time) {
        return new Inode(number, Kind.DIRECTORY, 0, 0, new Times(time, time, time, time), 1, 0);
    }
}
