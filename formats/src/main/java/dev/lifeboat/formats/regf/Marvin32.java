package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;

/**
 * Marvin32, the checksum in entries of new logs. Described in US patent 8,555,016 and published by Microsoft in several open
 * programs; the seed is that of the registry.
 */
final class Marvin32 {
    static final long REGISTRY_SEED = 0x82ef4d88_7a4e55c5L;

    private static final int CHUNK = 1 << 16;
    private static final int END_MARK = 0x80;

    private int low;
    private int high;

    private Marvin32(long seed) {
        low = (int) seed;
        high = (int) (seed >>> 32);
    }

    /**
     * Computes a checksum.
     *
     * @param seed of the registry, or another
     * @param source of the bytes
     * @param offset of the first
     * @param length how many
     * @return 64 bits
     * @throws IOException if they cannot be read
     */
    static long of(long seed, ByteSource source, long offset, long length) throws IOException {
        Marvin32 sum = new Marvin32(seed);
        long whole = length & ~3L;
        for (long at = 0; at < whole; at += CHUNK) {
            byte[] chunk = source.bytes(offset + at, (int) Math.min(CHUNK, whole - at));
            for (int i = 0; i < chunk.length; i += 4) {
                sum.add((chunk[i] & 0xff)
                        | (chunk[i + 1] & 0xff) << 8
                        | (chunk[i + 2] & 0xff) << 16
                        | (chunk[i + 3] & 0xff) << 24);
            }
        }
        byte[] rest = source.bytes(offset + whole, (int) (length - whole));
        int last = END_MARK << (8 * rest.length);
        for (int i = 0; i < rest.length; i++) {
            last |= (rest[i] & 0xff) << (8 * i);
        }
        sum.add(last);
        sum.add(0);
        return (sum.high & 0xffff_ffffL) << 32 | (sum.low & 0xffff_ffffL);
    }

    private void add(int word) {
        low += word;
        high ^= low;
        low = Integer.rotateLeft(low, 20) + high;
        high = Integer.rotateLeft(high, 9) ^ low;
        low = Integer.rotateLeft(low, 27) + high;
        high = Integer.rotateLeft(high, 19);
    }
}
