package dev.lifeboat.formats.udf;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;

/**
 * The anchor volume descriptor pointer, 3/10.2: the one thing that stands at a known place (UDF 2.2.3: two of block 256, the last,
 * and 256 before the last). Where it is found tells the size of a block, too.
 *
 * @param blockSize in bytes
 * @param main where the volume descriptors are
 * @param reserve where their copies are
 */
record Anchor(int blockSize, Extent main, Extent reserve) {
    private static final int[] BLOCK_SIZES = {2048, 512, 4096, 1024};
    private static final int FIRST = 256;

    /**
     * An extent, 3/7.1.
     *
     * @param length in bytes
     * @param block where it begins
     */
    record Extent(long length, long block) {}

    static Anchor find(ByteSource volume) throws IOException {
        CorruptImageException first = null;
        for (int size : BLOCK_SIZES) {
            long last = volume.size() / size - 1;
            for (long block : new long[] {FIRST, last, last - FIRST}) {
                if (block < 0) {
                    continue;
                }
                try {
                    return read(volume, block, size);
                } catch (CorruptImageException e) {
                    if (first == null) {
                        first = e;
                    } else if (first.getSuppressed().length < 2) {
                        first.addSuppressed(e);
                    }
                }
            }
        }
        throw first == null ? new CorruptImageException(volume, 0, "UDF volume", "is too small for one") : first;
    }

    private static Anchor read(ByteSource volume, long block, int size) throws IOException {
        Struct s = DescriptorTag.block(volume, block, size, "anchor volume descriptor", DescriptorTag.ANCHOR);
        return new Anchor(size, new Extent(s.u32(16), s.u32(20)), new Extent(s.u32(24), s.u32(28)));
    }
}
