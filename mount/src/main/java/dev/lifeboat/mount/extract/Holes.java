package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.SparseSource;
import java.io.IOException;

/** What of a source need not be written. */
final class Holes {
    private Holes() {}

    static boolean hole(SparseSource.Extent extent) {
        return extent.origin() == SparseSource.Origin.ZERO || extent.origin() == SparseSource.Origin.NOWHERE;
    }

    /**
     * Tells whether a source has holes.
     *
     * @param source any
     * @return true if a part of it need not be written
     * @throws IOException as the source does
     */
    static boolean in(ByteSource source) throws IOException {
        return source instanceof SparseSource && stored(source, true) < source.size();
    }

    /**
     * Returns how much of a source is not holes.
     *
     * @param source any
     * @return in bytes
     * @throws IOException as the source does
     */
    static long stored(ByteSource source) throws IOException {
        return stored(source, false);
    }

    private static long stored(ByteSource source, boolean toFirstHole) throws IOException {
        if (!(source instanceof SparseSource sparse)) {
            return source.size();
        }
        long stored = 0;
        for (long at = 0; at < source.size(); ) {
            SparseSource.Extent extent = sparse.extentAt(at);
            if (!hole(extent)) {
                stored += extent.length();
            } else if (toFirstHole) {
                return stored;
            }
            at += extent.length();
        }
        return stored;
    }
}
