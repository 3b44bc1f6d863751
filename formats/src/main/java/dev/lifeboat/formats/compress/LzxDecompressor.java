package dev.lifeboat.formats.compress;

import java.util.Arrays;
import java.util.Objects;
import java.util.zip.DataFormatException;

/**
 * LZX as in WIM and WOF: the LZX DELTA of [MS-PATCH] without its files' framing. Each chunk stands alone, and its size is the
 * window's. It is a sequence of blocks, plain or with two or three Huffman codes of their own, whose codeword lengths are given
 * as differences to those of the block before. Bits come in little-endian units of 16, the highest first.
 *
 * <p>Other than there: a bit tells whether a block has the default size of 32 KiB, and targets of x86 calls are always turned
 * back to distances ({@link X86Calls}).
 */
final class LzxDecompressor implements Decompressor {
    private static final int LITERALS = 256;
    private static final int LENGTHS_IN_SYMBOL = 8;
    private static final int MIN_MATCH = 2;
    private static final int LENGTH_SYMBOLS = 249;
    private static final int ALIGNED_SYMBOLS = 8;

    private static final int MAIN_TABLE_BITS = 11;
    private static final int LENGTH_TABLE_BITS = 10;
    private static final int ALIGNED_TABLE_BITS = 7;

    private static final int VERBATIM = 1;
    private static final int ALIGNED = 2;
    private static final int PLAIN = 3;
    private static final int DEFAULT_BLOCK = 1 << 15;

    private final boolean largeWindow;
    private final int mainSymbols;
    private final byte[] mainLengths;
    private final byte[] lengthLengths = new byte[LENGTH_SYMBOLS];
    private final byte[] alignedLengths = new byte[ALIGNED_SYMBOLS];
    private final HuffmanCode main;
    private final HuffmanCode length = new HuffmanCode(LENGTH_SYMBOLS, LENGTH_TABLE_BITS);
    private final HuffmanCode aligned = new HuffmanCode(ALIGNED_SYMBOLS, ALIGNED_TABLE_BITS);
    private final LzxCodeLengths codeLengths = new LzxCodeLengths();
    private final LzxBits bits = new LzxBits();

    /** The offsets of the last matches, the latest first. */
    private int recent0;

    private int recent1;
    private int recent2;

    /**
     * @param windowSize that chunks expand to at most, a power of two from 32 KiB to 2 MiB
     */
    LzxDecompressor(int windowSize) {
        this.largeWindow = windowSize > 1 << 15;
        this.mainSymbols = LITERALS + LENGTHS_IN_SYMBOL * LzxOffsets.slots(windowSize);
        this.mainLengths = new byte[mainSymbols];
        this.main = new HuffmanCode(mainSymbols, MAIN_TABLE_BITS);
    }

    @Override
    public void decompress(byte[] source, int from, int length, byte[] target, int at, int size)
            throws DataFormatException {
        Objects.checkFromIndexSize(from, length, source.length);
        Objects.checkFromIndexSize(at, size, target.length);
        bits.start(source, from, length);
        Arrays.fill(mainLengths, (byte) 0);
        Arrays.fill(lengthLengths, (byte) 0);
        recent0 = 1;
        recent1 = 1;
        recent2 = 1;
        int done = 0;
        while (done < size) {
            done += block(target, at, at + done, at + size);
        }
        bits.requireNotBehindEnd();
        X86Calls.toDistances(target, at, size);
    }

    /** Expands one block and returns its size. */
    private int block(byte[] target, int start, int at, int end) throws DataFormatException {
        bits.fill();
        int type = bits.take(3);
        int size = blockSize();
        if (size == 0 || size > end - at) {
            throw new DataFormatException("block of " + size + " bytes at " + (at - start) + " of " + (end - start));
        }
        switch (type) {
            case VERBATIM, ALIGNED -> {
                readCodes(type == ALIGNED);
                expand(type == ALIGNED, target, start, at, at + size);
                bits.requireNotBehindEnd();
            }
            case PLAIN -> plain(target, at, size);
            default -> throw new DataFormatException("block of type " + type);
        }
        return size;
    }

    private int blockSize() throws DataFormatException {
        bits.fill();
        if (bits.take(1) == 1) {
            return DEFAULT_BLOCK;
        }
        int size = bits.take(16);
        return largeWindow ? size << 8 | bits.take(8) : size;
    }

    private void readCodes(boolean withAligned) throws DataFormatException {
        if (withAligned) {
            for (int i = 0; i < ALIGNED_SYMBOLS; i++) {
                bits.fill();
                alignedLengths[i] = (byte) bits.take(3);
            }
            aligned.build(alignedLengths, 0, ALIGNED_SYMBOLS);
        }
        codeLengths.read(bits, mainLengths, 0, LITERALS);
        codeLengths.read(bits, mainLengths, LITERALS, mainSymbols);
        main.build(mainLengths, 0, mainSymbols);
        codeLengths.read(bits, lengthLengths, 0, LENGTH_SYMBOLS);
        length.build(lengthLengths, 0, LENGTH_SYMBOLS);
    }

    private void plain(byte[] target, int at, int size) throws DataFormatException {
        bits.align();
        recent0 = bits.recentOffset();
        recent1 = bits.recentOffset();
        recent2 = bits.recentOffset();
        bits.bytes(target, at, size);
    }

    /** The state of the bits is kept in local variables here, and put back at the end: this loop is where the time goes. */
    private void expand(boolean withAligned, byte[] target, int start, int at, int end) throws DataFormatException {
        final char[] mainTable = main.table;
        final char[] lengthTable = length.table;
        final LzxBits input = bits;
        long hand = input.hand;
        int count = input.count;
        int r0 = recent0;
        int r1 = recent1;
        int r2 = recent2;
        int out = at;
        while (out < end) {
            // A codeword of up to 16 bits, and that of a length, too.
            if (count < LzxBits.REFILL) {
                hand |= input.units(count);
                count += LzxBits.REFILL;
            }
            int entry = mainTable[(int) (hand >>> (Long.SIZE - MAIN_TABLE_BITS))];
            if (entry == 0) {
                entry = main.longEntry(hand);
            }
            hand <<= entry;
            count -= entry & HuffmanCode.LENGTH_MASK;
            int symbol = entry >> HuffmanCode.LENGTH_BITS;
            if (symbol < LITERALS) {
                target[out++] = (byte) symbol;
                continue;
            }
            int matchLength = symbol & LENGTHS_IN_SYMBOL - 1;
            if (matchLength == LENGTHS_IN_SYMBOL - 1) {
                entry = lengthTable[(int) (hand >>> (Long.SIZE - LENGTH_TABLE_BITS))];
                if (entry == 0) {
                    entry = length.longEntry(hand);
                }
                hand <<= entry;
                count -= entry & HuffmanCode.LENGTH_MASK;
                matchLength += entry >> HuffmanCode.LENGTH_BITS;
            }
            matchLength += MIN_MATCH;
            int slot = (symbol - LITERALS) / LENGTHS_IN_SYMBOL;
            int offset;
            if (slot < LzxOffsets.RECENT) {
                offset = slot == 0 ? r0 : slot == 1 ? r1 : r2;
                if (slot == 1) {
                    r1 = r0;
                } else if (slot == 2) {
                    r2 = r0;
                }
            } else {
                // Up to 17 bits, or 14 and a codeword of 7.
                if (count < LzxBits.REFILL) {
                    hand |= input.units(count);
                    count += LzxBits.REFILL;
                }
                int extra = LzxOffsets.extraBits(slot);
                offset = LzxOffsets.base(slot);
                if (withAligned && extra >= 3) {
                    offset += (int) (hand >>> 1 >>> (63 - (extra - 3))) << 3;
                    hand <<= extra - 3;
                    entry = aligned.table[(int) (hand >>> (Long.SIZE - ALIGNED_TABLE_BITS))];
                    if (entry == 0) {
                        entry = aligned.longEntry(hand);
                    }
                    hand <<= entry;
                    count -= extra - 3 + (entry & HuffmanCode.LENGTH_MASK);
                    offset += entry >> HuffmanCode.LENGTH_BITS;
                } else {
                    offset += (int) (hand >>> 1 >>> (63 - extra));
                    hand <<= extra;
                    count -= extra;
                }
                r2 = r1;
                r1 = r0;
            }
            r0 = offset;
            if (offset > out - start || matchLength > end - out) {
                throw new DataFormatException("match of " + matchLength + " bytes, " + offset + " back, at "
                        + (out - start) + "; the block ends at " + (end - start));
            }
            Matches.copy(target, out, offset, matchLength, end);
            out += matchLength;
        }
        input.hand = hand;
        input.count = count;
        recent0 = r0;
        recent1 = r1;
        recent2 = r2;
    }
}
