package dev.lifeboat.formats.compress;

import java.util.zip.DataFormatException;

/**
 * The bits of one LZX chunk: little-endian units of 16, the highest bit first. Behind the end come zeros, so that a decoder may
 * look ahead; taking them is noticed afterwards.
 */
final class LzxBits {
    /** Bits that a refill adds. */
    static final int REFILL = 32;

    private static final int UNIT = Character.SIZE;

    private byte[] source;
    private int in;
    private int end;

    /** Bits in hand, the next one highest; zeros behind them. */
    long hand;

    /** How many bits are in hand. */
    int count;

    void start(byte[] bytes, int from, int length) {
        source = bytes;
        in = from;
        end = from + length;
        hand = 0;
        count = 0;
    }

    /**
     * Returns the next two units at the place where they belong in a hand.
     *
     * @param have how many bits are in the hand, less than 32
     * @return to be joined to the hand, which has {@link #REFILL} more then
     */
    long units(int have) {
        int at = in;
        in = at + 2 * Character.BYTES;
        if (at <= end - 2 * Character.BYTES) {
            byte[] bytes = source;
            long two = (bytes[at + 1] & 0xffL) << 24
                    | (bytes[at] & 0xff) << 16
                    | (bytes[at + 3] & 0xff) << 8
                    | (bytes[at + 2] & 0xff);
            return two << (REFILL - have);
        }
        long one = at <= end - Character.BYTES ? (source[at + 1] & 0xff) << 8 | (source[at] & 0xff) : 0;
        return one << (48 - have);
    }

    /** Sees to it that at least 32 bits are in hand. */
    void fill() {
        if (count < REFILL) {
            hand |= units(count);
            count += REFILL;
        }
    }

    /**
     * Takes bits.
     *
     * @param n 1 to 16; no more than are in hand
     * @return their value
     */
    int take(int n) {
        int value = (int) (hand >>> (Long.SIZE - n));
        hand <<= n;
        count -= n;
        return value;
    }

    /** Decodes one symbol; 16 bits at least are in hand. */
    int symbol(HuffmanCode code) throws DataFormatException {
        int entry = code.table[(int) (hand >>> code.shift)];
        if (entry == 0) {
            entry = code.longEntry(hand);
        }
        hand <<= entry;
        count -= entry & HuffmanCode.LENGTH_MASK;
        return entry >> HuffmanCode.LENGTH_BITS;
    }

    void requireNotBehindEnd() throws DataFormatException {
        if (in - count / Byte.SIZE > end) {
            throw new DataFormatException("the chunk ends before all of it is expanded");
        }
    }

    /** Goes to the next unit, at least one bit ahead, and gives back what is in hand. */
    void align() throws DataFormatException {
        if (count % UNIT == 0) {
            fill();
            count -= UNIT;
        }
        in -= count / UNIT * Character.BYTES;
        hand = 0;
        count = 0;
        requireNotBehindEnd();
    }

    /** Reads one of the offsets in front of a plain block. */
    int recentOffset() throws DataFormatException {
        require(Integer.BYTES);
        int offset = (source[in] & 0xff)
                | (source[in + 1] & 0xff) << 8
                | (source[in + 2] & 0xff) << 16
                | source[in + 3] << 24;
        in += Integer.BYTES;
        if (offset <= 0) {
            throw new DataFormatException("plain block with a latest offset of " + offset);
        }
        return offset;
    }

    /** Copies a plain block, and goes on with the next whole unit. */
    void bytes(byte[] target, int at, int length) throws DataFormatException {
        require(length);
        System.arraycopy(source, in, target, at, length);
        in += length + length % 2;
    }

    private void require(int bytes) throws DataFormatException {
        if (bytes > end - in) {
            throw new DataFormatException("the chunk ends in a plain block");
        }
    }
}
