package dev.lifeboat.formats.udf;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A file entry, 4/14.9, or an extended one, 4/14.17: all that is known of a file but its name.
 *
 * @param address where it stands
 * @param type 4/14.6.6
 * @param placement how its data is placed, 4/14.6.8
 * @param links how many names it has
 * @param size of the data in bytes
 * @param accessed when the data was last read; absent where no calendar has the date
 * @param modified when it was last written; absent likewise
 * @param created when the file was made; absent likewise, and in an entry that is not extended
 * @param block the block that it stands in
 * @param descriptorsAt where the allocation descriptors, or the data itself, begin in that block
 * @param descriptorsLength their length in bytes
 */
record FileEntry(
        BlockAddress address,
        int type,
        Placement placement,
        int links,
        long size,
        Optional<Instant> accessed,
        Optional<Instant> modified,
        Optional<Instant> created,
        Struct block,
        long descriptorsAt,
        long descriptorsLength) {

    static final int DIRECTORY = 4;
    static final int SYMBOLIC_LINK = 12;

    /** The only strategy that UDF allows on discs that are not write-once, UDF 2.3.5.1. */
    private static final int STRATEGY = 4;

    private static final int ICB_TAG = 16;

    /** Where the data is, by the lowest three flags. */
    enum Placement {
        SHORT_DESCRIPTORS(8),
        LONG_DESCRIPTORS(16),
        EXTENDED_DESCRIPTORS(0),
        IN_ENTRY(0);

        private final int size;

        Placement(int size) {
            this.size = size;
        }

        /** The size of an allocation descriptor in bytes. */
        int size() {
            return size;
        }
    }

    static FileEntry read(Partitions partitions, BlockAddress at) throws IOException {
        Struct s = DescriptorTag.block(
                partitions.source(at),
                at.block(),
                partitions.blockSize(),
                "file entry",
                DescriptorTag.FILE_ENTRY,
                DescriptorTag.EXTENDED_FILE_ENTRY);
        boolean extended = s.u16(0) == DescriptorTag.EXTENDED_FILE_ENTRY;
        int strategy = s.u16(ICB_TAG + 4);
        if (strategy != STRATEGY) {
            throw unsupported(partitions, at, "ICB strategy " + strategy + " is not supported");
        }
        int flags = s.u16(ICB_TAG + 18);
        if ((flags & 7) >= Placement.values().length) {
            throw s.corrupt(ICB_TAG + 18, "kind of allocation descriptors", "is " + (flags & 7) + ", expected 0 to 3");
        }
        Placement placement = Placement.values()[flags & 7];
        if (placement == Placement.EXTENDED_DESCRIPTORS) {
            throw unsupported(partitions, at, "extended allocation descriptors are not supported");
        }
        int lengths = extended ? 208 : 168;
        long attributes = s.u32(lengths);
        long descriptors = s.u32(lengths + 4);
        long descriptorsAt = lengths + 8 + attributes;
        s.part(descriptorsAt, descriptors, "allocation descriptors");
        return new FileEntry(
                at,
                s.u8(ICB_TAG + 11),
                placement,
                s.u16(48),
                s.u64(56, "information length"),
                Timestamp.read(s, extended ? 80 : 72),
                Timestamp.read(s, extended ? 92 : 84),
                extended ? Timestamp.read(s, 104) : Optional.empty(),
                s,
                descriptorsAt,
                descriptors);
    }

    private static ImageException unsupported(Partitions partitions, BlockAddress at, String what)
            throws CorruptImageException {
        return new UnsupportedImageException(
                partitions.source(at).name(), "file entry in block " + at.block() + ": " + what);
    }

    boolean directory() {
        return type == DIRECTORY;
    }
}
