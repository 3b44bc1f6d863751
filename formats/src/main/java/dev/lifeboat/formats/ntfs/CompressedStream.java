package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.compress.BlockSource;
import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.SparseSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a non-resident value that NTFS compressed (LZNT1), expanded. */
final class CompressedStream implements SparseSource {
    private final BlockSource units;
    private final RunList runs;
    private final int clusterSize;
    private final int unitClusters;
    private final long initializedSize;

    /**
     * @param volume that holds the clusters
     * @param name for messages
     * @param runs map at least {@code size} bytes, within the volume
     * @param clusterSize in bytes
     * @param unitClusters how many clusters are compressed together
     * @param size in bytes; rounded up to whole units it is still a long
     * @param initializedSize in bytes, at most {@code size}
     */
    CompressedStream(
            ByteSource volume,
            String name,
            RunList runs,
            int clusterSize,
            int unitClusters,
            long size,
            long initializedSize) {
        int unitSize = unitClusters * clusterSize;
        long rounded = (size + unitSize - 1) / unitSize * unitSize;
        NtfsStream clusters = new NtfsStream(volume, name, runs, clusterSize, rounded, rounded);
        this.units = new BlockSource(
                name,
                size,
                unitSize,
                () -> new CompressionUnits(clusters, runs, clusterSize, unitClusters, initializedSize));
        this.runs = runs;
        this.clusterSize = clusterSize;
        this.unitClusters = unitClusters;
        this.initializedSize = initializedSize;
    }

    @Override
    public String name() {
        return units.name();
    }

    @Override
    public long size() {
        return units.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        units.read(offset, target);
    }

    /** Whole units that are nothing but a hole are zeros. Others count as stored, also where the volume lacks the clusters. */
    @Override
    public Extent extentAt(long offset) throws IOException {
        Bounds.check(this, offset, 1, "extent");
        if (offset >= initializedSize) {
            return new Extent(Origin.ZERO, size() - offset);
        }
        long unitSize = (long) unitClusters * clusterSize;
        long unit = offset / unitSize;
        int run = runs.indexOf(unit * unitClusters);
        boolean hole = runs.lcn(run) == RunDecoder.HOLE;
        long units = hole ? (runs.vcn(run) + runs.length(run)) / unitClusters - unit : 1;
        if (units == 0) { // the hole ends in this unit; whether that is right is seen when it is read
            return new Extent(Origin.STORED, Math.min(unitSize - offset % unitSize, size() - offset));
        }
        long most = (size() - 1) / unitSize + 1 - unit;
        long end = units >= most ? size() : (unit + units) * unitSize;
        return new Extent(
                hole ? Origin.ZERO : Origin.STORED, Math.min(end, Math.max(initializedSize, offset + 1)) - offset);
    }

    @Override
    public String toString() {
        return units.name();
    }
}
