package dev.lifeboat.formats.compress;

import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * The lengths of an LZX block's codewords, which are themselves Huffman coded: each as its difference to what it was in the
 * block before, or as runs.
 */
final class LzxCodeLengths {
    private static final int SYMBOLS = 20;
    private static final int TABLE_BITS = 8;
    /** Differences are taken modulo this: lengths are 0 to 16. */
    private static final int MODULUS = 17;

    private static final int SHORT_ZEROS = 17;
    private static final int LONG_ZEROS = 18; // and 19 is a run of one length

    private final byte[] own = new byte[SYMBOLS];
    private final HuffmanCode code = new HuffmanCode(SYMBOLS, TABLE_BITS);

    /**
     * Reads lengths over those of the block before.
     *
     * @param bits of the chunk
     * @param lengths of codewords, changed from {@code from} to {@code to}
     * @param from index of the first
     * @param to index behind the last
     * @throws DataFormatException if they are not such lengths
     */
    void read(LzxBits bits, byte[] lengths, int from, int to) throws DataFormatException {
        for (int i = 0; i < SYMBOLS; i++) {
            bits.fill();
            own[i] = (byte) bits.take(4);
        }
        code.build(own, 0, SYMBOLS);
        int at = from;
        while (at < to) {
            bits.fill();
            int symbol = bits.symbol(code);
            if (symbol < SHORT_ZEROS) {
                lengths[at] = changed(lengths[at], symbol);
                at++;
                continue;
            }
            int run;
            byte length = 0;
            if (symbol == SHORT_ZEROS) {
                run = 4 + bits.take(4);
            } else if (symbol == LONG_ZEROS) {
                run = 20 + bits.take(5);
            } else {
                run = 4 + bits.take(1);
                bits.fill();
                int change = bits.symbol(code);
                if (change >= SHORT_ZEROS) {
                    throw new DataFormatException("run of codeword lengths of symbol " + change);
                }
                length = changed(lengths[at], change);
            }
            int next = Math.min(at + run, to); // a run may reach beyond the last, which encoders do not care about
            Arrays.fill(lengths, at, next, length);
            at = next;
        }
    }

    private static byte changed(byte length, int by) {
        int difference = length - by;
        return (byte) (difference < 0 ? difference + MODULUS : difference);
    }
}
