package dev.lifeboat.formats.compress;

import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.PageCache;
import java.io.IOException;
import java.nio.ByteOrder;

/** Offsets of all chunks but the first, in front of these and relative to them. */
final class OffsetTable implements ChunkTable {
    private static final long FIRST_WIDE_SIZE = 1L << 32;

    private final PageCache pages;
    private final long chunks;
    private final int width;
    private final long length;
    private final long end;

    private OffsetTable(ByteSource stored, long chunks, int width, long length) {
        this.pages = new PageCache(stored, ByteOrder.LITTLE_ENDIAN);
        this.chunks = chunks;
        this.width = width;
        this.length = length;
        this.end = stored.size();
    }

    static OffsetTable of(ByteSource stored, int chunkSize, long size) throws CorruptImageException {
        long chunks = size / chunkSize + (size % chunkSize == 0 ? 0 : 1);
        int width = size < FIRST_WIDE_SIZE ? Integer.BYTES : Long.BYTES;
        long length = Math.max(0, chunks - 1) * width; // no overflow: chunks are larger than entries
        Bounds.check(stored, 0, length, "table of " + chunks + " chunks");
        return new OffsetTable(stored, chunks, width, length);
    }

    @Override
    public long start(long chunk) throws IOException {
        if (chunk == 0) {
            return length;
        }
        if (chunk == chunks) {
            return end;
        }
        long at = (chunk - 1) * width;
        long offset = width == Integer.BYTES ? pages.u32(at) : pages.bits64(at);
        return length + offset; // of 64 bits may wrap around; whoever asks finds it outside then
    }
}
