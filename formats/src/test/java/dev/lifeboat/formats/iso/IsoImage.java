package dev.lifeboat.formats.iso;

import dev.lifeboat.formats.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An ISO 9660 volume of 64 sectors, built by hand from ECMA-119: primary descriptor in 16, boot record in 17, Joliet's descriptor in
 * 18 if wanted, their root directories in 20 and 21, the boot catalogue in 22.
 */
public final class IsoImage {
    public static final int SECTOR = 2048;
    public static final int ROOT = 20;
    public static final int JOLIET_ROOT = 21;
    public static final int CATALOG = 22;
    private static final int SECTORS = 64;

    public final byte[] bytes = new byte[SECTORS * SECTOR];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    /** Where the next record goes, by sector. */
    private final int[] ends = new int[SECTORS];

    public IsoImage() {
        descriptor(16, 1, ROOT);
        descriptor(17, 0, 0);
        ascii(at(17) + 7, "EL TORITO SPECIFICATION");
        buffer.putInt(at(17) + 71, CATALOG);
        descriptor(18, 255, 0);
        ascii(at(16) + 40, "PRIMARY   ");
    }

    public IsoImage joliet() {
        descriptor(18, 2, JOLIET_ROOT);
        descriptor(19, 255, 0);
        ascii(at(18) + 88, "%/E");
        ascii(at(18) + 40, "\0J\0o\0l\0i\0e\0t");
        return this;
    }

    private void descriptor(int sector, int type, int root) {
        int at = at(sector);
        Arrays.fill(bytes, at, at + SECTOR, (byte) 0);
        bytes[at] = (byte) type;
        ascii(at + 1, "CD001\u0001");
        if (root != 0) {
            twice32(at + 80, SECTORS);
            twice16(at + 120, 1);
            twice16(at + 124, 1);
            twice16(at + 128, SECTOR);
            record(at + 156, "\0".getBytes(StandardCharsets.ISO_8859_1), 2, root, SECTOR);
            dots(root);
        }
    }

    /** The two records that every directory begins with. */
    public void dots(int sector) {
        ends[sector] = at(sector);
        add(sector, "\0", 2, sector, SECTOR);
        add(sector, "\u0001", 2, sector, SECTOR);
    }

    public static int at(int sector) {
        return sector * SECTOR;
    }

    public ByteBuffer buffer() {
        return buffer;
    }

    public void ascii(int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(ascii, 0, bytes, at, ascii.length);
    }

    public void twice32(int at, int value) {
        buffer.putInt(at, value).putInt(at + 4, Integer.reverseBytes(value));
    }

    public void twice16(int at, int value) {
        buffer.putShort(at, (short) value).putShort(at + 2, Short.reverseBytes((short) value));
    }

    /** Appends a record to the directory in a sector; returns where it stands. */
    public int add(int directory, String name, int flags, int block, int length) {
        boolean wide = directory == JOLIET_ROOT && name.length() > 1;
        return addBytes(
                directory,
                name.getBytes(wide ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1),
                flags,
                block,
                length);
    }

    private int addBytes(int directory, byte[] name, int flags, int block, int length) {
        int at = ends[directory];
        ends[directory] += record(at, name, flags, block, length);
        return at;
    }

    private int record(int at, byte[] name, int flags, int block, int length) {
        int size = (33 + name.length + 1) & -2;
        bytes[at] = (byte) size;
        twice32(at + 2, block);
        twice32(at + 10, length);
        byte[] time = {124, 2, 29, 12, 0, 1, 4};
        System.arraycopy(time, 0, bytes, at + 18, time.length);
        bytes[at + 25] = (byte) flags;
        twice16(at + 28, 1);
        bytes[at + 32] = (byte) name.length;
        System.arraycopy(name, 0, bytes, at + 33, name.length);
        return size;
    }

    public IsoImage fill(int sector, char c) {
        Arrays.fill(bytes, at(sector), at(sector + 1), (byte) c);
        return this;
    }

    public ByteSource source() {
        return ByteSource.of("disc", bytes);
    }
}
