package dev.lifeboat.formats.udf;

import java.time.Instant;
import java.util.Optional;

/**
 * What a UDF volume knows of a file.
 *
 * @param kind what it is
 * @param size of its data in bytes
 * @param links how many names it has
 * @param created when it was made; absent where the volume does not say
 * @param modified when its data was last written; absent likewise
 * @param accessed when it was last read; absent likewise
 */
public record UdfFile(
        Kind kind,
        long size,
        int links,
        Optional<Instant> created,
        Optional<Instant> modified,
        Optional<Instant> accessed) {

    /** Kinds of files, 4/14.6.6. */
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMBOLIC_LINK,
        /** A device, a pipe, or what the volume keeps for itself. */
        OTHER
    }

    private static final int UNSPECIFIED = 0;
    private static final int BYTES = 5;
    private static final int REAL_TIME = 249; // UDF 2.3.5.2: for players; the data is as any other

    static UdfFile of(FileEntry entry) {
        Kind kind =
                switch (entry.type()) {
                    case FileEntry.DIRECTORY -> Kind.DIRECTORY;
                    case FileEntry.SYMBOLIC_LINK -> Kind.SYMBOLIC_LINK;
                    case UNSPECIFIED, BYTES, REAL_TIME -> Kind.FILE;
                    default -> Kind.OTHER;
                };
        return new UdfFile(kind, entry.size(), entry.links(), entry.created(), entry.modified(), entry.accessed());
    }
}
