package dev.lifeboat.formats.qcow2;

import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.Buffers;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.PageCache;
import dev.lifeboat.formats.source.SparseSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The disk in a qcow2 file of version 3 without a backing file. Its tables are read as they are needed. */
public final class Qcow2Disk implements SparseSource {
    private static final int MAGIC = 0x514649fb;
    private static final int HEADER = 104;
    private static final long OFFSET = 0x00fffffffffffe00L;
    private static final long COMPRESSED = 1L << 62;
    private static final long ZERO = 1;

    private final ByteSource file;
    private final PageCache tables;
    private final long size;
    private final int clusterBits;
    private final long firstTable;
    private final long firstEntries;

    private Qcow2Disk(ByteSource file, ByteBuffer header) throws IOException {
        this.file = file;
        this.tables = new PageCache(file, ByteOrder.BIG_ENDIAN);
        this.clusterBits = header.getInt(20);
        this.size = header.getLong(24);
        this.firstEntries = Integer.toUnsignedLong(header.getInt(36));
        this.firstTable = header.getLong(40);
        if (clusterBits < 9 || clusterBits > 21) {
            throw corrupt(20, "cluster bits are " + clusterBits + ", expected 9 to 21");
        }
        long needed = size >>> clusterBits >>> (clusterBits - 3);
        if (size < 0 || firstEntries < needed) {
            throw corrupt(36, "L1 table has " + firstEntries + " entries, too few for " + size + " bytes");
        }
        Bounds.check(file, firstTable, 8 * firstEntries, "L1 table");
    }

    /**
     * Reads a disk.
     *
     * @param file the file's bytes, which are not closed
     * @return the disk
     * @throws CorruptImageException if this is no valid qcow2
     * @throws UnsupportedImageException if it uses more than Lifeboat writes
     * @throws IOException if the bytes cannot be read
     */
    public static Qcow2Disk read(ByteSource file) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(file.bytes(0, HEADER));
        if (header.getInt(0) != MAGIC) {
            throw new CorruptImageException(file, 0, "qcow2 header", "does not begin as one");
        }
        boolean plain = header.getInt(4) == 3 // version
                && header.getLong(8) == 0 // backing file
                && header.getInt(32) == 0 // encryption
                && header.getLong(72) == 0; // incompatible features
        if (!plain) {
            throw new UnsupportedImageException(file.name(), "is a qcow2 of a kind that cannot be read here");
        }
        return new Qcow2Disk(file, header);
    }

    private CorruptImageException corrupt(long at, String problem) {
        return new CorruptImageException(file, at, "qcow2 header", problem);
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public long size() {
        return size;
    }

    /** The place of a cluster in the file; 0 if it is not stored. */
    private long placeOf(long cluster) throws IOException {
        int entryBits = clusterBits - 3;
        long first = tables.bits64(firstTable + 8 * (cluster >>> entryBits)) & OFFSET;
        if (first == 0) {
            return 0;
        }
        long at = first + 8 * (cluster & ((1L << entryBits) - 1));
        Bounds.check(file, at, 8, "L2 table");
        long entry = tables.bits64(at);
        if ((entry & COMPRESSED) != 0) {
            throw new UnsupportedImageException(file.name(), "holds compressed clusters, which cannot be read here");
        }
        return (entry & ZERO) != 0 ? 0 : entry & OFFSET;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Bounds.check(this, offset, target);
        long at = offset;
        while (target.hasRemaining()) {
            int within = (int) (at & ((1L << clusterBits) - 1));
            int length = Math.min(target.remaining(), (1 << clusterBits) - within);
            long place = placeOf(at >>> clusterBits);
            if (place == 0) {
                Buffers.zeros(target, length);
            } else {
                Buffers.fill(file, place + within, target, length);
            }
            at += length;
        }
    }

    @Override
    public Extent extentAt(long offset) throws IOException {
        Bounds.check(this, offset, 1, "extent");
        long within = offset & ((1L << clusterBits) - 1);
        long length = Math.min(size - offset, (1L << clusterBits) - within);
        return new Extent(placeOf(offset >>> clusterBits) == 0 ? Origin.NOWHERE : Origin.STORED, length);
    }
}
