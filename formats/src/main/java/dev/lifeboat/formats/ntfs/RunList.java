package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import java.util.Arrays;
import java.util.List;

/** Where the clusters of one value lie: the runs of all its pieces, in order. Runs that continue each other are one. */
public final class RunList {
    /** Far above what the 256 KiB that Windows allows an attribute list can name; it bounds memory to 64 MiB. */
    private static final int MAX_RUNS = 4 << 20;

    private long[] vcns = new long[4];
    private long[] lcns = new long[4];
    private int count;
    private long endVcn;
    private long stored;
    private boolean holes;

    /** Begins with no runs. */
    RunList() {}

    /**
     * Decodes the runs of a value.
     *
     * @param pieces of the value, in order of their lowest VCN
     * @param clusters of the volume
     * @return the runs
     * @throws CorruptImageException if a run is wrong, the pieces leave a gap or overlap, or they name more clusters than
     *     there are
     */
    public static RunList of(List<Attribute.NonResident> pieces, long clusters) throws CorruptImageException {
        RunList list = new RunList();
        for (Attribute.NonResident piece : pieces) {
            list.append(piece, clusters);
        }
        return list;
    }

    /**
     * Adds the runs of the next piece.
     *
     * @param piece begins where those before it end
     * @param clusters of the volume
     * @throws CorruptImageException as {@link #of}; the list is of no use then
     */
    void append(Attribute.NonResident piece, long clusters) throws CorruptImageException {
        if (piece.lowestVcn() != endVcn) {
            throw piece.runs()
                    .corrupt(
                            0, "lowest VCN", "is " + piece.lowestVcn() + ", but the pieces before map up to " + endVcn);
        }
        RunDecoder decoder = new RunDecoder(piece, clusters);
        while (decoder.next()) {
            add(decoder.lcn(), decoder.length(), piece);
            // Runs that lie on each other would let a small image claim files that nobody could finish reading.
            if (stored > clusters) {
                throw piece.runs()
                        .corrupt(0, "runs", "name more clusters than the " + clusters + " that the volume has");
            }
        }
    }

    private void add(long lcn, long length, Attribute.NonResident piece) throws CorruptImageException {
        stored += lcn == RunDecoder.HOLE ? 0 : length;
        holes |= lcn == RunDecoder.HOLE;
        if (count > 0 && continuesLast(lcn)) {
            endVcn += length;
            return;
        }
        if (count == MAX_RUNS) {
            throw piece.runs().corrupt(0, "runs", "are more than " + MAX_RUNS);
        }
        if (count == vcns.length) {
            vcns = Arrays.copyOf(vcns, 2 * count);
            lcns = Arrays.copyOf(lcns, 2 * count);
        }
        vcns[count] = endVcn;
        lcns[count] = lcn;
        count++;
        endVcn += length;
    }

    private boolean continuesLast(long lcn) {
        long last = lcns[count - 1];
        return lcn == RunDecoder.HOLE
                ? last == RunDecoder.HOLE
                : last != RunDecoder.HOLE && last + (endVcn - vcns[count - 1]) == lcn;
    }

    /**
     * Tells whether some clusters of the value are stored nowhere.
     *
     * @return true if a run is a hole
     */
    boolean hasHoles() {
        return holes;
    }

    /**
     * Returns the number of runs.
     *
     * @return 0 or more
     */
    public int count() {
        return count;
    }

    /**
     * Returns the number of clusters that are mapped, holes included.
     *
     * @return the VCN after the last
     */
    public long endVcn() {
        return endVcn;
    }

    /**
     * Returns where a run begins in the value.
     *
     * @param run 0 to {@link #count()} - 1
     * @return virtual cluster number
     */
    public long vcn(int run) {
        return vcns[run];
    }

    /**
     * Returns where a run lies on the volume.
     *
     * @param run 0 to {@link #count()} - 1
     * @return logical cluster number, or {@link RunDecoder#HOLE}
     */
    public long lcn(int run) {
        return lcns[run];
    }

    /**
     * Returns a run's length.
     *
     * @param run 0 to {@link #count()} - 1
     * @return in clusters
     */
    public long length(int run) {
        return (run + 1 < count ? vcns[run + 1] : endVcn) - vcns[run];
    }

    /**
     * Finds the run that maps a cluster of the value.
     *
     * @param vcn 0 to {@link #endVcn()} - 1
     * @return index of the run
     */
    public int indexOf(long vcn) {
        int found = Arrays.binarySearch(vcns, 0, count, vcn);
        return found >= 0 ? found : -found - 2;
    }
}
