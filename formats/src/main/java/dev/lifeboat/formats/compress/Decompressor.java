package dev.lifeboat.formats.compress;

import java.util.zip.DataFormatException;

/**
 * Expands chunks that one codec made, each on its own. It keeps its tables from chunk to chunk, so that none is allocated
 * in a loop; one thread at a time may use it.
 */
public interface Decompressor {
    /**
     * Expands one chunk.
     *
     * @param source holds the compressed bytes; not changed
     * @param from index of the first
     * @param length how many
     * @param target receives the expanded bytes; what stands there already may not be relied on, also if this fails
     * @param at index of the first
     * @param size how many the chunk expands to, exactly; at most the chunk size that this was made for
     * @throws DataFormatException if the bytes are not such a chunk; says where in it, and what is wrong
     * @throws IndexOutOfBoundsException if the caller's ranges do not lie in the arrays
     */
    void decompress(byte[] source, int from, int length, byte[] target, int at, int size) throws DataFormatException;
}
