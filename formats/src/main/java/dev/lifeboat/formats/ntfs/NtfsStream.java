package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.Buffers;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.SparseSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a non-resident value, stored plainly: clusters where runs say, zeros in holes and behind the valid data. */
final class NtfsStream implements SparseSource {
    private final ByteSource volume;
    private final String name;
    private final RunList runs;
    private final int clusterSize;
    private final long size;
    private final long initializedSize;

    /**
     * @param volume that holds the clusters
     * @param name for messages
     * @param runs map at least {@code size} bytes, within the volume
     * @param clusterSize in bytes
     * @param size in bytes
     * @param initializedSize in bytes, at most {@code size}
     */
    NtfsStream(ByteSource volume, String name, RunList runs, int clusterSize, long size, long initializedSize) {
        this.volume = volume;
        this.name = name;
        this.runs = runs;
        this.clusterSize = clusterSize;
        this.size = size;
        this.initializedSize = initializedSize;
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
        long at = offset;
        while (target.hasRemaining()) {
            Extent extent = mapped(at);
            int n = (int) Math.min(extent.length(), target.remaining());
            if (extent.origin() == Origin.STORED) {
                Buffers.fill(volume, position(at), target, n);
            } else {
                Buffers.zeros(target, n);
            }
            at += n;
        }
    }

    private long position(long at) {
        int run = runs.indexOf(at / clusterSize);
        return runs.lcn(run) * clusterSize + at - runs.vcn(run) * clusterSize;
    }

    @Override
    public Extent extentAt(long offset) throws IOException {
        Extent mapped = mapped(offset);
        if (mapped.origin() == Origin.STORED && volume instanceof SparseSource sparse) {
            Extent below = sparse.extentAt(position(offset));
            return new Extent(below.origin(), Math.min(below.length(), mapped.length()));
        }
        return mapped;
    }

    /** What the runs say, whether or not the volume below stores the clusters that they name. */
    private Extent mapped(long offset) throws CorruptImageException {
        Bounds.check(this, offset, 1, "extent");
        if (offset >= initializedSize) {
            return new Extent(Origin.ZERO, size - offset);
        }
        int run = runs.indexOf(offset / clusterSize);
        // Clusters are compared, not bytes: a hole may be longer than a long has bytes for.
        long clustersLeft = runs.vcn(run) + runs.length(run) - offset / clusterSize;
        long left = clustersLeft > size / clusterSize + 1 ? size : clustersLeft * clusterSize - offset % clusterSize;
        Origin origin = runs.lcn(run) == RunDecoder.HOLE ? Origin.ZERO : Origin.STORED;
        return new Extent(origin, Math.min(left, initializedSize - offset));
    }

    @Override
    public String toString() {
        return name;
    }
}
