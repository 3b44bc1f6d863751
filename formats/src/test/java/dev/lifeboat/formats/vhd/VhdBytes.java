package dev.lifeboat.formats.vhd;

import dev.lifeboat.formats.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Makes small VHD files, with right checksums: blocks of 64 KiB; footer copy, dynamic header, block allocation table and a
 * parent's path at 0, 512, 1536 and 2048; block n of the disk at {@link #placeOf}.
 */
public final class VhdBytes {
    public static final int BLOCK = 1 << 16;
    public static final int HEADER_AT = 512;
    public static final int TABLE_AT = 1536;
    private static final int PATH_AT = 2048;
    private static final int BLOCKS_AT = 4096;
    private static final int BITMAP = 512;

    private final byte[] bytes;
    private final ByteBuffer buffer;
    private final int type;
    private final int blocks;

    private long size;
    private UUID id = new UUID(0x1111, 0x2222);
    private UUID parent = new UUID(0, 0);
    private String parentName = "";

    private VhdBytes(int type, int blocks, int fileSize) {
        this.type = type;
        this.blocks = blocks;
        this.bytes = new byte[fileSize];
        this.buffer = ByteBuffer.wrap(bytes);
        this.size = (long) blocks * BLOCK;
    }

    public static VhdBytes fixed(int blocks) {
        return new VhdBytes(2, blocks, blocks * BLOCK + 512);
    }

    /** Without a block that is present. */
    public static VhdBytes dynamic(int blocks) {
        return sparse(3, blocks);
    }

    public static VhdBytes differencing(int blocks, UUID parent) {
        VhdBytes file = sparse(4, blocks);
        file.parent = parent;
        return file;
    }

    private static VhdBytes sparse(int type, int blocks) {
        VhdBytes file = new VhdBytes(type, blocks, placeOf(blocks) + 512);
        Arrays.fill(file.bytes, TABLE_AT, TABLE_AT + 512, (byte) 0xff);
        return file;
    }

    public VhdBytes size(long bytesOfDisk) {
        size = bytesOfDisk;
        return this;
    }

    public VhdBytes id(UUID uniqueId) {
        id = uniqueId;
        return this;
    }

    /** Where the parent is: W2ru is a relative path, W2ku an absolute one. */
    public VhdBytes locator(String code, String path) {
        byte[] text = path.getBytes(StandardCharsets.UTF_16LE);
        buffer.put(HEADER_AT + 576, code.getBytes(StandardCharsets.US_ASCII));
        buffer.putInt(HEADER_AT + 580, 512).putInt(HEADER_AT + 584, text.length).putLong(HEADER_AT + 592, PATH_AT);
        return put(PATH_AT, text);
    }

    public VhdBytes parentName(String name) {
        parentName = name;
        return this;
    }

    public static int placeOf(int block) {
        return BLOCKS_AT + block * (BITMAP + BLOCK);
    }

    /** A block that is present, filled with one value, and has no bit set. */
    public VhdBytes block(int block, int fill) {
        int data = placeOf(block) + BITMAP;
        Arrays.fill(bytes, data, data + BLOCK, (byte) fill);
        return entry(block, placeOf(block) / 512);
    }

    public VhdBytes sectors(int block, int... sectors) {
        for (int sector : sectors) {
            bytes[placeOf(block) + sector / 8] |= (byte) (0x80 >>> (sector % 8));
        }
        return this;
    }

    /** An entry of the block allocation table: the sector where a block is. */
    public VhdBytes entry(int block, int sector) {
        buffer.putInt(TABLE_AT + 4 * block, sector);
        return this;
    }

    public VhdBytes put(int at, byte[] some) {
        System.arraycopy(some, 0, bytes, at, some.length);
        return this;
    }

    /** The file; changes to it go into files made later. */
    public byte[] bytes() {
        footer(bytes.length - 512);
        if (type != 2) {
            System.arraycopy(bytes, bytes.length - 512, bytes, 0, 512);
            header();
        }
        return bytes;
    }

    public ByteSource source(String name) {
        return ByteSource.of(name, bytes());
    }

    private void footer(int at) {
        put(at, "conectix".getBytes(StandardCharsets.US_ASCII));
        buffer.putInt(at + 8, 2).putInt(at + 12, 0x10000).putLong(at + 16, type == 2 ? -1 : HEADER_AT);
        buffer.putInt(at + 24, 86400)
                .putLong(at + 40, size)
                .putLong(at + 48, size)
                .putInt(at + 60, type);
        put(at + 28, "vsim".getBytes(StandardCharsets.US_ASCII));
        buffer.putLong(at + 68, id.getMostSignificantBits()).putLong(at + 76, id.getLeastSignificantBits());
        seal(bytes, at, 512, 64);
    }

    private void header() {
        put(HEADER_AT, "cxsparse".getBytes(StandardCharsets.US_ASCII));
        buffer.putLong(HEADER_AT + 8, -1).putLong(HEADER_AT + 16, TABLE_AT).putInt(HEADER_AT + 24, 0x10000);
        buffer.putInt(HEADER_AT + 28, blocks).putInt(HEADER_AT + 32, BLOCK);
        buffer.putLong(HEADER_AT + 40, parent.getMostSignificantBits());
        buffer.putLong(HEADER_AT + 48, parent.getLeastSignificantBits());
        put(HEADER_AT + 64, parentName.getBytes(StandardCharsets.UTF_16BE));
        seal(bytes, HEADER_AT, 1024, 36);
    }

    /** Sets the checksum of a structure that was changed. */
    public static void seal(byte[] bytes, int at, int size, int field) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.putInt(at + field, 0);
        int sum = 0;
        for (int i = 0; i < size; i++) {
            sum += bytes[at + i] & 0xff;
        }
        buffer.putInt(at + field, ~sum);
    }
}
