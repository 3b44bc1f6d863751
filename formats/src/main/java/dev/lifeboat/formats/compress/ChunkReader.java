package dev.lifeboat.formats.compress;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;

/** Expands chunks of a resource. The stored bytes of several chunks that will be asked for are read at once. */
final class ChunkReader implements BlockReader {
    private static final int READ_AHEAD = 1 << 17;
    /** A chunk that is stored in more is read piece by piece. */
    private static final int LARGE = 1 << 21;

    private final ByteSource stored;
    private final ChunkTable table;
    private final Codec codec;
    private final long chunks;
    private final Decompressor decompressor;
    /** What expands chunks of LZMS, the only ones that may be larger than is good for the memory; else null. */
    private final LzmsDecompressor inPieces;

    private byte[] window = new byte[0];
    private long windowAt;
    private int windowLength;

    ChunkReader(ByteSource stored, ChunkTable table, Codec codec, int chunkSize, long size) {
        this.stored = stored;
        this.table = table;
        this.codec = codec;
        this.chunks = size / chunkSize + (size % chunkSize == 0 ? 0 : 1);
        this.decompressor = codec.decompressor(chunkSize);
        this.inPieces = decompressor instanceof LzmsDecompressor lzms ? lzms : null;
    }

    @Override
    public void read(long chunk, long last, byte[] target, int at, int size) throws IOException {
        long start = table.start(chunk);
        long end = table.start(chunk + 1);
        if (start < 0 || end <= start || end > stored.size()) {
            throw corrupt(chunk, start, "reaches from " + start + " to " + end + " of " + stored.size() + " bytes");
        }
        if (end - start > size) {
            throw corrupt(chunk, start, "is stored in " + (end - start) + " bytes, but has only " + size);
        }
        int length = (int) (end - start);
        if (start < windowAt || end > windowAt + windowLength) {
            if (length == size) {
                stored.read(start, ByteBuffer.wrap(target, at, size));
                return;
            }
            if (inPieces != null && length > LARGE) {
                expandInPieces(chunk, start, length, target, at, size);
                return;
            }
            load(start, length, last);
        }
        int from = (int) (start - windowAt);
        if (length == size) {
            System.arraycopy(window, from, target, at, size);
            return;
        }
        try {
            decompressor.decompress(window, from, length, target, at, size);
        } catch (DataFormatException e) {
            throw corrupt(chunk, start, e.getMessage());
        }
    }

    private void expandInPieces(long chunk, long start, int length, byte[] target, int at, int size)
            throws IOException {
        try {
            inPieces.decompress(
                    (offset, piece, n) -> stored.read(start + offset, ByteBuffer.wrap(piece, 0, n)),
                    length,
                    target,
                    at,
                    size);
        } catch (DataFormatException e) {
            throw corrupt(chunk, start, e.getMessage());
        }
    }

    /** Loads the chunk, and those behind it that are to be read next, as far as there is room and the table is sound. */
    private void load(long start, int length, long last) throws IOException {
        long end = start + length;
        if (length < READ_AHEAD) {
            long wanted = table.start(Math.min(last, chunks - 1) + 1);
            end = Math.max(end, Math.min(Math.min(wanted, stored.size()), start + READ_AHEAD));
        }
        int n = (int) (end - start);
        if (window.length < n) {
            window = new byte[n];
        }
        windowLength = 0; // until it is filled
        stored.read(start, ByteBuffer.wrap(window, 0, n));
        windowAt = start;
        windowLength = n;
    }

    private CorruptImageException corrupt(long chunk, long start, String problem) {
        return new CorruptImageException(stored, start, codec.label() + " chunk " + chunk, problem);
    }
}
