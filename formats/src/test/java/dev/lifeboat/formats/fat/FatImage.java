package dev.lifeboat.formats.fat;

import dev.lifeboat.formats.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A small FAT volume built by hand: sectors of 512 bytes, one a cluster, two FATs, room for 16 entries in the root. */
public final class FatImage {
    public static final int CLUSTER = 512;
    public static final int DIRECTORY = 0x10;
    public static final int ARCHIVE = 0x20;
    public static final int LABEL = 0x08;

    public final FatType type;
    public final byte[] bytes;
    private final ByteBuffer le;
    private final int sectorsPerFat;

    public FatImage(FatType type) {
        this.type = type;
        int clusters = type == FatType.FAT16 ? 4100 : 100;
        this.sectorsPerFat = type == FatType.FAT16 ? 17 : 1;
        int sectors = dataSector() + clusters;
        this.bytes = new byte[sectors * CLUSTER];
        this.le = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        bootSector(0, sectors);
        entry(0, type.mask() & 0xfffffff8);
        entry(1, type.mask());
        if (is32()) {
            bootSector(6 * CLUSTER, sectors);
            entry(2, type.mask());
        }
    }

    public ByteSource source() {
        return ByteSource.of("esp", bytes);
    }

    private boolean is32() {
        return type == FatType.FAT32;
    }

    private int reserved() {
        return is32() ? 32 : 1;
    }

    private int dataSector() {
        return reserved() + 2 * sectorsPerFat + (is32() ? 0 : 1);
    }

    private void bootSector(int at, int sectors) {
        le.put(at, (byte) 0xeb)
                .put(at + 2, (byte) 0x90)
                .putShort(at + 11, (short) CLUSTER)
                .put(at + 13, (byte) 1);
        le.putShort(at + 14, (short) reserved()).put(at + 16, (byte) 2).put(at + 21, (byte) 0xf8);
        le.putInt(at + 32, sectors).putShort(at + 510, (short) 0xaa55);
        if (is32()) {
            le.putInt(at + 36, sectorsPerFat).putInt(at + 44, 2).putShort(at + 50, (short) 6);
        } else {
            le.putShort(at + 17, (short) 16).putShort(at + 22, (short) sectorsPerFat);
        }
        int extension = at + (is32() ? 66 : 38);
        le.put(extension, (byte) 0x29).putInt(extension + 1, 0x12345678);
        ascii(extension + 5, "BOOT LABEL ");
    }

    /** Sets an entry in both copies of the FAT. */
    public FatImage entry(int cluster, int value) {
        return entry(0, cluster, value).entry(1, cluster, value);
    }

    public FatImage entry(int copy, int cluster, int value) {
        int fat = (reserved() + copy * sectorsPerFat) * CLUSTER;
        switch (type) {
            case FAT12 -> {
                int at = fat + cluster * 3 / 2;
                int old = le.getShort(at);
                int pair = cluster % 2 == 0 ? (old & 0xf000) | (value & 0xfff) : (old & 0xf) | ((value & 0xfff) << 4);
                le.putShort(at, (short) pair);
            }
            case FAT16 -> le.putShort(fat + cluster * 2, (short) value);
            case FAT32 -> le.putInt(fat + cluster * 4, value | 0xa0000000); // reserved bits that mean nothing
        }
        return this;
    }

    /** Strings clusters together, in both copies. */
    public FatImage chain(int... clusters) {
        for (int i = 0; i + 1 < clusters.length; i++) {
            entry(clusters[i], clusters[i + 1]);
        }
        return entry(clusters[clusters.length - 1], type.mask());
    }

    /** Offset of the root directory. */
    public int root() {
        return is32() ? data(2) : (reserved() + 2 * sectorsPerFat) * CLUSTER;
    }

    /** Offset of a cluster. */
    public int data(int cluster) {
        return (dataSector() + cluster - 2) * CLUSTER;
    }

    /** Writes the entry of a file or directory into slot {@code index} of the directory at an offset. */
    public FatImage file(int directory, int index, String name11, int attributes, int cluster, int size) {
        int at = directory + 32 * index;
        ascii(at, name11);
        le.put(at + 11, (byte) attributes);
        le.put(at + 13, (byte) 150).putShort(at + 14, (short) (10 << 11 | 20 << 5 | 15));
        le.putShort(at + 16, (short) (44 << 9 | 2 << 5 | 29)).putShort(at + 18, (short) (44 << 9 | 3 << 5 | 1));
        le.putShort(at + 20, (short) (cluster >> 16))
                .putShort(at + 26, (short) cluster)
                .putInt(at + 28, size);
        le.putShort(at + 22, (short) (23 << 11 | 59 << 5 | 29)).putShort(at + 24, (short) (44 << 9 | 12 << 5 | 31));
        return this;
    }

    /** Writes a directory of one cluster with its two own entries. */
    public FatImage directory(int directory, int index, String name11, int cluster, int parent) {
        file(directory, index, name11, DIRECTORY, cluster, 0);
        file(data(cluster), 0, ".          ", DIRECTORY, cluster, 0);
        file(data(cluster), 1, "..         ", DIRECTORY, parent, 0);
        return entry(cluster, type.mask());
    }

    /** Writes one part of a long name; a part is padded as Windows does. */
    public FatImage longName(int directory, int index, int order, String part, int checksum) {
        int at = directory + 32 * index;
        le.put(at, (byte) order).put(at + 11, (byte) 0x0f).put(at + 13, (byte) checksum);
        int[] places = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};
        for (int i = 0; i < places.length; i++) {
            int c = i < part.length() ? part.charAt(i) : i == part.length() ? 0 : 0xffff;
            le.putShort(at + places[i], (short) c);
        }
        return this;
    }

    public FatImage ascii(int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(ascii, 0, bytes, at, ascii.length);
        return this;
    }

    public FatImage fill(int cluster, int value) {
        Arrays.fill(bytes, data(cluster), data(cluster) + CLUSTER, (byte) value);
        return this;
    }
}
