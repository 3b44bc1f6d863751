package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;

/**
 * The update sequence of MFT records and index blocks: the last two bytes of every 512 bytes hold a number that is the same
 * throughout a block that was written whole, and the true bytes stand in an array behind the header. The stride is always
 * 512, also on disks with 4096-byte sectors.
 */
final class UpdateSequence {
    private static final int STRIDE = 512;
    private static final int SHORTEST_HEADER = 40;

    private UpdateSequence() {}

    /**
     * Puts the true bytes back in place.
     *
     * @param source for the message
     * @param at offset of the block in the source, for the message
     * @param block holds the block, changed in place
     * @param start of the block in the array
     * @param size of the block, a multiple of 512
     * @param what names the block in the message, by its {@code toString}
     * @throws CorruptImageException if the array does not fit, or a sector is of another write
     */
    static void apply(ByteSource source, long at, byte[] block, int start, int size, Object what)
            throws CorruptImageException {
        apply(source, at, block, start, size, SHORTEST_HEADER, what);
    }

    /**
     * Likewise, in a structure with another header.
     *
     * @param source for the message
     * @param at offset of the block in the source, for the message
     * @param block holds the block, changed in place
     * @param start of the block in the array
     * @param size of the block, a multiple of 512
     * @param header length of what stands before the array
     * @param what names the block in the message, by its {@code toString}
     * @throws CorruptImageException if the array does not fit, or a sector is of another write
     */
    static void apply(ByteSource source, long at, byte[] block, int start, int size, int header, Object what)
            throws CorruptImageException {
        int array = u16(block, start + 4);
        int count = u16(block, start + 6);
        int strides = size / STRIDE;
        // The count may be larger than needed; it must cover the block and lie inside its first stride's data.
        if (count < strides + 1 || array < header || array + 2 * count > STRIDE - 2) {
            throw new CorruptImageException(
                    source,
                    at + 4,
                    what.toString(),
                    "update sequence array is " + count + " entries at " + array + ", expected " + (strides + 1)
                            + " entries that fit behind the header");
        }
        int first = start + array;
        for (int i = 1; i <= strides; i++) {
            int tail = start + i * STRIDE - 2;
            if (block[tail] != block[first] || block[tail + 1] != block[first + 1]) {
                throw new CorruptImageException(
                        source,
                        at + (long) i * STRIDE - 2,
                        what.toString(),
                        String.format(
                                "update sequence is 0x%04x in sector %d, expected 0x%04x",
                                u16(block, tail), i - 1, u16(block, first)));
            }
        }
        for (int i = 1; i <= strides; i++) {
            int tail = start + i * STRIDE - 2;
            block[tail] = block[first + 2 * i];
            block[tail + 1] = block[first + 2 * i + 1];
        }
    }

    private static int u16(byte[] block, int at) {
        return (block[at] & 0xff) | (block[at + 1] & 0xff) << 8;
    }
}
