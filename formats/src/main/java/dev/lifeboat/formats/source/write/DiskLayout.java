package dev.lifeboat.formats.source.write;

import java.io.IOException;

/**
 * Where in a new container the blocks of a disk go. Blocks are placed in ascending order, each once; those that are left out read
 * as zeros. The same blocks are always placed at the same offsets, so that a file that was begun can be gone on with.
 */
public interface DiskLayout {
    /**
     * Returns the unit in which the disk is stored.
     *
     * @return in bytes, a power of two, at least 4096
     */
    int blockSize();

    /**
     * Returns the size that the container tells.
     *
     * @return in bytes: that of the disk, up to a whole sector
     */
    long diskSize();

    /**
     * Gives a block its place. The caller writes all of it, with zeros behind the end of the disk.
     *
     * @param block offset on the disk divided by the block size; more than that of the call before
     * @return offset in the file, in bytes
     * @throws IOException if a table that is complete by now cannot be written
     */
    long place(long block) throws IOException;

    /**
     * Writes all tables; the file is valid afterwards, and not before.
     *
     * @throws IOException if they cannot be written
     */
    void finish() throws IOException;

    /**
     * Tells how much room the tables take beside the blocks.
     *
     * @param blocks how many are placed
     * @return in bytes, at most
     */
    long overhead(long blocks);
}
