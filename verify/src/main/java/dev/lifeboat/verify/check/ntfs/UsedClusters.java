package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.SparseSource;
import dev.lifeboat.formats.source.SparseSource.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Counts the marks in $Bitmap. */
final class UsedClusters {
    private static final int CHUNK = 1 << 16;

    private UsedClusters() {}

    /**
     * Counts.
     *
     * @param bitmap content of $Bitmap
     * @param first cluster
     * @param end cluster after the last one; nothing is counted where it is not greater
     * @return how many of them are marked as used
     * @throws IOException if the bitmap cannot be read
     */
    static long count(ByteSource bitmap, long first, long end) throws IOException {
        if (first >= end) {
            return 0;
        }
        long used = 0;
        byte[] chunk = new byte[(int) Math.min(CHUNK, (end - first) / Byte.SIZE + 2)];
        for (long cluster = first; cluster < end; ) {
            long at = cluster / Byte.SIZE;
            long bytes = Math.min(chunk.length, (end - 1) / Byte.SIZE + 1 - at);
            if (bitmap instanceof SparseSource sparse) {
                SparseSource.Extent extent = sparse.extentAt(at);
                bytes = Math.min(bytes, extent.length());
                if (extent.origin() == Origin.NOWHERE || extent.origin() == Origin.ZERO) {
                    cluster = (at + extent.length()) * Byte.SIZE;
                    continue;
                }
            }
            bitmap.read(at, ByteBuffer.wrap(chunk, 0, (int) bytes));
            used += marks(chunk, (int) bytes, cluster - at * Byte.SIZE, end - at * Byte.SIZE);
            cluster = (at + bytes) * Byte.SIZE;
        }
        return used;
    }

    private static long marks(byte[] bytes, int length, long first, long end) {
        long marks = 0;
        for (int i = 0; i < length; i++) {
            int bits = bytes[i] & 0xff;
            if (i == 0) {
                bits &= 0xff << first;
            }
            if (end - Byte.SIZE * (long) i < Byte.SIZE) {
                bits &= (1 << (end - Byte.SIZE * (long) i)) - 1;
            }
            marks += Integer.bitCount(bits);
        }
        return marks;
    }
}
