package dev.lifeboat.formats.compress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.zip.DataFormatException;

/**
 * LZMS, the codec of .esd files. Nobody has published a specification; what is here was learned from descriptions of the format
 * and from what other programs make. A chunk is two streams in one: from its front a range coder's, which decides what comes
 * next, and from its back Huffman codes, which say what exactly. What comes next is a literal, a match, or a delta match, which
 * repeats the differences between bytes rather than the bytes. In the end the targets in x86 instructions are turned back to
 * distances ({@link LzmsX86Code}).
 */
final class LzmsDecompressor implements Decompressor {
    private static final int SMALLEST = 4;

    private static final int LITERALS = 256;
    private static final int POWERS = 8;
    private static final int OFTEN = 512;
    private static final int SELDOM = 1024;

    private final LzmsDecisions decisions = new LzmsDecisions();
    private final LzmsBits bits = new LzmsBits();
    private final LzmsX86Code code = new LzmsX86Code();

    private final LzmsChoice isMatch = new LzmsChoice(4);
    private final LzmsChoice isDelta = new LzmsChoice(5);
    private final LzmsChoice isRepeat = new LzmsChoice(6);
    private final LzmsChoice isLater = new LzmsChoice(6);
    private final LzmsChoice isLast = new LzmsChoice(6);
    private final LzmsChoice isDeltaRepeat = new LzmsChoice(6);
    private final LzmsChoice isDeltaLater = new LzmsChoice(6);
    private final LzmsChoice isDeltaLast = new LzmsChoice(6);

    private final LzmsSymbols literals = new LzmsSymbols(LITERALS, SELDOM);
    private final LzmsSymbols lengths = new LzmsSymbols(LzmsSlots.LENGTHS.count(), OFTEN);
    private final LzmsSymbols offsets = new LzmsSymbols(LzmsSlots.OFFSETS.count(), SELDOM);
    private final LzmsSymbols powers = new LzmsSymbols(POWERS, OFTEN);
    private final LzmsSymbols deltaOffsets = new LzmsSymbols(LzmsSlots.OFFSETS.count(), SELDOM);

    private final LzmsRecent recent = new LzmsRecent();
    private final LzmsRecent recentDeltas = new LzmsRecent();

    @Override
    public void decompress(byte[] source, int from, int length, byte[] target, int at, int size)
            throws DataFormatException {
        Objects.checkFromIndexSize(from, length, source.length);
        Objects.checkFromIndexSize(at, size, target.length);
        requireWhole(length);
        decisions.start(source, from, length);
        bits.start(source, from, length);
        decompress(target, at, size);
    }

    /**
     * Expands one chunk that is read piece by piece, from both ends.
     *
     * @param source reads the compressed bytes
     * @param length how many
     * @param target as in {@link #decompress(byte[], int, int, byte[], int, int)}
     * @param at index of the first
     * @param size how many the chunk expands to
     * @throws DataFormatException if the bytes are not such a chunk
     * @throws IOException if they cannot be read
     */
    void decompress(StoredBytes source, int length, byte[] target, int at, int size)
            throws DataFormatException, IOException {
        Objects.checkFromIndexSize(at, size, target.length);
        requireWhole(length);
        try {
            decisions.start(source, length);
            bits.start(source, length);
            decompress(target, at, size);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void requireWhole(int length) throws DataFormatException {
        if (length % Character.BYTES != 0 || length < SMALLEST) {
            throw new DataFormatException("LZMS chunk of " + length + " bytes");
        }
    }

    private void decompress(byte[] target, int at, int size) throws DataFormatException {
        start(size);
        expand(target, at, at + size);
        decisions.requireNotBehindEnd();
        bits.requireNotBehindEnd();
        code.toDistances(target, at, size);
    }

    private void start(int size) throws DataFormatException {
        isMatch.start();
        isDelta.start();
        isRepeat.start();
        isLater.start();
        isLast.start();
        isDeltaRepeat.start();
        isDeltaLater.start();
        isDeltaLast.start();
        int slots = LzmsSlots.OFFSETS.upTo(size - 1);
        literals.start(LITERALS);
        lengths.start(LzmsSlots.LENGTHS.count());
        offsets.start(slots);
        powers.start(POWERS);
        deltaOffsets.start(slots);
        recent.start();
        recentDeltas.start();
    }

    private void expand(byte[] target, int start, int end) throws DataFormatException {
        int at = start;
        while (at < end) {
            if (decisions.next(isMatch) == 0) {
                target[at++] = (byte) literals.next(bits);
                recent.settle();
                recentDeltas.settle();
            } else if (decisions.next(isDelta) == 0) {
                long offset = offset();
                int length = length(at - start, end - start);
                recentDeltas.settle();
                if (offset > at - start) {
                    throw new DataFormatException("match " + offset + " back, at " + (at - start));
                }
                Matches.copy(target, at, (int) offset, length, end);
                at += length;
            } else {
                long delta = delta();
                int length = length(at - start, end - start);
                recent.settle();
                int power = (int) (delta >>> Integer.SIZE);
                int span = 1 << power;
                long offset = (delta & 0xffff_ffffL) << power;
                if (offset + span > at - start) {
                    throw new DataFormatException(
                            "delta match " + offset + " back by " + span + ", at " + (at - start));
                }
                copyDifferences(target, at, (int) offset, span, length);
                at += length;
            }
        }
    }

    private static void copyDifferences(byte[] target, int at, int offset, int span, int length) {
        for (int i = at; i < at + length; i++) {
            target[i] = (byte) (target[i - span] + target[i - offset] - target[i - offset - span]);
        }
    }

    private long offset() throws DataFormatException {
        if (decisions.next(isRepeat) == 0) {
            return recent.add(LzmsSlots.OFFSETS.value(offsets.next(bits), bits));
        }
        int which = decisions.next(isLater) == 0 ? 0 : 1 + decisions.next(isLast);
        return recent.repeat(which);
    }

    /** The power in the upper half, the offset, which it multiplies, in the lower. */
    private long delta() throws DataFormatException {
        if (decisions.next(isDeltaRepeat) == 0) {
            long power = powers.next(bits);
            return recentDeltas.add(power << Integer.SIZE | LzmsSlots.OFFSETS.value(deltaOffsets.next(bits), bits));
        }
        int which = decisions.next(isDeltaLater) == 0 ? 0 : 1 + decisions.next(isDeltaLast);
        return recentDeltas.repeat(which);
    }

    private int length(int at, int size) throws DataFormatException {
        long length = LzmsSlots.LENGTHS.value(lengths.next(bits), bits);
        if (length > size - at) {
            throw new DataFormatException("match of " + length + " bytes at " + at + " of " + size);
        }
        return (int) length;
    }
}
