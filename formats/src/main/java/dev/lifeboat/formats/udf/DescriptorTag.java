package dev.lifeboat.formats.udf;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;

/**
 * The tag that every descriptor begins with, 3/7.2: what it is, where it stands, and two checksums.
 *
 * @param id of the descriptor
 * @param location the block in which it says that it stands
 */
record DescriptorTag(int id, long location) {
    static final int SIZE = 16;

    static final int PRIMARY_VOLUME = 1;
    static final int ANCHOR = 2;
    static final int POINTER = 3;
    static final int PARTITION = 5;
    static final int LOGICAL_VOLUME = 6;
    static final int TERMINATOR = 8;
    static final int INTEGRITY = 9;
    static final int FILE_SET = 256;
    static final int FILE_IDENTIFIER = 257;
    static final int ALLOCATION_EXTENT = 258;
    static final int FILE_ENTRY = 261;
    static final int EXTENDED_FILE_ENTRY = 266;

    /** Reads a tag and checks both checksums; the structure holds the whole descriptor, and may be longer. */
    static DescriptorTag read(Struct s) throws CorruptImageException {
        int sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += i == 4 ? 0 : s.u8(i);
        }
        s.expect(4, "checksum of the tag", s.u8(4), sum & 0xff);
        int id = s.u16(0);
        int version = s.u16(2);
        if (id == 0 || (version != 2 && version != 3)) {
            throw s.corrupt(0, "tag", "is of number " + id + " and version " + version + ", expected version 2 or 3");
        }
        int covered = s.u16(10);
        if (covered > s.size() - SIZE) {
            throw s.corrupt(10, "length under the CRC", "is " + covered + ", expected at most " + (s.size() - SIZE));
        }
        int crc = Crc16.of(s.bytes(SIZE, covered));
        s.expect(8, "CRC", s.u16(8), crc);
        return new DescriptorTag(id, s.u32(12));
    }

    /** Reads a whole block with a descriptor of one kind that has to stand in it. */
    static Struct block(ByteSource partition, long block, int blockSize, String what, int... ids) throws IOException {
        Struct s = Struct.read(partition, block * blockSize, blockSize, what);
        DescriptorTag tag = read(s);
        for (int id : ids) {
            if (tag.id == id) {
                s.expect(12, "location in the tag", tag.location, block);
                return s;
            }
        }
        throw s.corrupt(0, "tag", "is of number " + tag.id + ", expected " + ids[0]);
    }
}
