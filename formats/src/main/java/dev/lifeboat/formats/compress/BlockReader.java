package dev.lifeboat.formats.compress;

import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;

/** Makes whole blocks of a {@link BlockSource}. It may keep buffers from block to block: one thread at a time uses it. */
@FunctionalInterface
public interface BlockReader {
    /**
     * Makes one block.
     *
     * @param block number of it; block n begins at n times the block size
     * @param last number of the last block that will be asked for soon, so that what is stored can be read at once
     * @param target receives the block; what stands in its place may be anything if this fails
     * @param at index of the first byte
     * @param size of the block: the block size, or what is left at the source's end
     * @throws CorruptImageException if the block cannot be expanded
     * @throws IOException if the storage below cannot be read
     */
    void read(long block, long last, byte[] target, int at, int size) throws IOException;
}
