package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;

/**
 * Where a resource lies and how it is stored: 24 bytes in the header and in each entry of the blob table.
 *
 * @param stored its size in the file, in bytes; of a part of a solid resource, its size
 * @param flags see the constants
 * @param offset in the file; of a part of a solid resource, in what the resources of its run expand to, one behind the other
 * @param size what it expands to, in bytes; of a part of a solid resource 0, of a solid resource {@link #SOLID_SIZE}
 */
public record ResourceHeader(long stored, int flags, long offset, long size) {
    static final int SIZE = 24;

    /** Free space; seen in no file, and without meaning for a reader. */
    static final int FREE = 0x01;

    static final int METADATA = 0x02;
    static final int COMPRESSED = 0x04;
    /** Continued in another part of a split set: never seen, as whole resources are put into parts. */
    static final int SPANNED = 0x08;

    static final int SOLID = 0x10;

    /** Stands in place of the size where an entry is that of a solid resource, not of a part of one. */
    static final long SOLID_SIZE = 0x1_0000_0000L;

    static ResourceHeader read(Struct s, long at) throws CorruptImageException {
        long word = s.bits64(at);
        return new ResourceHeader(
                word & 0xff_ffff_ffff_ffffL,
                (int) (word >>> 56),
                s.u64(at + 8, "resource offset"),
                s.u64(at + 16, "resource size"));
    }

    /**
     * Tells whether there is a resource at all.
     *
     * @return false if all is zero
     */
    public boolean present() {
        return offset != 0 && stored != 0;
    }

    public boolean metadata() {
        return (flags & METADATA) != 0;
    }

    public boolean compressed() {
        return (flags & COMPRESSED) != 0;
    }

    public boolean spanned() {
        return (flags & SPANNED) != 0;
    }

    /**
     * Tells whether this is a solid resource, or a part of one.
     *
     * @return as its flag says
     */
    public boolean solid() {
        return (flags & SOLID) != 0;
    }

    /**
     * Tells whether this is a solid resource itself.
     *
     * @return false for a part of one
     */
    public boolean solidWhole() {
        return solid() && size == SOLID_SIZE;
    }
}
