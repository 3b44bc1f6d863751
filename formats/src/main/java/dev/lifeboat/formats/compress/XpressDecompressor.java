package dev.lifeboat.formats.compress;

import java.util.Objects;
import java.util.zip.DataFormatException;

/**
 * XPRESS with Huffman codes, [MS-XCA] 2.1.4 and 2.2: one code for literals and for matches' lengths and offsets, its 512
 * codeword lengths in front of each chunk. Bits come in little-endian units of 16, the highest first; the longest matches'
 * lengths stand as whole bytes between the units, at the place that a decoder with 16 to 31 bits in hand has reached.
 */
final class XpressDecompressor implements Decompressor {
    private static final int SYMBOLS = 512;
    private static final int LENGTHS_SIZE = SYMBOLS / 2;
    private static final int TABLE_BITS = 11;
    private static final int MIN_MATCH = 3;
    /** Codeword of up to 15 bits, then the 16 that a decoder has in hand, or an offset of up to 15. */
    private static final int ENOUGH_BITS = 31;

    private static final int ESCAPE = 15;

    private final byte[] lengths = new byte[SYMBOLS];
    private final HuffmanCode code = new HuffmanCode(SYMBOLS, TABLE_BITS);

    @Override
    public void decompress(byte[] source, int from, int length, byte[] target, int at, int size)
            throws DataFormatException {
        Objects.checkFromIndexSize(from, length, source.length);
        Objects.checkFromIndexSize(at, size, target.length);
        if (size == 0) {
            return;
        }
        if (length < LENGTHS_SIZE) {
            throw new DataFormatException(length + " bytes do not hold the " + LENGTHS_SIZE + " of the Huffman code");
        }
        for (int i = 0; i < LENGTHS_SIZE; i++) {
            lengths[2 * i] = (byte) (source[from + i] & 15);
            lengths[2 * i + 1] = (byte) (source[from + i] >> 4 & 15);
        }
        code.build(lengths, 0, SYMBOLS);
        int end = from + length;
        if (expand(source, from + LENGTHS_SIZE, end, target, at, at + size) > end) {
            throw new DataFormatException("the chunk's " + length + " bytes end before " + size + " are expanded");
        }
    }

    /** Returns where the decoder has got to in the source; behind its end, if it had to make up bits. */
    private int expand(byte[] source, int from, int end, byte[] target, int at, int targetEnd)
            throws DataFormatException {
        final char[] table = code.table;
        final int shift = code.shift;
        int in = from;
        int out = at;
        long bits = 0; // the next one highest
        int count = 0;
        while (out < targetEnd) {
            if (count < ENOUGH_BITS) {
                bits |= units(source, in, end) << (Integer.SIZE - count);
                in += Integer.BYTES;
                count += Integer.SIZE;
            }
            int entry = table[(int) (bits >>> shift)];
            if (entry == 0) {
                entry = code.longEntry(bits);
            }
            bits <<= entry;
            count -= entry & HuffmanCode.LENGTH_MASK;
            int symbol = entry >> HuffmanCode.LENGTH_BITS;
            if (symbol < 256) {
                target[out++] = (byte) symbol;
                continue;
            }
            int length = symbol & 15;
            int offsetBits = symbol >> 4 & 15;
            if (length == ESCAPE) {
                // Units that a decoder of the specification does not have in hand yet go back.
                int more = count / 16 - 1;
                in -= 2 * more;
                count -= 16 * more;
                bits &= -1L << -count;
                long longer = longLength(source, in, end);
                in += (int) (longer & 7);
                length = (int) Math.min(longer >>> 3, Integer.MAX_VALUE - MIN_MATCH);
            }
            length += MIN_MATCH;
            int offset = (1 << offsetBits) + (int) (bits >>> 1 >>> (63 - offsetBits));
            bits <<= offsetBits;
            count -= offsetBits;
            if (offset > out - at || length > targetEnd - out) {
                throw new DataFormatException("match of " + length + " bytes, " + offset + " back, at " + (out - at)
                        + " of " + (targetEnd - at));
            }
            Matches.copy(target, out, offset, length, targetEnd);
            out += length;
        }
        return in - (count >> 3 & -2);
    }

    /** Two units, the first one higher; zeros behind the end. */
    private static long units(byte[] source, int in, int end) {
        if (in <= end - Integer.BYTES) {
            return (source[in] & 0xff) << 16
                    | (source[in + 1] & 0xffL) << 24
                    | (source[in + 2] & 0xff)
                    | (source[in + 3] & 0xff) << 8;
        }
        long units = 0;
        for (int i = 0; i < Integer.BYTES && in + i < end; i++) {
            units |= (source[in + i] & 0xffL) << ((i ^ 2) * Byte.SIZE);
        }
        return units;
    }

    /** A length too large for a symbol, less the smallest: times 8, plus how many bytes it stands in. */
    private static long longLength(byte[] source, int in, int end) throws DataFormatException {
        long value = bytes(source, in, end, 1);
        if (value < 0xff) {
            return (value + ESCAPE) << 3 | 1;
        }
        value = bytes(source, in + 1, end, 2);
        int used = 3;
        if (value == 0) {
            value = bytes(source, in + 3, end, 4);
            used = 7;
        }
        if (value < ESCAPE) {
            throw new DataFormatException("match's length is " + value + " in long form, which begins at " + ESCAPE);
        }
        return value << 3 | used;
    }

    private static long bytes(byte[] source, int in, int end, int count) throws DataFormatException {
        if (in > end - count) {
            throw new DataFormatException("the chunk ends in a match's length");
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (source[in + i] & 0xffL) << (i * Byte.SIZE);
        }
        return value;
    }
}
