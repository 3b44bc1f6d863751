package dev.lifeboat.formats.vhd.write;

import dev.lifeboat.formats.source.write.DiskLayout;
import dev.lifeboat.formats.source.write.NewFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * A dynamic VHD: a copy of the footer, the dynamic header, the block allocation table, the blocks in the order of the disk, each
 * behind a sector that says that all of it is stored, and the footer.
 */
public final class VhdLayout implements DiskLayout {
    /** Windows attaches no larger one. */
    public static final long LARGEST_DISK = 2040L << 30;

    private static final int SECTOR = 512;
    private static final int BLOCK = 2 << 20;
    private static final int HEADER_AT = SECTOR;
    private static final int HEADER = 1024;
    private static final int TABLE_AT = HEADER_AT + HEADER;
    private static final int DYNAMIC = 3;
    private static final long SECONDS_1970_TO_2000 = 946_684_800L;

    private final NewFile file;
    private final long size;
    private final UUID id;
    private final Instant made;
    private final ByteBuffer table;
    private final ByteBuffer bitmap = ByteBuffer.allocate(SECTOR);
    private long next;

    /**
     * @param file new
     * @param size of the disk in bytes
     * @param id of the disk
     * @param made when
     * @throws IOException if no VHD can be so large
     */
    public VhdLayout(NewFile file, long size, UUID id, Instant made) throws IOException {
        if (size > LARGEST_DISK) {
            throw new IOException("a VHD holds at most 2040 GiB; VHDX, qcow2 and raw hold more");
        }
        this.file = file;
        this.size = (size + SECTOR - 1) / SECTOR * SECTOR;
        this.id = id;
        this.made = made;
        int entries = entries();
        this.table = ByteBuffer.allocate((4 * entries + SECTOR - 1) / SECTOR * SECTOR);
        Arrays.fill(table.array(), (byte) 0xff); // an entry that says that its block is not stored
        Arrays.fill(bitmap.array(), (byte) 0xff);
        this.next = TABLE_AT + (long) table.capacity();
    }

    private int entries() {
        return (int) Math.max(1, (size + BLOCK - 1) / BLOCK);
    }

    @Override
    public int blockSize() {
        return BLOCK;
    }

    @Override
    public long diskSize() {
        return size;
    }

    @Override
    public long place(long block) throws IOException {
        table.putInt((int) (4 * block), (int) (next / SECTOR));
        file.write(next, bitmap.clear());
        long at = next + SECTOR;
        next = at + BLOCK;
        return at;
    }

    @Override
    public void finish() throws IOException {
        ByteBuffer footer = footer();
        file.cut(next); // an earlier run may have come further
        file.write(next, footer.duplicate());
        file.write(TABLE_AT, table.clear());
        file.write(HEADER_AT, header());
        file.write(0, footer);
    }

    private ByteBuffer footer() {
        ByteBuffer footer = ByteBuffer.allocate(SECTOR);
        footer.put(ascii("conectix")).putInt(2).putInt(0x10000).putLong(HEADER_AT);
        footer.putInt((int) (made.getEpochSecond() - SECONDS_1970_TO_2000));
        footer.put(ascii("lfbt")).putInt(0x10000).put(ascii("Wi2k"));
        footer.putLong(size).putLong(size);
        // Some readers take the size from the geometry, which is less than the disk, unless it is the largest there is.
        footer.putShort((short) 65535).put((byte) 16).put((byte) 255);
        footer.putInt(DYNAMIC).putInt(0);
        footer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return checksum(footer, 64);
    }

    private ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.put(ascii("cxsparse")).putLong(-1).putLong(TABLE_AT);
        header.putInt(0x10000).putInt(entries()).putInt(BLOCK);
        return checksum(header, 36);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The complement of the sum of all bytes, with this field zero. */
    private static ByteBuffer checksum(ByteBuffer structure, int at) {
        int sum = 0;
        for (int n = 0; n < structure.capacity(); n++) {
            sum += structure.get(n) & 0xff;
        }
        structure.putInt(at, ~sum);
        return structure.clear();
    }

    @Override
    public long overhead(long blocks) {
        return TABLE_AT + table.capacity() + SECTOR * (blocks + 1);
    }
}
