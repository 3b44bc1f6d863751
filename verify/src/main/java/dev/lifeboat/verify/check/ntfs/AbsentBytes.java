package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.Attribute;
import dev.lifeboat.formats.ntfs.RunDecoder;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.SparseSource;
import dev.lifeboat.verify.check.Spans;
import java.io.IOException;

/** The bytes of a volume that were never written to the image, and the parts of files that lie there. */
final class AbsentBytes {
    /** More blocks than the largest disk has. With sectors of a child and its parents a hostile file can have more. */
    private static final long MOST_EXTENTS = 1L << 27;

    /** The smallest block of a VHDX; beyond a block whose entry is damaged, the next may be readable. */
    private static final long STEP = 1 << 20;

    /** Of what is looked at one by one. Sound volumes need a fraction of it; on a hostile one each file may claim everything. */
    private static final long MOST_PARTS = 1L << 26;

    private final Spans spans = new Spans();
    private final int clusterSize;
    private final long clusters;
    private boolean complete = true;
    private long parts;

    private AbsentBytes(int clusterSize, long clusters) {
        this.clusterSize = clusterSize;
        this.clusters = clusters;
    }

    /**
     * Finds them.
     *
     * @param volume the volume
     * @param clusterSize in bytes
     * @param clusters of the volume
     * @param mostSpans after so many stretches that are absent, what lies behind is not looked at
     * @return what is absent
     * @throws IOException if the storage cannot be read
     */
    static AbsentBytes of(SparseSource volume, int clusterSize, long clusters, int mostSpans) throws IOException {
        AbsentBytes absent = new AbsentBytes(clusterSize, clusters);
        absent.find(volume, mostSpans);
        return absent;
    }

    private void find(SparseSource volume, int mostSpans) throws IOException {
        long end = clusters * clusterSize;
        long extents = 0;
        for (long at = 0; at < end; extents++) {
            if (extents == MOST_EXTENTS || spans.count() == mostSpans) {
                complete = false;
                return;
            }
            long next;
            try {
                SparseSource.Extent extent = volume.extentThroughParents(at);
                next = Math.min(at + extent.length(), end);
                if (extent.origin() == SparseSource.Origin.NOWHERE) {
                    spans.add(at, next);
                }
            } catch (CorruptImageException e) {
                next = at + STEP - at % STEP; // the checks of the container say so
            }
            at = next;
        }
    }

    /** Whether all was looked at that had to be, so far. */
    boolean complete() {
        return complete;
    }

    /** Whether another part may be looked at. */
    boolean goOn() {
        complete &= ++parts <= MOST_PARTS;
        return parts <= MOST_PARTS;
    }

    Spans spans() {
        return spans;
    }

    /** Receives a part of a value. */
    interface Part {
        /**
         * Takes it.
         *
         * @param from offset in the value, in bytes
         * @param to offset of its end
         */
        void absent(long from, long to);
    }

    /** The bytes of clusters that are absent. */
    long clusters(long first, long length) {
        return spans.within(first * clusterSize, (first + length) * clusterSize);
    }

    /**
     * Counts the bytes of a piece that are absent and would be read: what lies behind the initialized size is zeros anyway.
     *
     * @param piece of a value
     * @param initialized size of the value, in bytes
     * @return in bytes
     * @throws CorruptImageException if the runs are wrong
     */
    long bytes(Attribute.NonResident piece, long initialized) throws CorruptImageException {
        long bytes = 0;
        RunDecoder run = new RunDecoder(piece, clusters);
        while (run.next()) {
            bytes += spans.within(start(run), start(run) + needed(run, initialized));
        }
        return bytes;
    }

    /**
     * Tells whether the first byte of a value is absent.
     *
     * @param piece of the value
     * @param initialized size of the value, in bytes
     * @return false for all pieces but the first
     * @throws CorruptImageException if the runs are wrong
     */
    boolean beginning(Attribute.NonResident piece, long initialized) throws CorruptImageException {
        RunDecoder run = new RunDecoder(piece, clusters);
        return piece.lowestVcn() == 0 && run.next() && needed(run, initialized) > 0 && spans.contains(start(run));
    }

    /**
     * Finds the parts of a piece that are absent and would be read.
     *
     * @param piece of a value
     * @param initialized size of the value, in bytes
     * @param parts receives them in order
     * @throws CorruptImageException if the runs are wrong
     */
    void parts(Attribute.NonResident piece, long initialized, Part parts) throws CorruptImageException {
        RunDecoder run = new RunDecoder(piece, clusters);
        while (run.next()) {
            long start = start(run);
            long end = start + needed(run, initialized);
            long shift = run.vcn() * clusterSize - start;
            for (int i = spans.firstBehind(start); i < spans.count() && spans.start(i) < end && goOn(); i++) {
                parts.absent(Math.max(spans.start(i), start) + shift, Math.min(spans.end(i), end) + shift);
            }
        }
    }

    private long start(RunDecoder run) {
        return run.lcn() == RunDecoder.HOLE ? 0 : run.lcn() * clusterSize;
    }

    /** Compared in clusters: holes may be longer than a long has bytes for. */
    private long needed(RunDecoder run, long initialized) {
        if (run.lcn() == RunDecoder.HOLE || run.vcn() > initialized / clusterSize) {
            return 0;
        }
        return Math.min(run.length() * clusterSize, initialized - run.vcn() * clusterSize);
    }
}
