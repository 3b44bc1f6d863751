package dev.lifeboat.formats.fat;

import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a file or directory: its clusters in the order of its chain, up to its size. */
final class ChainSource implements ByteSource {
    private final ByteSource volume;
    private final BiosParameterBlock layout;
    private final ClusterChain chain;
    private final String name;
    private final long size;

    /** The chain has clusters for every byte of the size. */
    ChainSource(ByteSource volume, BiosParameterBlock layout, ClusterChain chain, String path, long size) {
        this.volume = volume;
        this.layout = layout;
        this.chain = chain;
        this.name = volume.name() + path;
        this.size = size;
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
        int limit = target.limit();
        long at = offset;
        for (int extent = chain.extentOf(at / layout.clusterSize()); target.position() < limit; extent++) {
            long left = chain.extentEnd(extent) * layout.clusterSize() - at;
            int length = (int) Math.min(left, limit - target.position());
            target.limit(target.position() + length);
            volume.read(offsetInVolume(extent, at), target);
            at += length;
        }
    }

    private long offsetInVolume(int extent, long at) {
        return layout.clusterOffset(chain.firstCluster(extent)) + at - chain.extentStart(extent) * layout.clusterSize();
    }

    @Override
    public String toString() {
        return name;
    }
}
