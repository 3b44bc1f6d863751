package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;

/**
 * Steps through the runs of one piece of a non-resident attribute without allocating: {@code while (runs.next()) ...}.
 * A run is coded as a byte whose low half is the size of the length and whose high half is the size of the offset from the
 * previous run's cluster; then both, little-endian, the offset signed. No offset means a hole.
 */
public final class RunDecoder {
    /** In place of a cluster number: a hole, which reads as zeros. */
    public static final long HOLE = -1;

    private final Struct runs;
    private final long clusters;
    private final long endVcn;
    private int at;
    private long previousLcn;
    private long nextVcn;
    private long vcn;
    private long lcn;
    private long length;

    /**
     * Begins before the first run.
     *
     * @param piece whose runs to decode
     * @param clusters of the volume, the bound of every run
     */
    public RunDecoder(Attribute.NonResident piece, long clusters) {
        this.runs = piece.runs();
        this.clusters = clusters;
        this.nextVcn = piece.lowestVcn();
        this.endVcn = piece.highestVcn() + 1;
    }

    /**
     * Goes to the next run.
     *
     * @return false at the end
     * @throws CorruptImageException if a run is empty, lies outside the volume, or the runs do not map just the clusters
     *     that the attribute says
     */
    public boolean next() throws CorruptImageException {
        int head = at < runs.size() ? runs.u8(at) : 0;
        if (head == 0) {
            if (nextVcn != endVcn) {
                throw runs.corrupt(at, "runs", "end at VCN " + nextVcn + ", expected " + endVcn);
            }
            return false;
        }
        int lengthSize = head & 15;
        int offsetSize = head >>> 4;
        if (lengthSize == 0 || lengthSize > 8 || offsetSize > 8) {
            throw runs.corrupt(at, "run", "head is 0x" + Integer.toHexString(head));
        }
        length = signed(at + 1, lengthSize);
        if (length <= 0 || length > endVcn - nextVcn) {
            throw runs.corrupt(
                    at, "run", "has " + length + " clusters at VCN " + nextVcn + ", the attribute ends at " + endVcn);
        }
        if (offsetSize == 0) {
            lcn = HOLE;
        } else {
            lcn = previousLcn + signed(at + 1 + lengthSize, offsetSize);
            if (lcn < 0 || lcn >= clusters || length > clusters - lcn) {
                throw runs.corrupt(at, "run", length + " clusters at " + lcn + " lie outside the volume's " + clusters);
            }
            previousLcn = lcn;
        }
        vcn = nextVcn;
        nextVcn += length;
        at += 1 + lengthSize + offsetSize;
        return true;
    }

    private long signed(int from, int size) throws CorruptImageException {
        long value = runs.s8(from + size - 1);
        for (int i = size - 2; i >= 0; i--) {
            value = value << 8 | runs.u8(from + i);
        }
        return value;
    }

    /**
     * Returns the first cluster of the value that this run maps.
     *
     * @return virtual cluster number
     */
    public long vcn() {
        return vcn;
    }

    /**
     * Returns where the run lies on the volume.
     *
     * @return logical cluster number, or {@link #HOLE}
     */
    public long lcn() {
        return lcn;
    }

    /**
     * Returns the run's length.
     *
     * @return in clusters, 1 or more
     */
    public long length() {
        return length;
    }
}
