package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.util.Map;
import java.util.TreeMap;

/** Collects what the entries of a log change, the later over the earlier. */
final class LogPatches {
    /** Windows writes logs of 1 MiB, which change at most some thousand places. More than this is not held in memory. */
    static final int MOST = 1 << 16;

    private final ByteSource file;
    private final TreeMap<Long, Patch> byStart = new TreeMap<>();

    LogPatches(ByteSource file) {
        this.file = file;
    }

    /**
     * A changed range of the file, in whole 4 KiB pages.
     *
     * @param start in bytes
     * @param end in bytes, exclusive
     * @param dataAt where in the file the data sector of the log is, or {@link #ZEROS}
     * @param leading the first 8 bytes of the page, which the descriptor keeps for the data sector
     * @param trailing the last 4 bytes of the page, likewise
     */
    record Patch(long start, long end, long dataAt, long leading, int trailing) {
        static final long ZEROS = -1;

        static Patch zeros(long start, long end) {
            return new Patch(start, end, ZEROS, 0, 0);
        }

        boolean isZeros() {
            return dataAt == ZEROS;
        }
    }

    void data(long target, long dataAt, long leading, int trailing) throws UnsupportedImageException {
        add(new Patch(target, target + LogRing.SECTOR, dataAt, leading, trailing));
    }

    void zeros(long target, long length) throws UnsupportedImageException {
        if (length > 0) {
            add(Patch.zeros(target, target + length));
        }
    }

    private void add(Patch patch) throws UnsupportedImageException {
        Map.Entry<Long, Patch> before = byStart.lowerEntry(patch.start);
        if (before != null && before.getValue().end > patch.start) { // a run of zeros: pages are never cut
            Patch cut = before.getValue();
            byStart.put(cut.start, Patch.zeros(cut.start, patch.start));
            if (cut.end > patch.end) {
                byStart.put(patch.end, Patch.zeros(patch.end, cut.end));
            }
        }
        Map.Entry<Long, Patch> hidden = byStart.ceilingEntry(patch.start);
        while (hidden != null && hidden.getKey() < patch.end) {
            byStart.remove(hidden.getKey());
            if (hidden.getValue().end > patch.end) {
                byStart.put(patch.end, Patch.zeros(patch.end, hidden.getValue().end));
            }
            hidden = byStart.ceilingEntry(patch.start);
        }
        byStart.put(patch.start, patch);
        if (byStart.size() > MOST) {
            throw new UnsupportedImageException(
                    file.name(), "a VHDX log that changes more than " + MOST + " places is not supported");
        }
    }

    /** All changes by ascending start; none overlap. */
    Patch[] sorted() {
        return byStart.values().toArray(new Patch[0]);
    }
}
