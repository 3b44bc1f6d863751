package dev.lifeboat.formats.ntfs;

/**
 * What a record that is not in use any more tells of the file it was.
 *
 * @param record its number
 * @param sequence its sequence number, one more than the file had
 * @param path from the root; where a directory on the way is gone, from {@code ?}
 * @param pathKnown whether each directory on the way is still there, or deleted and its record not used again
 * @param directory whether it was one
 * @param size of the main stream in bytes
 * @param information its times and attributes
 * @param content what became of the main stream
 */
public record DeletedFile(
        long record,
        int sequence,
        String path,
        boolean pathKnown,
        boolean directory,
        long size,
        StandardInformation information,
        Content content) {
    /** What became of the clusters. */
    public enum Content {
        /** There never were any: the data lies in the record. */
        RESIDENT,
        /** All clusters are still free: perhaps what they hold is the file's. */
        FREE,
        /** Another file has some of them. */
        REUSED,
        /** The record does not tell where all of them are. */
        UNKNOWN,
        /** It had no main stream, as directories have none. */
        NONE
    }
}
