package dev.lifeboat.formats.compress;

import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * A canonical Huffman code, built anew for each chunk or block in arrays that stay. Shorter codewords come first, those of one
 * length in the order of their symbols; the first bit of a codeword is its highest.
 *
 * <p>A table that the next bits of the input index gives symbol and length of all codewords that are no longer than the index;
 * the few that are longer are found by comparing. Entries are {@code symbol << 6 | length}: shifting a long by an entry shifts
 * it by the length, since Java takes six bits of a distance.
 */
final class HuffmanCode {
    /** Bits of an entry that hold the codeword's length. */
    static final int LENGTH_BITS = 6;

    static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

    private static final int LONGEST = 16;
    /** A symbol must fit into an entry. */
    private static final int MOST_SYMBOLS = 1 << (Character.SIZE - LENGTH_BITS);

    /** Entry for each value of the next {@link #tableBits} bits; 0 where the codeword is longer, or there is none. */
    final char[] table;

    /** How far to shift 64 bits right, so that their first ones index the table. */
    final int shift;

    private final int tableBits;
    /** Symbols in the order of their codewords. */
    private final char[] sorted;
    /** By length: the first codeword, how many there are, and where their symbols begin in {@link #sorted}. */
    private final int[] first = new int[LONGEST + 1];

    private final int[] count = new int[LONGEST + 1];
    private final int[] start = new int[LONGEST + 2];
    private final int[] next = new int[LONGEST + 2];

    /**
     * @param symbols the most that a code has
     * @param tableBits how many bits index the table
     */
    HuffmanCode(int symbols, int tableBits) {
        if (symbols > MOST_SYMBOLS) {
            throw new IllegalArgumentException(symbols + " symbols");
        }
        this.tableBits = tableBits;
        this.shift = Long.SIZE - tableBits;
        this.table = new char[1 << tableBits];
        this.sorted = new char[symbols];
    }

    /**
     * Builds the code. One that leaves bits without meaning is taken; meeting these is an error when it happens.
     *
     * @param lengths of the codewords of all symbols, 0 to 16; 0 for symbols that do not occur
     * @param from index of the first symbol's
     * @param symbols how many
     * @throws DataFormatException if there are more codewords than bits can tell apart
     */
    void build(byte[] lengths, int from, int symbols) throws DataFormatException {
        Arrays.fill(count, 0);
        for (int i = 0; i < symbols; i++) {
            count[lengths[from + i]]++;
        }
        count[0] = 0;
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code = code << 1;
            first[length] = code;
            code += count[length];
            if (code > 1 << length) {
                throw new DataFormatException("more Huffman codewords of up to " + length + " bits than there can be");
            }
            start[length + 1] = start[length] + count[length];
        }
        sort(lengths, from, symbols);
        fillTable();
    }

    private void sort(byte[] lengths, int from, int symbols) {
        System.arraycopy(start, 0, next, 0, next.length);
        for (int symbol = 0; symbol < symbols; symbol++) {
            int length = lengths[from + symbol];
            if (length != 0) {
                sorted[next[length]++] = (char) symbol;
            }
        }
    }

    private void fillTable() {
        int at = 0;
        for (int length = 1; length <= tableBits; length++) {
            int run = 1 << (tableBits - length);
            for (int i = start[length]; i < start[length + 1]; i++) {
                char entry = (char) (sorted[i] << LENGTH_BITS | length);
                if (run == 1) {
                    table[at] = entry;
                } else {
                    Arrays.fill(table, at, at + run, entry);
                }
                at += run;
            }
        }
        Arrays.fill(table, at, table.length, (char) 0);
    }

    /**
     * Finds a codeword that the table does not have.
     *
     * @param bits of the input, the next one highest
     * @return its entry
     * @throws DataFormatException if no codeword begins like this
     */
    int longEntry(long bits) throws DataFormatException {
        for (int length = tableBits + 1; length <= LONGEST; length++) {
            int index = (int) (bits >>> (Long.SIZE - length)) - first[length];
            if (index < count[length]) {
                return sorted[start[length] + index] << LENGTH_BITS | length;
            }
        }
        throw new DataFormatException("bits that are no Huffman codeword");
    }
}
