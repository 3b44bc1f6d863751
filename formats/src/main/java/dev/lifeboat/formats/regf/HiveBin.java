package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;

/** The header of a hive bin ("Hive bin"), behind which cells follow each other without gaps. */
final class HiveBin {
    static final int GRAIN = 4096;
    static final int HEADER = 32;

    private HiveBin() {}

    /**
     * Checks a header.
     *
     * @param hive that holds it
     * @param at where it should be, in bytes from the start of the hive bins
     * @return the bin's size in bytes
     * @throws CorruptImageException if there is none
     */
    static long check(ByteSource hive, long at) throws IOException {
        Struct s = Struct.read(hive, BaseBlock.SIZE + at, HEADER, "hive bin");
        s.expectAscii(0, "hbin");
        s.expect(4, "offset", s.u32(4), at);
        long size = s.u32(8);
        if (size == 0 || size % GRAIN != 0 || size > hive.size() - BaseBlock.SIZE - at) {
            throw s.corrupt(8, "size", "is " + size + ", expected a multiple of 4096 that ends with the hive bins");
        }
        return size;
    }
}
