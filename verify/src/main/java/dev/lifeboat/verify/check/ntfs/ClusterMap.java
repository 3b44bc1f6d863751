package dev.lifeboat.verify.check.ntfs;

/** Which clusters of a window of the volume belong to something: one bit each. */
final class ClusterMap {
    private final long first;
    private final long end;
    private final long[] words;

    /**
     * @param first cluster of the window, a multiple of 64
     * @param end cluster after the window
     */
    ClusterMap(long first, long end) {
        this.first = first;
        this.end = end;
        this.words = new long[Math.toIntExact((end - first + 63) / 64)];
    }

    /**
     * Marks clusters as belonging to something; those outside the window are left out.
     *
     * @param cluster first to mark
     * @param length how many
     * @return the first that was already marked, or -1
     */
    long claim(long cluster, long length) {
        long from = Math.max(cluster, first);
        long to = Math.min(cluster + length, end);
        long twice = -1;
        while (from < to) {
            int word = (int) ((from - first) / 64);
            int bit = (int) ((from - first) % 64);
            int n = (int) Math.min(64 - bit, to - from);
            long mask = (n == 64 ? -1L : (1L << n) - 1) << bit;
            long both = words[word] & mask;
            if (both != 0 && twice < 0) {
                twice = first + 64L * word + Long.numberOfTrailingZeros(both);
            }
            words[word] |= mask;
            from += n;
        }
        return twice;
    }

    /**
     * Returns 64 bits of the map.
     *
     * @param cluster in the window, a multiple of 64
     * @return bit n is the cluster's n behind it
     */
    long bits(long cluster) {
        return words[(int) ((cluster - first) / 64)];
    }

    long first() {
        return first;
    }

    long end() {
        return end;
    }
}
