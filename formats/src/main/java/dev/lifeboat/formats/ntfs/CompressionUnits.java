package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.compress.BlockReader;
import dev.lifeboat.formats.compress.Lznt1;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * Expands the units of a stream that NTFS compressed. Of a unit's clusters all are stored: plain; none: zeros; some, and the
 * rest is a hole: LZNT1.
 */
final class CompressionUnits implements BlockReader {
    private final Lznt1 codec = new Lznt1();
    private final NtfsStream clusters;
    private final RunList runs;
    private final int clusterSize;
    private final int unitClusters;
    private final long initializedSize;
    private byte[] packed = {};

    /**
     * @param clusters that are stored, as they are
     * @param runs of the stream
     * @param clusterSize in bytes
     * @param unitClusters how many clusters a unit has
     * @param initializedSize of the stream; what lies behind is zeros
     */
    CompressionUnits(NtfsStream clusters, RunList runs, int clusterSize, int unitClusters, long initializedSize) {
        this.clusters = clusters;
        this.runs = runs;
        this.clusterSize = clusterSize;
        this.unitClusters = unitClusters;
        this.initializedSize = initializedSize;
    }

    @Override
    public void read(long unit, long last, byte[] target, int at, int size) throws IOException {
        long start = unit * unitClusters * clusterSize;
        int valid = (int) Math.max(0, Math.min(size, initializedSize - start));
        int stored = valid == 0 ? 0 : stored(unit);
        if (stored == unitClusters) {
            clusters.read(start, ByteBuffer.wrap(target, at, valid));
        } else if (stored > 0) {
            expand(start, stored * clusterSize, target, at, valid);
        } else {
            valid = 0;
        }
        Arrays.fill(target, at + valid, at + size, (byte) 0);
    }

    private void expand(long start, int length, byte[] target, int at, int size) throws IOException {
        if (packed.length < length) {
            packed = new byte[(unitClusters - 1) * clusterSize];
        }
        clusters.read(start, ByteBuffer.wrap(packed, 0, length));
        try {
            codec.decompress(packed, 0, length, target, at, size);
        } catch (DataFormatException e) {
            throw new CorruptImageException(clusters, start, "compression unit", e.getMessage());
        }
    }

    /**
     * Counts the clusters of a unit that are stored. Clusters that no run maps any more are as good as a hole.
     *
     * @param unit its number
     * @return 0 to {@code unitClusters}
     * @throws CorruptImageException if a hole has stored clusters of the same unit behind it
     */
    private int stored(long unit) throws CorruptImageException {
        long first = unit * unitClusters;
        long end = Math.min(first + unitClusters, runs.endVcn());
        int stored = 0;
        boolean hole = false;
        int run = first < end ? runs.indexOf(first) : 0;
        for (long vcn = first; vcn < end; run++) {
            long next = Math.min(end, runs.vcn(run) + runs.length(run));
            if (runs.lcn(run) == RunDecoder.HOLE) {
                hole = true;
            } else if (hole) {
                throw new CorruptImageException(
                        clusters, first * clusterSize, "compression unit", "has a hole before stored clusters");
            } else {
                stored += (int) (next - vcn);
            }
            vcn = next;
        }
        return stored;
    }
}
