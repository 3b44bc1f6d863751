package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;

/**
 * The integrity table of a part: a SHA-1 for each piece of the file, from behind the header to the end of the blob table.
 */
public final class IntegrityTable {
    private static final int HEADER = 12;

    /** 20 MB; a file of 10 TB has so many pieces of 10 MiB. */
    private static final long MOST = 1 << 20;

    private final WimPart part;
    private final Struct bytes;
    private final long chunkSize;
    private final int count;
    private final long end;

    private IntegrityTable(WimPart part, Struct bytes, long chunkSize, int count, long end) {
        this.part = part;
        this.bytes = bytes;
        this.chunkSize = chunkSize;
        this.count = count;
        this.end = end;
    }

    /**
     * Reads the table.
     *
     * @param part whose header says that it has one
     * @return the table
     * @throws CorruptImageException if it lies outside the file, or does not fit what it covers
     * @throws UnsupportedImageException if it has more than a million entries
     * @throws IOException if the storage cannot be read
     */
    public static IntegrityTable read(WimPart part) throws IOException {
        ResourceHeader where = part.header().integrity();
        long count = (where.stored() - HEADER) / Sha1.SIZE;
        if (count > MOST) {
            throw new UnsupportedImageException(
                    part.bytes().name(),
                    "has an integrity table of " + where.stored() + " bytes, which is not supported");
        }
        Struct head = Struct.read(part.bytes(), where.offset(), HEADER, "integrity table");
        head.expect(0, "size", head.u32(0), where.stored());
        head.expect(4, "count", head.u32(4), count);
        head.expect(0, "size modulo 20", (where.stored() - HEADER) % Sha1.SIZE, 0);
        long chunkSize = head.u32(8);
        ResourceHeader blobs = part.header().blobTable();
        long end = blobs.offset() + blobs.stored();
        if (chunkSize == 0 || end < WimHeader.SIZE || end > part.bytes().size()) {
            throw head.corrupt(8, "chunk size", "is " + chunkSize + " for what ends at " + end);
        }
        head.expect(4, "count", count, (end - WimHeader.SIZE + chunkSize - 1) / chunkSize);
        Struct bytes = Struct.read(part.bytes(), where.offset(), (int) where.stored(), "integrity table");
        return new IntegrityTable(part, bytes, chunkSize, (int) count, end);
    }

    /**
     * Returns how many pieces there are.
     *
     * @return 0 or more
     */
    public int count() {
        return count;
    }

    /**
     * Returns where a piece begins.
     *
     * @param piece 0 to {@link #count} - 1; that number gives the end of the last one
     * @return offset in the file
     */
    public long start(int piece) {
        return Math.min(WimHeader.SIZE + piece * chunkSize, end);
    }

    /**
     * Returns what the SHA-1 of a piece should be.
     *
     * @param piece 0 to {@link #count} - 1
     * @return as the table says
     * @throws CorruptImageException never
     */
    public Sha1 expected(int piece) throws CorruptImageException {
        return Sha1.read(bytes, HEADER + (long) Sha1.SIZE * piece);
    }

    /**
     * Returns the file that it covers.
     *
     * @return the part
     */
    public WimPart part() {
        return part;
    }
}
