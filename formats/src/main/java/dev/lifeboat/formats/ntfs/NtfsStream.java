package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.Zeros;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a non-resident value, stored plainly: clusters where runs say, zeros in holes and behind the valid data. */
final class NtfsStream implements ByteSource {
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
        int end = target.limit();
        long at = offset;
        while (target.position() < end && at < initializedSize) {
            int run = runs.indexOf(at / clusterSize);
            long inRun = at - runs.vcn(run) * clusterSize;
            long left = Math.min(runs.length(run) * clusterSize - inRun, initializedSize - at);
            int n = (int) Math.min(left, end - target.position());
            if (runs.lcn(run) == RunDecoder.HOLE) {
                Zeros.put(target, n);
            } else {
                target.limit(target.position() + n);
                volume.read(runs.lcn(run) * clusterSize + inRun, target);
                target.limit(end);
            }
            at += n;
        }
        Zeros.put(target, end - target.position());
    }

    @Override
    public String toString() {
        return name;
    }
}
