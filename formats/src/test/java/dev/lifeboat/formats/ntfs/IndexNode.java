package dev.lifeboat.formats.ntfs;

import java.util.ArrayList;
import java.util.List;

/** A node of a directory's index; the root of one, or a block. */
final class IndexNode {
    private static final long NONE = -1;

    private final List<byte[]> entries = new ArrayList<>();

    /** Adds a name; the key is a $FILE_NAME. */
    IndexNode entry(long reference, byte[] key) {
        return entry(reference, key, NONE);
    }

    /** Adds a name with the node of the names before it. */
    IndexNode entry(long reference, byte[] key, long childVcn) {
        entries.add(coded(reference, key, childVcn, 0));
        return this;
    }

    /** Adds the entry without a name that ends every node. */
    IndexNode end() {
        return end(NONE);
    }

    /** Likewise, with the node of the names behind the last. */
    IndexNode end(long childVcn) {
        entries.add(coded(0, new byte[0], childVcn, 2));
        return this;
    }

    private static byte[] coded(long reference, byte[] key, long childVcn, int flags) {
        boolean child = childVcn != NONE;
        int length = NtfsBytes.round8(16 + key.length) + (child ? 8 : 0);
        return NtfsBytes.structure(length, b -> {
            b.putLong(0, reference).putShort(8, (short) length).putShort(10, (short) key.length);
            b.putInt(12, flags | (child ? 1 : 0)).put(16, key);
            if (child) {
                b.putLong(length - 8, childVcn);
            }
        });
    }

    private byte[] all() {
        return NtfsBytes.concat(entries.toArray(byte[][]::new));
    }

    int size() {
        return all().length;
    }

    /** The value of an $INDEX_ROOT. */
    byte[] root(int blockSize, int clusterSize) {
        byte[] all = all();
        int unit = clusterSize <= blockSize ? clusterSize : 512;
        boolean large = entries.stream().anyMatch(entry -> (entry[12] & 1) != 0);
        return NtfsBytes.structure(32 + all.length, b -> b.putInt(0, 0x30)
                .putInt(4, 1)
                .putInt(8, blockSize)
                .put(12, (byte) (blockSize / unit))
                .putInt(16, 16)
                .putInt(20, 16 + all.length)
                .putInt(24, 16 + all.length)
                .putInt(28, large ? 1 : 0)
                .put(32, all));
    }

    /** A block of $INDEX_ALLOCATION. */
    byte[] block(long vcn, int size) {
        byte[] all = all();
        int first = NtfsBytes.round8(40 + 2 * (size / 512 + 1));
        byte[] block = NtfsBytes.structure(size, b -> b.put(0, NtfsBytes.ascii("INDX"))
                .putLong(16, vcn)
                .putInt(24, first - 24)
                .putInt(28, first - 24 + all.length)
                .putInt(32, size - 24)
                .put(first, all));
        NtfsBytes.protect(block, 0, size, 40);
        return block;
    }
}
