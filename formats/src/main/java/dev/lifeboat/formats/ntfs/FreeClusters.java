package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Asks $Bitmap whether clusters are free. */
final class FreeClusters {
    private static final int CHUNK = 1 << 14;

    /** What deleted files may claim together: more than any volume ever held, and yet read in a moment. */
    private static final int MOST_VOLUMES = 16;

    private final ByteSource bitmap;
    private final byte[] chunk = new byte[CHUNK];
    private long budget;

    /**
     * Prepares questions.
     *
     * @param bitmap the content of $Bitmap
     * @param clusters of the volume
     */
    FreeClusters(ByteSource bitmap, long clusters) {
        this.bitmap = bitmap;
        this.budget = (1L << 26) + Math.min(clusters, Long.MAX_VALUE / (2 * MOST_VOLUMES)) * MOST_VOLUMES;
    }

    /**
     * Tells what became of the clusters of a file.
     *
     * @param runs within the volume
     * @return free, reused, or not known because others were asked for that took too long
     * @throws IOException if the storage cannot be read
     */
    DeletedFile.Content state(RunList runs) throws IOException {
        for (int run = 0; run < runs.count(); run++) {
            if (runs.lcn(run) != RunDecoder.HOLE) {
                budget -= runs.length(run);
                if (budget < 0) {
                    return DeletedFile.Content.UNKNOWN;
                }
                if (!free(runs.lcn(run), runs.length(run))) {
                    return DeletedFile.Content.REUSED;
                }
            }
        }
        return DeletedFile.Content.FREE;
    }

    private boolean free(long lcn, long length) throws IOException {
        long end = lcn + length;
        for (long at = lcn; at < end; ) {
            long from = at / 8;
            int bytes = (int) Math.min(CHUNK, (end - 1) / 8 - from + 1);
            bitmap.read(from, ByteBuffer.wrap(chunk, 0, bytes));
            for (int i = 0; i < bytes; i++) {
                long first = (from + i) * 8;
                int mask = 0xff;
                mask &= first < at ? 0xff << (at - first) : 0xff;
                mask &= first + 8 > end ? 0xff >>> (first + 8 - end) : 0xff;
                if ((chunk[i] & mask) != 0) {
                    return false;
                }
            }
            at = (from + bytes) * 8;
        }
        return true;
    }
}
