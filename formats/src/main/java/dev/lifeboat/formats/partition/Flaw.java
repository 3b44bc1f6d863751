package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.ImageException;

/**
 * Something wrong with a partition table that did not stop the reader.
 *
 * @param kind what sort of thing
 * @param problem where, what was found, what was expected
 */
public record Flaw(Kind kind, ImageException problem) {
    /** Sorts of flaw, by what they mean to whoever uses the disk. */
    public enum Kind {
        /** A GPT has no protective MBR before it; most systems then see a disk without partitions. */
        NO_PROTECTIVE_MBR,
        /** The MBR before a GPT lists other partitions too; systems differ in which of the two they follow. */
        HYBRID_MBR,
        /** The first GPT cannot be used, the backup was. */
        PRIMARY_GPT,
        /** The backup GPT cannot be used, or says something else than the first. */
        BACKUP_GPT,
        /** One entry makes no sense and is not listed. */
        ENTRY,
        /** The chain of logical partitions is broken; those beyond the break are not listed. */
        EXTENDED_CHAIN,
        /** A partition reaches beyond the end of the disk; it is listed as not {@linkplain Partition#complete() complete}. */
        BEYOND_END,
        /** Two partitions share sectors; both are listed. */
        OVERLAP
    }
}
