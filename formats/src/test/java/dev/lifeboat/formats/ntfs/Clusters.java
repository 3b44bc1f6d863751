package dev.lifeboat.formats.ntfs;

import java.io.ByteArrayOutputStream;

/** A value that lies in clusters, or one piece of it: its sizes, and its runs in their coded form. */
public final class Clusters {
    /** In place of a cluster: zeros that are nowhere. */
    public static final long HOLE = -1;

    private final ByteArrayOutputStream runs = new ByteArrayOutputStream();
    private long previous;
    private long count;
    private long stored;
    private int clusterSize = TinyVolume.CLUSTER;
    private long lowest;
    private long claimed = -1;
    private long allocated = -1;
    private long size = -1;
    private long valid = -1;
    private int unit;
    private boolean ended = true;

    private Clusters() {}

    /** Runs as pairs: first cluster or {@link #HOLE}, length. */
    public static Clusters of(long... pairs) {
        Clusters clusters = new Clusters();
        for (int i = 0; i < pairs.length; i += 2) {
            clusters.run(pairs[i], pairs[i + 1]);
        }
        return clusters;
    }

    /** Runs in coded form, right or wrong, without the zero that ends them; said to map so many clusters. */
    public static Clusters coded(long count, int... bytes) {
        Clusters clusters = new Clusters();
        clusters.ended = false;
        for (int b : bytes) {
            clusters.runs.write(b);
        }
        clusters.count = count;
        return clusters;
    }

    private void run(long lcn, long length) {
        int lengthSize = bytesFor(length);
        boolean hole = lcn == HOLE;
        int offsetSize = hole ? 0 : bytesFor(lcn - previous);
        runs.write(offsetSize << 4 | lengthSize);
        write(length, lengthSize);
        write(lcn - previous, offsetSize);
        previous = hole ? previous : lcn;
        count += length;
        stored += hole ? 0 : length;
    }

    /** Both numbers are signed, so that 128 needs two bytes. */
    private static int bytesFor(long value) {
        int n = 1;
        while (n < 8 && (value < -(1L << (8 * n - 1)) || value >= 1L << (8 * n - 1))) {
            n++;
        }
        return n;
    }

    private void write(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            runs.write((int) (value >> (8 * i)));
        }
    }

    /** For volumes whose clusters are not those of {@link TinyVolume}. */
    public Clusters clusterSize(int bytes) {
        clusterSize = bytes;
        return this;
    }

    /** Makes this a further piece, which has no sizes. */
    public Clusters from(long vcn) {
        lowest = vcn;
        return this;
    }

    /** Size of the value where it is not that of all clusters, or where they are only its first piece. */
    public Clusters size(long bytes) {
        size = bytes;
        return this;
    }

    public Clusters valid(long bytes) {
        valid = bytes;
        return this;
    }

    public Clusters allocated(long bytes) {
        allocated = bytes;
        return this;
    }

    /** The last cluster that the attribute says it maps, whatever its runs do. */
    public Clusters highest(long vcn) {
        claimed = vcn;
        return this;
    }

    /** Length of a compression unit in clusters, as a power of two. */
    public Clusters unit(int log2) {
        unit = log2;
        return this;
    }

    byte[] runs() {
        return NtfsBytes.concat(runs.toByteArray(), new byte[ended ? 1 : 0]);
    }

    long lowest() {
        return lowest;
    }

    long highest() {
        return claimed >= 0 ? claimed : lowest + count - 1;
    }

    long allocated() {
        return lowest > 0 ? 0 : allocated >= 0 ? allocated : count * clusterSize;
    }

    long size() {
        return lowest > 0 ? 0 : size >= 0 ? size : allocated();
    }

    long valid() {
        return valid >= 0 ? valid : size();
    }

    /** Bytes that really take up clusters; written for sparse and compressed values only. */
    long stored() {
        return stored * clusterSize;
    }

    int unit() {
        return unit;
    }
}
