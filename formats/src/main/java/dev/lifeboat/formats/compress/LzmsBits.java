package dev.lifeboat.formats.compress;

import java.util.zip.DataFormatException;

/**
 * The other bits of an LZMS chunk: units of 16 from its back towards its front, each with its highest bit first. Beyond the front
 * come zeros; taking them is noticed afterwards.
 */
final class LzmsBits {
    private static final int UNIT = Character.SIZE;
    private static final int ENOUGH = 32;

    private byte[] source;
    private int front;
    private int in;
    private long hand;
    private int count;

    void start(byte[] bytes, int from, int length) {
        source = bytes;
        front = from;
        in = from + length;
        hand = 0;
        count = 0;
    }

    private void fill() {
        while (count < ENOUGH) {
            in -= Character.BYTES;
            long unit = in < front ? 0 : (source[in] & 0xff) | (source[in + 1] & 0xff) << 8;
            hand |= unit << (Long.SIZE - UNIT - count);
            count += UNIT;
        }
    }

    int symbol(HuffmanCode code) throws DataFormatException {
        fill();
        int entry = code.table[(int) (hand >>> code.shift)];
        if (entry == 0) {
            entry = code.longEntry(hand);
        }
        hand <<= entry;
        count -= entry & HuffmanCode.LENGTH_MASK;
        return entry >> HuffmanCode.LENGTH_BITS;
    }

    /**
     * Takes bits.
     *
     * @param n 0 to 31
     * @return their value
     */
    int take(int n) {
        fill();
        int value = (int) (hand >>> 1 >>> (Long.SIZE - 1 - n));
        hand <<= n;
        count -= n;
        return value;
    }

    void requireNotBehindEnd() throws DataFormatException {
        if (in + count / Byte.SIZE < front) {
            throw new DataFormatException("the chunk's bits end before all of it is expanded");
        }
    }
}
