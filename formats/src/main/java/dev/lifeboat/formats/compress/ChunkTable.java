package dev.lifeboat.formats.compress;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;

/**
 * Where the chunks of a compressed resource lie in its stored bytes. They follow each other without gaps: a chunk ends where
 * the next one starts. Any thread may ask; who asks checks the answers, which may come from the image as they are.
 */
@FunctionalInterface
public interface ChunkTable {
    /**
     * Returns where a chunk starts.
     *
     * @param chunk 0 to the number of chunks; with that number, where the last one ends
     * @return offset in the stored bytes
     * @throws CorruptImageException if the table is damaged
     * @throws IOException if the storage below cannot be read
     */
    long start(long chunk) throws IOException;

    /**
     * Returns the table of WOF's WofCompressedData and of WIM resources that are not solid: for each chunk but the first its
     * offset from the table's end, at the beginning of the stored bytes. It is read in pages, as it is needed.
     *
     * @param stored table and chunks, from the first byte of the table to the last of the last chunk
     * @param chunkSize that a chunk expands to, in bytes
     * @param size of the whole, expanded, in bytes; from 4 GiB on, offsets take 8 bytes instead of 4
     * @return the table
     * @throws CorruptImageException if the table for so many chunks does not fit in the stored bytes
     */
    static ChunkTable atStart(ByteSource stored, int chunkSize, long size) throws CorruptImageException {
        return OffsetTable.of(stored, chunkSize, size);
    }
}
