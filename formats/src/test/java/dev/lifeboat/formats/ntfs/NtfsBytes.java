package dev.lifeboat.formats.ntfs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The small structures of NTFS as bytes, written from the documentation of libfsntfs and not with the readers' code. */
public final class NtfsBytes {
    /** 2026-01-31 12:00:00 UTC. */
    public static final long NOON = 134_143_344_000_000_000L;

    public static final int ARCHIVE = 0x20;
    public static final int SPARSE = 0x200;
    public static final int REPARSE = 0x400;
    public static final int COMPRESSED = 0x800;
    public static final int ENCRYPTED = 0x4000;
    public static final int DIRECTORY = 0x1000_0000;

    private static final int UPDATE_NUMBER = 0x0107;

    private NtfsBytes() {}

    /** A structure of zeros with some fields put into it. */
    static byte[] structure(int size, Consumer<ByteBuffer> fields) {
        byte[] bytes = new byte[size];
        fields.accept(in(bytes));
        return bytes;
    }

    public static ByteBuffer in(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public static long reference(long number, int sequence) {
        return (long) sequence << 48 | number;
    }

    public static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Unlike a charset, keeps surrogates that stand alone. */
    public static byte[] utf16(String text) {
        return structure(2 * text.length(), b -> text.chars().forEach(c -> b.putShort((short) c)));
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Bytes that differ from one to the next and from one cluster to the next. */
    public static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 7 + i / 1024 + 1);
        }
        return bytes;
    }

    static int round8(int n) {
        return (n + 7) / 8 * 8;
    }

    /** Puts the update sequence number at the end of every 512 bytes, and what stood there into the array. */
    public static void protect(byte[] bytes, int at, int size, int array) {
        ByteBuffer b = in(bytes);
        b.putShort(at + 4, (short) array).putShort(at + 6, (short) (size / 512 + 1));
        b.putShort(at + array, (short) UPDATE_NUMBER);
        for (int i = 1; i <= size / 512; i++) {
            b.putShort(at + array + 2 * i, b.getShort(at + 512 * i - 2));
            b.putShort(at + 512 * i - 2, (short) UPDATE_NUMBER);
        }
    }

    /** $STANDARD_INFORMATION as NTFS 3 writes it: created, modified, changed and accessed are an hour apart. */
    public static byte[] standardInformation(int fileAttributes) {
        long hour = 36_000_000_000L;
        return structure(72, b -> b.putLong(0, NOON - hour)
                .putLong(8, NOON)
                .putLong(16, NOON + hour)
                .putLong(24, NOON + 2 * hour)
                .putInt(32, fileAttributes));
    }

    /** The value of a $FILE_NAME, and the key of an index entry. */
    public static byte[] fileName(long parent, String name, int namespace, long size, int fileAttributes) {
        return structure(66 + 2 * name.length(), b -> b.putLong(0, parent)
                .putLong(8, NOON)
                .putLong(16, NOON)
                .putLong(24, NOON)
                .putLong(32, NOON)
                .putLong(40, (size + 1023) / 1024 * 1024)
                .putLong(48, size)
                .putInt(56, fileAttributes)
                .put(64, (byte) name.length())
                .put(65, (byte) namespace)
                .put(66, utf16(name)));
    }

    /** Likewise, of a file with a reparse point. */
    static byte[] fileName(long parent, String name, int namespace, long size, int fileAttributes, int reparseTag) {
        byte[] bytes = fileName(parent, name, namespace, size, fileAttributes);
        in(bytes).putInt(60, reparseTag);
        return bytes;
    }

    public static byte[] fileName(long parent, String name) {
        return fileName(parent, name, 3, 0, ARCHIVE);
    }

    /** An entry of an $ATTRIBUTE_LIST. */
    public static byte[] listEntry(int type, String name, long lowestVcn, long record, int id) {
        int length = round8(26 + 2 * name.length());
        return structure(length, b -> b.putInt(0, type)
                .putShort(4, (short) length)
                .put(6, (byte) name.length())
                .put(7, (byte) 26)
                .putLong(8, lowestVcn)
                .putLong(16, record)
                .putShort(24, (short) id)
                .put(26, utf16(name)));
    }

    /** A $REPARSE_POINT of any tag. [MS-FSCC] 2.1.2 */
    public static byte[] reparse(int tag, byte[] data) {
        return structure(
                8 + data.length,
                b -> b.putInt(0, tag).putShort(4, (short) data.length).put(8, data));
    }

    /** A symbolic link. [MS-FSCC] 2.1.2.4 */
    public static byte[] symlink(String substitute, String print, boolean relative) {
        byte[] flags = {(byte) (relative ? 1 : 0), 0, 0, 0};
        return reparse(0xa000_000c, concat(places(substitute, print), flags, utf16(substitute), utf16(print)));
    }

    /** A mount point, also called junction. [MS-FSCC] 2.1.2.5 */
    public static byte[] mountPoint(String substitute, String print) {
        return reparse(0xa000_0003, concat(places(substitute, print), utf16(substitute), utf16(print)));
    }

    /** Offset and length of both names, in bytes. */
    private static byte[] places(String substitute, String print) {
        return structure(8, b -> b.putShort(2, (short) (2 * substitute.length()))
                .putShort(4, (short) (2 * substitute.length()))
                .putShort(6, (short) (2 * print.length())));
    }

    /** $VOLUME_INFORMATION of NTFS 3.1. */
    public static byte[] volumeInformation(int flags) {
        return structure(12, b -> b.put(8, (byte) 3).put(9, (byte) 1).putShort(10, (short) flags));
    }

    /** The reparse point of a file that Windows compressed. WOF_EXTERNAL_INFO and FILE_PROVIDER_EXTERNAL_INFO_V1. */
    static byte[] wof(int version, int provider, int providerVersion, int algorithm) {
        return reparse(0x8000_0017, structure(16, b -> b.putInt(version)
                .putInt(provider)
                .putInt(providerVersion)
                .putInt(algorithm)));
    }

    /** One byte many times, in XPRESS with Huffman codes: a literal, and a match with a length in long form. [MS-XCA] 2.1.4 */
    static byte[] xpressChunk(char content, int size) {
        return structure(263, b -> {
            codeword(b, content);
            codeword(b, 256 + 15);
            b.putShort(256, (short) 0x4000).put(260, (byte) 0xff).putShort(261, (short) (size - 4));
        });
    }

    /** Gives a symbol a codeword of one bit. */
    private static void codeword(ByteBuffer b, int symbol) {
        b.put(symbol / 2, (byte) (b.get(symbol / 2) | 1 << (symbol % 2 * 4)));
    }

    /** One byte 4096 times, in LZNT1: a literal and a match. [MS-XCA] 2.5 */
    static byte[] lznt1Chunk(char content) {
        return new byte[] {3, (byte) 0xb0, 2, (byte) content, (byte) 0xfc, 15};
    }
}
