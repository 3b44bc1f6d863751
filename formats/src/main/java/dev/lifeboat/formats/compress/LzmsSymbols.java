package dev.lifeboat.formats.compress;

import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * A Huffman code that adapts: it counts its symbols, and is built anew from the counts every so many of them. The counts are
 * halved then, so that what was long ago counts less. Encoder and decoder must build the very same code, therefore ties and the
 * limit of 15 bits are resolved in one certain way.
 */
final class LzmsSymbols {
    private static final int LONGEST = 15;
    private static final int TABLE_BITS = 10;
    /** Of a sort key that is the symbol. */
    private static final int SYMBOL_BITS = 10;

    private final int interval;
    private final HuffmanCode code;
    private final int[] counts;
    private final byte[] lengths;
    private final int[] keys;
    /** Nodes of the tree that are no leaves, in the order in which they were made: weights, then parents and depths. */
    private final int[] weights;

    private final int[] parents;
    private final int[] ofLength = new int[LONGEST + 1];
    private int symbols;
    private int left;

    /**
     * @param most symbols
     * @param interval after how many symbols the code is built anew
     */
    LzmsSymbols(int most, int interval) {
        this.interval = interval;
        this.code = new HuffmanCode(most, TABLE_BITS);
        this.counts = new int[most];
        this.lengths = new byte[most];
        this.keys = new int[most];
        this.weights = new int[most];
        this.parents = new int[most];
    }

    /** Begins with so many symbols, all as likely. */
    void start(int count) throws DataFormatException {
        symbols = count;
        Arrays.fill(counts, 0, count, 1);
        build();
    }

    int next(LzmsBits bits) throws DataFormatException {
        int symbol = bits.symbol(code);
        counts[symbol]++;
        left--;
        if (left == 0) {
            build();
            for (int i = 0; i < symbols; i++) {
                counts[i] = (counts[i] >> 1) + 1;
            }
        }
        return symbol;
    }

    private void build() throws DataFormatException {
        left = interval;
        for (int i = 0; i < symbols; i++) {
            keys[i] = counts[i] << SYMBOL_BITS | i;
        }
        Arrays.sort(keys, 0, symbols);
        if (symbols == 1) {
            lengths[0] = 1;
        } else {
            makeTree();
            countLengths();
            assignLengths();
        }
        code.build(lengths, 0, symbols);
    }

    /** Joins the two lightest nodes again and again; of nodes that weigh the same, leaves come first, then older ones. */
    private void makeTree() {
        int leaf = 0;
        int inner = 0;
        for (int made = 0; made < symbols - 1; made++) {
            int weight = 0;
            for (int child = 0; child < 2; child++) {
                if (leaf < symbols && (inner == made || keys[leaf] >> SYMBOL_BITS <= weights[inner])) {
                    weight += keys[leaf] >> SYMBOL_BITS;
                    leaf++;
                } else {
                    weight += weights[inner];
                    parents[inner] = made;
                    inner++;
                }
            }
            weights[made] = weight;
        }
    }

    /**
     * Counts codewords by length: an inner node takes the place of one codeword and makes two that are longer. Where these would
     * be too long, a shorter codeword gives its place, the longest there is.
     */
    private void countLengths() {
        Arrays.fill(ofLength, 0);
        int root = symbols - 2;
        int[] depths = weights; // which nobody needs any more
        depths[root] = 0;
        ofLength[1] = 2;
        for (int node = root - 1; node >= 0; node--) {
            int depth = depths[parents[node]] + 1;
            depths[node] = depth;
            int length = depth;
            if (length >= LONGEST) {
                length = LONGEST - 1;
                while (ofLength[length] == 0) {
                    length--;
                }
            }
            ofLength[length]--;
            ofLength[length + 1] += 2;
        }
    }

    /** The rarest symbols get the longest codewords. */
    private void assignLengths() {
        int at = 0;
        for (int length = LONGEST; length > 0; length--) {
            for (int i = 0; i < ofLength[length]; i++) {
                lengths[keys[at++] & ((1 << SYMBOL_BITS) - 1)] = (byte) length;
            }
        }
    }
}
