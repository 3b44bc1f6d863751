package dev.lifeboat.formats.compress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.DataFormatException;

/**
 * The other bits of an LZMS chunk: units of 16 from its back towards its front, each with its highest bit first. Beyond the front
 * come zeros; taking them is noticed afterwards.
 */
final class LzmsBits {
    private static final int UNIT = Character.SIZE;
    private static final int ENOUGH = 32;

    /** The chunk, or a piece of it. */
    private byte[] bytes;

    private int front;
    private int in;

    private StoredBytes stored;
    private byte[] piece;
    /** How much of the chunk lies before the piece. */
    private int before;

    private long hand;
    private int count;

    void start(byte[] source, int from, int length) {
        bytes = source;
        front = from;
        in = from + length;
        before = 0;
        hand = 0;
        count = 0;
    }

    void start(StoredBytes source, int length) {
        piece = piece == null ? new byte[StoredBytes.PIECE] : piece;
        bytes = piece;
        front = 0;
        in = 0;
        stored = source;
        before = length;
        hand = 0;
        count = 0;
    }

    private void load() {
        int n = Math.min(StoredBytes.PIECE, before);
        before -= n;
        try {
            stored.read(before, piece, n);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        in = n;
    }

    private void fill() {
        while (count < ENOUGH) {
            if (in == front && before > 0) {
                load();
            }
            in -= Character.BYTES;
            long unit = in < front ? 0 : (bytes[in] & 0xff) | (bytes[in + 1] & 0xff) << 8;
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
