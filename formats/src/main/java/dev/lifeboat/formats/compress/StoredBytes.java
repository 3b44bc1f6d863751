package dev.lifeboat.formats.compress;

import java.io.IOException;

/** The stored bytes of a chunk that is too large to be held in memory beside what it expands to. */
@FunctionalInterface
interface StoredBytes {
    /** What is read at once, in bytes; even, as all that LZMS reads is. */
    int PIECE = 1 << 16;

    /**
     * Reads some of them.
     *
     * @param offset in the chunk
     * @param target receives them from its start
     * @param length how many, at most {@link #PIECE}
     * @throws IOException if the storage cannot be read
     */
    void read(int offset, byte[] target, int length) throws IOException;
}
