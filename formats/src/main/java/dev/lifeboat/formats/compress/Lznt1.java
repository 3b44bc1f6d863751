package dev.lifeboat.formats.compress;

import java.util.Arrays;
import java.util.Objects;
import java.util.zip.DataFormatException;

/**
 * LZNT1, [MS-XCA] 2.5: what NTFS compresses streams with. Chunks of up to 4096 bytes, each with a header of two bytes, plain or a
 * sequence of groups of eight literals or matches. How many bits of a match's 16 are its offset depends on how far the chunk is
 * expanded. It keeps nothing: any number of threads may use it.
 */
public final class Lznt1 implements Decompressor {
    private static final int CHUNK = 4096;
    private static final int COMPRESSED = 0x8000;
    private static final int LENGTH_MASK = 0x0fff;
    private static final int MIN_MATCH = 3;
    private static final int GROUP = 8;

    /**
     * {@inheritDoc}
     *
     * <p>A sequence of chunks may end early, with a header of zero or no more bytes; what is left is zeros then, as is what a
     * chunk leaves of its 4096 bytes.
     */
    @Override
    public void decompress(byte[] source, int from, int length, byte[] target, int at, int size)
            throws DataFormatException {
        Objects.checkFromIndexSize(from, length, source.length);
        Objects.checkFromIndexSize(at, size, target.length);
        int in = from;
        int end = from + length;
        int out = at;
        int targetEnd = at + size;
        while (out < targetEnd && in <= end - Character.BYTES) {
            int header = u16(source, in);
            if (header == 0) {
                break;
            }
            in += Character.BYTES;
            int stored = (header & LENGTH_MASK) + 1;
            if (stored > end - in) {
                throw new DataFormatException(
                        "LZNT1 chunk of " + stored + " bytes at " + (in - from) + " of " + length);
            }
            int chunkEnd = Math.min(targetEnd, out + CHUNK);
            int done;
            if ((header & COMPRESSED) != 0) {
                done = expand(source, in, in + stored, target, out, chunkEnd);
            } else {
                done = out + Math.min(stored, chunkEnd - out);
                System.arraycopy(source, in, target, out, done - out);
            }
            Arrays.fill(target, done, chunkEnd, (byte) 0);
            out = chunkEnd;
            in += stored;
        }
        Arrays.fill(target, out, targetEnd, (byte) 0);
    }

    /** Expands a chunk and returns where it ends in the target. */
    private static int expand(byte[] source, int from, int end, byte[] target, int start, int limit)
            throws DataFormatException {
        int in = from;
        int out = start;
        while (in < end) {
            int flags = source[in++];
            if (flags == 0 && in <= end - GROUP && out <= limit - GROUP) {
                System.arraycopy(source, in, target, out, GROUP);
                in += GROUP;
                out += GROUP;
                continue;
            }
            for (int i = 0; i < GROUP && in < end; i++, flags >>= 1) {
                if (out == limit) {
                    return out; // a chunk at the end of the unit may hold more than is asked for
                }
                if ((flags & 1) == 0) {
                    target[out++] = source[in++];
                    continue;
                }
                if (in > end - Character.BYTES) {
                    throw new DataFormatException("LZNT1 chunk ends in a match");
                }
                int pair = u16(source, in);
                in += Character.BYTES;
                int done = out - start;
                int lengthBits = lengthBits(done);
                int offset = (pair >> lengthBits) + 1;
                int length = (pair & (1 << lengthBits) - 1) + MIN_MATCH;
                if (offset > done) {
                    throw new DataFormatException("LZNT1 match " + offset + " back at " + done + " of its chunk");
                }
                if (length > limit - out) {
                    if (limit - start == CHUNK) {
                        throw new DataFormatException("LZNT1 match of " + length + " at " + done + " of " + CHUNK);
                    }
                    length = limit - out;
                }
                Matches.copy(target, out, offset, length, limit);
                out += length;
            }
        }
        return out;
    }

    /** Offsets take as many bits as the furthest back needs, four at least; lengths have the rest of 16. */
    private static int lengthBits(int done) {
        int offsetBits = Math.max(4, Integer.SIZE - Integer.numberOfLeadingZeros(done - 1));
        return Character.SIZE - offsetBits;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
    }
}
