package dev.lifeboat.formats.source;

import java.io.IOException;

/**
 * A source that does not store all of its bytes, such as a virtual disk. Every byte can be read; this interface tells
 * which of them were ever written, so that a check can ask whether what should be there is there, and a copy can leave
 * holes out.
 */
public interface SparseSource extends ByteSource {
    /** Where a byte's value comes from. */
    enum Origin {
        /** Stored in this source's own file. */
        STORED,
        /** Read through to the parent, which may store it or not. */
        PARENT,
        /** Known to be zero, without being stored. */
        ZERO,
        /** Never written, or given up since: reads as zero, and nothing says that zero is right. */
        NOWHERE
    }

    /**
     * A range of bytes with one origin.
     *
     * @param origin of all of them
     * @param length in bytes from the offset that was asked for, at least 1; the next extent may have the same origin
     */
    record Extent(Origin origin, long length) {}

    /**
     * Returns where the bytes from an offset on come from.
     *
     * @param offset in bytes, less than {@link #size()}
     * @return the origin and how far it holds
     * @throws CorruptImageException if the offset is not in this source, or what describes it is damaged
     * @throws IOException if the storage below cannot be read
     */
    Extent extentAt(long offset) throws IOException;

    /**
     * Returns where the bytes from an offset on come from, looking through all parents: never {@link Origin#PARENT}. What lies
     * behind the end of a smaller parent was never written.
     *
     * @param offset in bytes, less than {@link #size()}
     * @return the origin and how far it holds
     * @throws CorruptImageException if the offset is not in this source, or what describes it is damaged
     * @throws IOException if the storage below cannot be read
     */
    default Extent extentThroughParents(long offset) throws IOException {
        return extentAt(offset);
    }

    /**
     * Looks for a differencing disk's bytes in its parent, if that is where they are.
     *
     * @param parent of the disk; may be null if the origin is another
     * @param offset in bytes, of both
     * @param own what the disk itself says
     * @return as {@link #extentThroughParents} of the disk
     * @throws IOException as that
     */
    static Extent extentThrough(SparseSource parent, long offset, Extent own) throws IOException {
        if (own.origin() != Origin.PARENT) {
            return own;
        }
        if (offset >= parent.size()) {
            return new Extent(Origin.NOWHERE, own.length());
        }
        Extent below = parent.extentThroughParents(offset);
        return new Extent(below.origin(), Math.min(own.length(), below.length()));
    }

    /**
     * Tells whether {@link Origin#NOWHERE} means that nothing was ever written there. Many programs leave zeros out when they
     * write an image; Windows stores what it is given.
     *
     * @return true if this file, and each parent, was made by a program that is known to store zeros; false if nobody knows
     */
    default boolean storesZeros() {
        return false;
    }
}
