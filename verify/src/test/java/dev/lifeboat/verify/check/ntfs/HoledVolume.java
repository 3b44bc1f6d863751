package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.SparseSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A {@link TinyVolume} in an image that does not store all of it; what it does not store reads as zeros. */
final class HoledVolume implements SparseSource {
    private final byte[] bytes;
    private final boolean storesZeros;
    /** From each cluster on, where bytes come from. */
    private final TreeMap<Integer, Origin> origins = new TreeMap<>(Map.of(0, Origin.STORED));

    HoledVolume(TinyVolume volume, boolean storesZeros) {
        this.bytes = volume.bytes().clone();
        this.storesZeros = storesZeros;
    }

    HoledVolume without(int cluster, int count) {
        return with(Origin.NOWHERE, cluster, count);
    }

    HoledVolume with(Origin origin, int cluster, int count) {
        Origin behind = origins.floorEntry(cluster + count).getValue();
        origins.subMap(cluster, cluster + count).clear();
        origins.put(cluster, origin);
        origins.put(cluster + count, behind);
        Arrays.fill(bytes, cluster * TinyVolume.CLUSTER, (cluster + count) * TinyVolume.CLUSTER, (byte) 0);
        return this;
    }

    @Override
    public String name() {
        return TinyVolume.NAME;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Bounds.check(this, offset, target);
        target.put(bytes, (int) offset, target.remaining());
    }

    @Override
    public Extent extentAt(long offset) {
        int cluster = (int) (offset / TinyVolume.CLUSTER);
        Integer next = origins.higherKey(cluster);
        long end = next == null ? size() : (long) next * TinyVolume.CLUSTER;
        return new Extent(origins.floorEntry(cluster).getValue(), end - offset);
    }

    @Override
    public boolean storesZeros() {
        return storesZeros;
    }
}
