package dev.lifeboat.formats.qcow2.write;

import dev.lifeboat.formats.source.write.DiskLayout;
import dev.lifeboat.formats.source.write.NewFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A qcow2 of version 3 with clusters of 64 KiB: the header, the L1 table, then L2 tables, each before the first of its clusters,
 * and at the end the reference counts, which are 1 for all clusters.
 */
public final class Qcow2Layout implements DiskLayout {
    private static final int CLUSTER_BITS = 16;
    private static final int CLUSTER = 1 << CLUSTER_BITS;
    private static final int SECTOR = 512;
    /** Clusters that one L2 table describes. */
    private static final int IN_TABLE = CLUSTER / 8;
    /** Clusters that one block of reference counts of 16 bits describes. */
    private static final int IN_COUNTS = CLUSTER / 2;
    /** QEMU takes no larger L1 table than 32 MiB. */
    private static final long LARGEST_DISK = (32L << 20) / 8 * IN_TABLE * CLUSTER;
    /** Of an entry: the reference count of what it points to is one, so that it may be written in place. */
    private static final long COPIED = 1L << 63;

    private static final int MAGIC = 0x514649fb;
    private static final int HEADER = 104;
    private static final int COUNT_ORDER = 4;

    private final NewFile file;
    private final long size;
    private final ByteBuffer first;
    private final ByteBuffer second = ByteBuffer.allocate(CLUSTER);
    private long table = -1;
    private long tableAt;
    private long next;

    /**
     * @param file new
     * @param size of the disk in bytes
     * @throws IOException if it is too large
     */
    public Qcow2Layout(NewFile file, long size) throws IOException {
        if (size > LARGEST_DISK) {
            throw new IOException("a qcow2 with clusters of 64 KiB holds at most 2 PiB");
        }
        this.file = file;
        this.size = (size + SECTOR - 1) / SECTOR * SECTOR;
        this.first = ByteBuffer.allocate((int) (clusters(8 * tables()) * CLUSTER));
        this.next = CLUSTER + (long) first.capacity();
    }

    private long tables() {
        long inTable = (long) IN_TABLE * CLUSTER;
        return Math.max(1, (size + inTable - 1) / inTable);
    }

    private static long clusters(long bytes) {
        return (bytes + CLUSTER - 1) / CLUSTER;
    }

    @Override
    public int blockSize() {
        return CLUSTER;
    }

    @Override
    public long diskSize() {
        return size;
    }

    @Override
    public long place(long block) throws IOException {
        long wanted = block / IN_TABLE;
        if (wanted != table) {
            writeTable();
            table = wanted;
            tableAt = take();
            first.putLong((int) (8 * table), tableAt | COPIED);
        }
        long at = take();
        second.putLong((int) (8 * (block % IN_TABLE)), at | COPIED);
        return at;
    }

    private long take() {
        long at = next;
        next += CLUSTER;
        return at;
    }

    private void writeTable() throws IOException {
        if (table >= 0) {
            file.write(tableAt, second.clear());
            second.clear().put(new byte[CLUSTER]).clear();
        }
    }

    @Override
    public void finish() throws IOException {
        writeTable();
        table = -1;
        file.write(CLUSTER, first.clear());
        long countsAt = next;
        long blocks = countBlocks(next / CLUSTER);
        long tableClusters = clusters(8 * blocks);
        long total = next / CLUSTER + blocks + tableClusters;
        long countTableAt = countsAt + blocks * CLUSTER;
        for (long n = 0; n < blocks; n++) {
            ByteBuffer counts = ByteBuffer.allocate(CLUSTER);
            for (long left = Math.min(IN_COUNTS, total - n * IN_COUNTS); left > 0; left--) {
                counts.putShort((short) 1);
            }
            file.write(countsAt + n * CLUSTER, counts.clear());
        }
        ByteBuffer countTable = ByteBuffer.allocate((int) (tableClusters * CLUSTER));
        for (long n = 0; n < blocks; n++) {
            countTable.putLong(countsAt + n * CLUSTER);
        }
        file.write(countTableAt, countTable.clear());
        file.cut(total * CLUSTER); // an earlier run may have come further
        file.write(0, header(countTableAt, (int) tableClusters));
    }

    /** The blocks of reference counts, and their table, are clusters that are counted, too. */
    private static long countBlocks(long used) {
        long blocks = 0;
        while (true) {
            long total = used + blocks + clusters(8 * blocks);
            long needed = (total + IN_COUNTS - 1) / IN_COUNTS;
            if (needed <= blocks) {
                return blocks;
            }
            blocks = needed;
        }
    }

    private ByteBuffer header(long countTableAt, int countTableClusters) {
        ByteBuffer header = ByteBuffer.allocate(CLUSTER); // behind the header: no extensions
        header.putInt(MAGIC).putInt(3).putLong(0).putInt(0); // no backing file
        header.putInt(CLUSTER_BITS).putLong(size).putInt(0); // no encryption
        header.putInt((int) tables()).putLong(CLUSTER);
        header.putLong(countTableAt).putInt(countTableClusters);
        header.putInt(0).putLong(0); // no snapshots
        header.putLong(0).putLong(0).putLong(0); // no features
        header.putInt(COUNT_ORDER).putInt(HEADER);
        return header.clear();
    }

    @Override
    public long overhead(long blocks) {
        long used = 1 + first.capacity() / CLUSTER + Math.min(tables(), blocks) + blocks;
        long counts = countBlocks(used);
        return (used - blocks + counts + clusters(8 * counts)) * CLUSTER;
    }
}
