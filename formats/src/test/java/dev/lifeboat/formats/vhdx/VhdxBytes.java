package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Makes small VHDX files, with right checksums: blocks of 1 MiB; log, metadata and block allocation table at 1, 2 and 3 MiB;
 * block n of the disk at 4 + n MiB, sector bitmaps behind the blocks.
 */
public final class VhdxBytes {
    public static final int MIB = 1 << 20;
    public static final int LOG_AT = MIB;
    public static final int METADATA_AT = 2 * MIB;
    public static final int TABLE_AT = 3 * MIB;
    public static final int BLOCKS_AT = 4 * MIB;
    /** Where the values of the metadata items are, in the order in which {@link #bytes} writes them. */
    public static final int ITEMS_AT = METADATA_AT + 0x10000;

    public static final int FULLY_PRESENT = 6;
    public static final int PARTIALLY_PRESENT = 7;

    private final byte[] bytes;
    private final ByteBuffer buffer;
    private final int blocks;

    private long virtualSize;
    private int sectorSize = 512;
    private int flags;
    private UUID dataWriteGuid = new UUID(0x1111, 0x2222);
    private UUID logGuid = new UUID(0, 0);
    private final Map<String, String> locator = new LinkedHashMap<>();

    /** A dynamic disk without a block that is present. */
    public VhdxBytes(int blocks) {
        this.blocks = blocks;
        this.bytes = new byte[BLOCKS_AT + (blocks + 1) * MIB];
        this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.virtualSize = (long) blocks * MIB;
    }

    public VhdxBytes virtualSize(long size) {
        virtualSize = size;
        return this;
    }

    public VhdxBytes sectorSize(int size) {
        sectorSize = size;
        return this;
    }

    public VhdxBytes fixed() {
        flags |= 1;
        return this;
    }

    public VhdxBytes dataWriteGuid(UUID guid) {
        dataWriteGuid = guid;
        return this;
    }

    /** Says that the log has to be replayed. */
    public VhdxBytes logGuid(UUID guid) {
        logGuid = guid;
        return this;
    }

    /** Makes it a differencing disk. */
    public VhdxBytes locator(String key, String value) {
        flags |= 2;
        locator.put(key, value);
        return this;
    }

    public VhdxBytes parent(UUID linkage, String relativePath) {
        return locator("parent_linkage", "{" + linkage + "}").locator("relative_path", relativePath);
    }

    /** A block that is present and filled with one value. */
    public VhdxBytes block(int block, int fill) {
        int at = BLOCKS_AT + block * MIB;
        Arrays.fill(bytes, at, at + MIB, (byte) fill);
        return entry(block, at | FULLY_PRESENT);
    }

    /** A block of which only some sectors are present; all of its place in the file is filled. */
    public VhdxBytes partialBlock(int block, int fill, int... sectors) {
        block(block, fill).entry(block, (BLOCKS_AT + block * MIB) | PARTIALLY_PRESENT);
        int bitmapAt = BLOCKS_AT + blocks * MIB;
        for (int sector : sectors) {
            int bit = block * (MIB / sectorSize) + sector;
            bytes[bitmapAt + bit / 8] |= (byte) (1 << (bit % 8));
        }
        int chunk = (int) ((1L << 23) * sectorSize / MIB);
        return entry(chunk, bitmapAt | FULLY_PRESENT);
    }

    /** The bits of an entry of the block allocation table, by its place there. */
    public VhdxBytes entry(int index, long entry) {
        buffer.putLong(TABLE_AT + 8 * index, entry);
        return this;
    }

    /** Puts bytes anywhere in the file. */
    public VhdxBytes put(int at, byte[] some) {
        System.arraycopy(some, 0, bytes, at, some.length);
        return this;
    }

    /** The file; changes to it go into files made later. */
    public byte[] bytes() {
        put(0, "vhdxfile".getBytes(StandardCharsets.US_ASCII));
        put(8, "Lifeboat tests".getBytes(StandardCharsets.UTF_16LE));
        header((int) VhdxHeader.FIRST_AT, 7, new UUID(0, 0));
        header((int) VhdxHeader.SECOND_AT, 8, logGuid);
        regions((int) RegionTable.FIRST_AT);
        regions((int) RegionTable.SECOND_AT);
        metadata();
        return bytes;
    }

    public ByteSource source(String name) {
        return ByteSource.of(name, bytes());
    }

    private void header(int at, long sequence, UUID log) {
        put(at, "head".getBytes(StandardCharsets.US_ASCII));
        buffer.putLong(at + 8, sequence);
        put(at + 16, guid(new UUID(0x3333, sequence)));
        put(at + 32, guid(dataWriteGuid));
        put(at + 48, guid(log));
        buffer.putShort(at + 66, (short) 1).putInt(at + 68, MIB).putLong(at + 72, LOG_AT);
        seal(bytes, at, 4096);
    }

    private void regions(int at) {
        put(at, "regi".getBytes(StandardCharsets.US_ASCII));
        buffer.putInt(at + 8, 2);
        region(at + 16, "2dc27766-f623-4200-9d64-115e9bfd4a08", TABLE_AT);
        region(at + 48, "8b7ca206-4790-4b9a-b8fe-575f050f886e", METADATA_AT);
        seal(bytes, at, 0x10000);
    }

    private void region(int at, String id, int offset) {
        put(at, guid(UUID.fromString(id)));
        buffer.putLong(at + 16, offset).putInt(at + 24, MIB).putInt(at + 28, 1);
    }

    private void metadata() {
        put(METADATA_AT, "metadata".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        item(
                0,
                "caa16737-fa36-4d43-b3b6-33f0aa44e76b",
                eight.putInt(0, MIB).putInt(4, flags).array());
        item(
                1,
                "2fa54224-cd1b-4876-b211-5dbed83bf4b8",
                eight.putLong(0, virtualSize).array());
        item(
                2,
                "8141bf1d-a96f-4709-ba47-f233a8faab5f",
                eight.putLong(0, sectorSize).array());
        item(3, "cda348c7-445d-4471-9cc9-e9885251c556", eight.putLong(0, 4096).array());
        item(4, "beca12ab-b2e6-4523-93ef-c309e000c746", guid(new UUID(0x4444, 0x5555)));
        if ((flags & 2) != 0) {
            item(5, "a8d35f2d-b30b-454d-abf7-d3d84834ab0c", locatorBytes());
        }
    }

    /** Item n has the entry n of the table and its value at 256 n. */
    public VhdxBytes item(int number, String id, byte[] value) {
        int entry = METADATA_AT + 32 + 32 * number;
        put(entry, guid(UUID.fromString(id)));
        buffer.putInt(entry + 16, 0x10000 + 256 * number)
                .putInt(entry + 20, value.length)
                .putInt(entry + 24, 4);
        buffer.putShort(METADATA_AT + 10, (short) (number + 1));
        return put(ITEMS_AT + 256 * number, value);
    }

    private byte[] locatorBytes() {
        ByteBuffer text = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        text.put(guid(UUID.fromString("b04aefb7-d19e-4a81-b789-25b8e9445913")));
        text.putShort(18, (short) locator.size());
        int entry = 20;
        int at = 20 + 12 * locator.size();
        for (Map.Entry<String, String> pair : locator.entrySet()) {
            byte[] key = pair.getKey().getBytes(StandardCharsets.UTF_16LE);
            byte[] value = pair.getValue().getBytes(StandardCharsets.UTF_16LE);
            text.putInt(entry, at).putInt(entry + 4, at + key.length);
            text.putShort(entry + 8, (short) key.length).putShort(entry + 10, (short) value.length);
            text.put(at, key).put(at + key.length, value);
            entry += 12;
            at += key.length + value.length;
        }
        return Arrays.copyOf(text.array(), at);
    }

    /** Sets the checksum, at offset 4, of a structure that was changed. */
    public static void seal(byte[] bytes, int at, int size) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(at + 4, 0);
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, size);
        buffer.putInt(at + 4, (int) crc.getValue());
    }

    /** A GUID in the mixed-endian form. */
    public static byte[] guid(UUID guid) {
        ByteBuffer b = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt((int) (guid.getMostSignificantBits() >>> 32));
        b.putShort((short) (guid.getMostSignificantBits() >>> 16)).putShort((short) guid.getMostSignificantBits());
        return b.order(ByteOrder.BIG_ENDIAN)
                .putLong(guid.getLeastSignificantBits())
                .array();
    }
}
