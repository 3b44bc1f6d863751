package dev.lifeboat.formats.udf;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;

/**
 * A place in a logical volume, 4/7.1.
 *
 * @param partition index in the table of partition maps
 * @param block in blocks from the partition's start
 */
record BlockAddress(int partition, long block) {
    /** Reads the address in a long allocation descriptor, 4/14.14.2, behind its length. */
    static BlockAddress ofLong(Struct s, long descriptorAt) throws CorruptImageException {
        return new BlockAddress(s.u16(descriptorAt + 8), s.u32(descriptorAt + 4));
    }

    @Override
    public String toString() {
        return "block " + block + " of partition " + partition;
    }
}
