package dev.lifeboat.formats.udf;

import dev.lifeboat.formats.source.ByteSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A UDF volume of 400 blocks, built by hand from ECMA-167: anchor in block 256, descriptors in 32 (copies in 48), one partition from
 * block 260 on with the file set in its block 0 and the root's entry in its block 1. Call {@link #seal} last: it makes the checksums.
 */
public final class UdfImage {
    public static final int BLOCK = 2048;
    public static final int PARTITION = 260;
    private static final int BLOCKS = 400;
    private static final int MAIN = 32;
    private static final int RESERVE = 48;

    public final byte[] bytes = new byte[BLOCKS * BLOCK];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    public UdfImage() {
        int[] vrs = {16, 17, 18};
        String[] ids = {"BEA01", "NSR02", "TEA01"};
        for (int i = 0; i < vrs.length; i++) {
            ascii(vrs[i] * BLOCK + 1, ids[i]);
        }
        tag(256, 2, 256).putInt(at(256) + 16, 16 * BLOCK).putInt(at(256) + 20, MAIN);
        buffer.putInt(at(256) + 24, 16 * BLOCK).putInt(at(256) + 28, RESERVE);
        for (int sequence : new int[] {MAIN, RESERVE}) {
            tag(sequence, 5, sequence); // partition
            buffer.putInt(at(sequence) + 188, PARTITION).putInt(at(sequence) + 192, BLOCKS - PARTITION);
            tag(sequence + 1, 6, sequence + 1); // logical volume
            int volume = at(sequence + 1);
            bytes[volume + 84] = 8;
            ascii(volume + 85, "BY HAND");
            bytes[volume + 84 + 127] = 8;
            buffer.putInt(volume + 212, BLOCK).putInt(volume + 248, BLOCK); // the file set is in block 0
            buffer.putInt(volume + 264, 6).putInt(volume + 268, 1);
            bytes[volume + 440] = 1;
            bytes[volume + 441] = 6;
            buffer.putInt(volume + 432, BLOCK).putInt(volume + 436, 64);
            tag(sequence + 2, 8, sequence + 2);
        }
        tag(64, 9, 64).putInt(at(64) + 72, 1).putInt(at(64) + 80, 40).putInt(at(64) + 84, 140);
        tag(PARTITION, 256, 0).putInt(at(PARTITION) + 400, BLOCK).putInt(at(PARTITION) + 404, 1);
    }

    /** Offset of a block of the volume. */
    public static int at(int block) {
        return block * BLOCK;
    }

    /** Offset of a block of the partition. */
    public static int in(int block) {
        return (PARTITION + block) * BLOCK;
    }

    public ByteBuffer buffer() {
        return buffer;
    }

    public void ascii(int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(ascii, 0, bytes, at, ascii.length);
    }

    private ByteBuffer tag(int block, int id, int location) {
        return buffer.putShort(at(block), (short) id)
                .putShort(at(block) + 2, (short) 2)
                .putShort(at(block) + 10, (short) (BLOCK - 16))
                .putInt(at(block) + 12, location);
    }

    /** A file entry in a block of the partition; its descriptors, or data, as given. */
    public UdfImage entry(int block, int type, int placement, long size, byte[] descriptors) {
        return entry(block, 261, type, placement, size, descriptors);
    }

    public UdfImage extendedEntry(int block, int type, int placement, long size, byte[] descriptors) {
        return entry(block, 266, type, placement, size, descriptors);
    }

    private UdfImage entry(int block, int id, int type, int placement, long size, byte[] descriptors) {
        int at = in(block);
        Arrays.fill(bytes, at, at + BLOCK, (byte) 0);
        tag(PARTITION + block, id, block);
        buffer.putShort(at + 20, (short) 4).putShort(at + 34, (short) placement).putShort(at + 48, (short) 1);
        bytes[at + 27] = (byte) type;
        buffer.putLong(at + 56, size);
        int lengths = id == 266 ? 208 : 168;
        time(at + (id == 266 ? 92 : 84), 2024, 60);
        buffer.putInt(at + lengths, 8).putInt(at + lengths + 4, descriptors.length); // 8 bytes of attributes to skip
        System.arraycopy(descriptors, 0, bytes, at + lengths + 16, descriptors.length);
        return this;
    }

    /** The 29th of February at noon. */
    public void time(int at, int year, int zoneMinutes) {
        buffer.putShort(at, (short) ((1 << 12) | (zoneMinutes & 0xfff))).putShort(at + 2, (short) year);
        byte[] rest = {2, 29, 12, 0, 0, 50, 0, 0};
        System.arraycopy(rest, 0, bytes, at + 4, rest.length);
    }

    /** An allocation extent descriptor. */
    public UdfImage continuation(int block, byte[] descriptors) {
        tag(PARTITION + block, 258, block).putInt(in(block) + 20, descriptors.length);
        System.arraycopy(descriptors, 0, bytes, in(block) + 24, descriptors.length);
        return this;
    }

    public UdfImage fill(int block, char c) {
        Arrays.fill(bytes, in(block), in(block) + BLOCK, (byte) c);
        return this;
    }

    public static byte[] shortAd(int type, int length, int block) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(type << 30 | length)
                .putInt(block)
                .array();
    }

    public static byte[] longAd(int type, int length, int partition, int block) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(type << 30 | length)
                .putInt(block)
                .putShort((short) partition)
                .array();
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A file identifier descriptor with its checksums. */
    public static byte[] name(String name, int flags, int partition, int block) {
        boolean wide = name.chars().anyMatch(c -> c > 0xff);
        byte[] text = name.isEmpty()
                ? new byte[0]
                : join(
                        new byte[] {(byte) (wide ? 16 : 8)},
                        name.getBytes(wide ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1));
        byte[] all = new byte[(38 + text.length + 3) & -4];
        ByteBuffer b = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        b.putShort(0, (short) 257).putShort(2, (short) 2).putShort(10, (short) (all.length - 16));
        all[18] = (byte) flags;
        all[19] = (byte) text.length;
        System.arraycopy(longAd(0, BLOCK, partition, block), 0, all, 20, 16);
        System.arraycopy(text, 0, all, 38, text.length);
        sealTag(all, 0);
        return all;
    }

    /** Makes the checksums of one descriptor right. */
    public static void sealTag(byte[] bytes, int at) {
        ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = b.getShort(at + 10) & 0xffff;
        b.putShort(at + 8, (short) crc(bytes, at + 16, length));
        bytes[at + 4] = 0;
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            sum += bytes[at + i] & 0xff;
        }
        bytes[at + 4] = (byte) sum;
    }

    /** Bit by bit, unlike the reader's. */
    private static int crc(byte[] bytes, int from, int length) {
        int crc = 0;
        for (int i = from; i < from + length; i++) {
            crc ^= (bytes[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            }
            crc &= 0xffff;
        }
        return crc;
    }

    /** Makes the checksums of every block that looks like a descriptor right. */
    public UdfImage seal() {
        for (int block = 19; block < BLOCKS; block++) {
            int id = buffer.getShort(at(block));
            boolean tagged = id > 0 && id <= 266 && buffer.getShort(at(block) + 10) == BLOCK - 16;
            if (tagged) {
                sealTag(bytes, at(block));
            }
        }
        return this;
    }

    public ByteSource source() {
        return ByteSource.of("disc", bytes);
    }
}
