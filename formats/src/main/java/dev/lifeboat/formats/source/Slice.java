package dev.lifeboat.formats.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A window on another source. A slice of a slice is a slice of what lies below, so depth costs no extra hops. */
final class Slice implements SparseSource {
    private final ByteSource below;
    private final String name;
    private final long start;
    private final long size;

    Slice(ByteSource parent, String part, long start, long size) {
        this.name = part.isEmpty() ? parent.name() : parent.name() + "/" + part;
        this.size = size;
        if (parent instanceof Slice slice) {
            this.below = slice.below;
            this.start = slice.start + start;
        } else {
            this.below = parent;
            this.start = start;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Bounds.check(this, offset, target);
        below.read(start + offset, target);
    }

    @Override
    public Extent extentAt(long offset) throws IOException {
        Bounds.check(this, offset, 1, "extent");
        if (below instanceof SparseSource sparse) {
            Extent extent = sparse.extentAt(start + offset);
            return new Extent(extent.origin(), Math.min(extent.length(), size - offset));
        }
        return new Extent(Origin.STORED, size - offset);
    }

    @Override
    public Extent extentThroughParents(long offset) throws IOException {
        Bounds.check(this, offset, 1, "extent");
        if (below instanceof SparseSource sparse) {
            Extent extent = sparse.extentThroughParents(start + offset);
            return new Extent(extent.origin(), Math.min(extent.length(), size - offset));
        }
        return new Extent(Origin.STORED, size - offset);
    }

    @Override
    public boolean storesZeros() {
        return below instanceof SparseSource sparse && sparse.storesZeros();
    }

    @Override
    public String toString() {
        return name;
    }
}
