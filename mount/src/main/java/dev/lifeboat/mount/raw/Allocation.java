package dev.lifeboat.mount.raw;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.SparseSource;
import java.io.IOException;

/**
 * What of some bytes is stored, and what is a hole, which reads as zeros. A container tells this by its block table, whatever
 * parents it has.
 */
public final class Allocation {
    /** Extents that are put together before an answer is given: a hostile table may change with every sector. */
    private static final int MOST_STEPS = 1 << 16;

    private Allocation() {}

    /**
     * A range with one answer.
     *
     * @param hole whether it is not stored and reads as zeros
     * @param length in bytes, at least 1
     */
    public record Range(boolean hole, long length) {}

    /**
     * Tells what begins at an offset.
     *
     * @param source any
     * @param offset in bytes, less than its size
     * @param most how far to look, in bytes, at least 1
     * @return the range, at most {@code most} bytes; the next one may have the same answer
     * @throws IOException if what describes the storage there is damaged or cannot be read; what follows may be sound
     */
    public static Range at(ByteSource source, long offset, long most) throws IOException {
        long limit = Math.min(most, source.size() - offset);
        if (!(source instanceof SparseSource sparse)) {
            return new Range(false, limit);
        }
        SparseSource.Extent first = sparse.extentThroughParents(offset);
        boolean hole = hole(first);
        long length = Math.min(first.length(), limit);
        for (int step = 1; length < limit && step < MOST_STEPS; step++) {
            SparseSource.Extent next;
            try {
                next = sparse.extentThroughParents(offset + length);
            } catch (IOException e) {
                break; // whoever asks for that place is told
            }
            if (hole(next) != hole) {
                break;
            }
            length = Math.min(length + next.length(), limit);
        }
        return new Range(hole, length);
    }

    private static boolean hole(SparseSource.Extent extent) {
        return extent.origin() == SparseSource.Origin.ZERO || extent.origin() == SparseSource.Origin.NOWHERE;
    }
}
