package dev.lifeboat.formats.vhdx.write;

import dev.lifeboat.formats.source.write.DiskLayout;
import dev.lifeboat.formats.source.write.NewFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * A dynamic VHDX: identifier, headers and region tables in the first MiB; the log, which is empty, the metadata and the block
 * allocation table in the next ones; then the blocks in the order of the disk.
 */
public final class VhdxLayout implements DiskLayout {
    private static final int MIB = 1 << 20;
    private static final int LOG_AT = MIB;
    private static final int METADATA_AT = 2 * MIB;
    private static final int TABLE_AT = 3 * MIB;
    private static final int ENTRY = 8;
    private static final long FULLY_PRESENT = 6;
    private static final long SECTORS_IN_CHUNK = 1 << 23;
    /** 2.2: no disk is larger. */
    private static final long LARGEST_DISK = 64L << 40;
    /** Up to here blocks have 2 MiB, as those of a backup; then the table would be long. */
    private static final long LARGE_DISK = 2L << 40;

    private static final int HEADER = 4096;
    private static final int REGION_TABLE = 1 << 16;
    private static final int ITEMS = 1 << 16;
    private static final int REQUIRED = 4;
    private static final int OF_DISK = 2;

    private final NewFile file;
    private final long size;
    private final int sectorSize;
    private final UUID id;
    private final int blockSize;
    private final int blocksInChunk;
    private final int tableLength;
    /** Of one MiB of the table; it is written when the next one is begun. */
    private final ByteBuffer page = ByteBuffer.allocate(MIB).order(ByteOrder.LITTLE_ENDIAN);

    private long pageAt;
    private boolean pageUsed;
    private long next;

    /**
     * @param file new
     * @param size of the disk in bytes
     * @param sectorSize 512 or 4096
     * @param id of the disk, and of the file
     * @throws IOException if no VHDX can be so large
     */
    public VhdxLayout(NewFile file, long size, int sectorSize, UUID id) throws IOException {
        if (size > LARGEST_DISK) {
            throw new IOException("a VHDX holds at most 64 TiB");
        }
        this.file = file;
        this.size = (size + sectorSize - 1) / sectorSize * sectorSize;
        this.sectorSize = sectorSize;
        this.id = id;
        this.blockSize = size > LARGE_DISK ? 16 * MIB : 2 * MIB;
        this.blocksInChunk = (int) (SECTORS_IN_CHUNK * sectorSize / blockSize);
        long blocks = Math.max(1, (this.size + blockSize - 1) / blockSize);
        long bytes = ENTRY * (blocks + (blocks - 1) / blocksInChunk);
        this.tableLength = (int) ((bytes + MIB - 1) / MIB * MIB);
        this.next = TABLE_AT + (long) tableLength;
    }

    @Override
    public int blockSize() {
        return blockSize;
    }

    @Override
    public long diskSize() {
        return size;
    }

    @Override
    public long place(long block) throws IOException {
        long at = next;
        next += blockSize;
        long entryAt = ENTRY * (block + block / blocksInChunk); // 2.5: behind each chunk is an entry for its bitmap
        if (entryAt / MIB != pageAt / MIB) {
            writePage();
            pageAt = entryAt / MIB * MIB;
        }
        page.putLong((int) (entryAt - pageAt), at | FULLY_PRESENT); // a multiple of 1 MiB: the low bits are free
        pageUsed = true;
        return at;
    }

    private void writePage() throws IOException {
        if (pageUsed) {
            file.write(TABLE_AT + pageAt, page.clear());
            page.clear().put(new byte[MIB]).clear();
            pageUsed = false;
        }
    }

    @Override
    public void finish() throws IOException {
        writePage();
        file.extend(next);
        file.cut(next); // an earlier run may have come further
        metadata();
        ByteBuffer regions = regionTable();
        file.write(192 << 10, regions.duplicate());
        file.write(256 << 10, regions);
        header(128 << 10, 2);
        header(64 << 10, 1);
        ByteBuffer identifier = buffer(MIB / 16);
        identifier.put(ascii("vhdxfile")).put("Lifeboat".getBytes(StandardCharsets.UTF_16LE));
        file.write(0, identifier.clear()); // last: before, no reader takes it for a VHDX
    }

    /** 2.2.2. */
    private void header(long at, long sequence) throws IOException {
        ByteBuffer header = buffer(HEADER);
        header.put(ascii("head")).putInt(0).putLong(sequence);
        guid(header, id);
        guid(header, id);
        header.position(66);
        header.putShort((short) 1).putInt(MIB).putLong(LOG_AT);
        checksum(header);
        file.write(at, header);
    }

    /** 2.2.3. */
    private ByteBuffer regionTable() {
        ByteBuffer table = buffer(REGION_TABLE);
        table.put(ascii("regi")).putInt(0).putInt(2).putInt(0);
        guid(table, UUID.fromString("2dc27766-f623-4200-9d64-115e9bfd4a08")); // BAT
        table.putLong(TABLE_AT).putInt(tableLength).putInt(1);
        guid(table, UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e")); // metadata
        table.putLong(METADATA_AT).putInt(MIB).putInt(1);
        checksum(table);
        return table;
    }

    /** 2.6: the table of the items, and 64 KiB behind its start the items. */
    private void metadata() throws IOException {
        ByteBuffer table = buffer(MIB);
        table.put(ascii("metadata")).putShort((short) 0).putShort((short) 5).put(new byte[20]);
        ByteBuffer items = table.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(ITEMS);
        entry(table, "caa16737-fa36-4d43-b3b6-33f0aa44e76b", items, 8, REQUIRED);
        items.putInt(blockSize).putInt(0);
        entry(table, "2fa54224-cd1b-4876-b211-5dbed83bf4b8", items, 8, REQUIRED | OF_DISK);
        items.putLong(size);
        entry(table, "8141bf1d-a96f-4709-ba47-f233a8faab5f", items, 4, REQUIRED | OF_DISK);
        items.putInt(sectorSize);
        entry(table, "cda348c7-445d-4471-9cc9-e9885251c556", items, 4, REQUIRED | OF_DISK);
        items.putInt(4096);
        entry(table, "beca12ab-b2e6-4523-93ef-c309e000c746", items, 16, REQUIRED | OF_DISK);
        guid(items, id);
        file.write(METADATA_AT, table.clear());
    }

    private static void entry(ByteBuffer table, String item, ByteBuffer items, int length, int flags) {
        guid(table, UUID.fromString(item));
        table.putInt(items.position()).putInt(length).putInt(flags).putInt(0);
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** In the mixed byte order of Windows. */
    private static void guid(ByteBuffer target, UUID guid) {
        long high = guid.getMostSignificantBits();
        target.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
        target.putLong(Long.reverseBytes(guid.getLeastSignificantBits()));
    }

    /** At 4, of all bytes of the structure with this field zero. */
    private static void checksum(ByteBuffer structure) {
        CRC32C crc = new CRC32C();
        structure.clear();
        crc.update(structure);
        structure.clear();
        structure.putInt(4, (int) crc.getValue());
    }

    @Override
    public long overhead(long blocks) {
        return TABLE_AT + (long) tableLength;
    }
}
