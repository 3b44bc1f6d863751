package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.Buffers;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.vhdx.LogPatches.Patch;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A VHDX file as it is once its log is replayed, 2.3.3, without a change to the file: pages that the log rewrites are read
 * from the log, and where the log makes the file longer it reads as zeros.
 */
final class ReplayedFile implements ByteSource {
    private static final int LEADING = 8;
    private static final int TRAILING_AT = LogRing.SECTOR - 4;

    private final ByteSource file;
    private final Patch[] patches;
    private final long size;

    ReplayedFile(ByteSource file, Patch[] patches, long lastFileOffset) {
        this.file = file;
        this.patches = patches;
        long lastChange = patches.length == 0 ? 0 : patches[patches.length - 1].end();
        this.size = Math.max(Math.max(file.size(), lastFileOffset), lastChange);
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Bounds.check(this, offset, target);
        long at = offset;
        int next = firstEndingAfter(offset);
        while (target.hasRemaining()) {
            long patchStart = next < patches.length ? patches[next].start() : Long.MAX_VALUE;
            int length;
            if (at < patchStart) {
                length = (int) Math.min(target.remaining(), patchStart - at);
                readUnchanged(at, target, length);
            } else {
                length = (int) Math.min(target.remaining(), patches[next].end() - at);
                readPatch(patches[next], (int) (at - patchStart), target, length);
                next++;
            }
            at += length;
        }
    }

    private int firstEndingAfter(long offset) {
        int low = 0;
        int high = patches.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (patches[middle].end() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private void readUnchanged(long at, ByteBuffer target, int length) throws IOException {
        int stored = (int) Math.max(0, Math.min(length, file.size() - at));
        if (stored > 0) {
            Buffers.fill(file, at, target, stored);
        }
        Buffers.zeros(target, length - stored);
    }

    /** A data sector, 2.3.1.4, holds the page in place, but for the bytes where its own fields are. */
    private void readPatch(Patch patch, int from, ByteBuffer target, int length) throws IOException {
        if (patch.isZeros()) {
            Buffers.zeros(target, length);
            return;
        }
        int at = from;
        int end = from + length;
        for (; at < end && at < LEADING; at++) {
            target.put((byte) (patch.leading() >>> (8 * at)));
        }
        int middle = Math.min(end, TRAILING_AT) - at;
        if (middle > 0) {
            Buffers.fill(file, patch.dataAt() + at, target, middle);
            at += middle;
        }
        for (; at < end; at++) {
            target.put((byte) (patch.trailing() >>> (8 * (at - TRAILING_AT))));
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
