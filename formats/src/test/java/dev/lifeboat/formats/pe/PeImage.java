package dev.lifeboat.formats.pe;

import dev.lifeboat.formats.source.ByteSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A PE32+ or PE32 file of two sections, built by hand from "PE Format": headers of 1024 bytes, {@code .text} of 512 at 1024, in memory
 * at 0x1000, and {@code .rsrc} of 2048 at 1536, in memory at 0x2000.
 */
public final class PeImage {
    public static final int PE_AT = 128;
    public static final int TEXT_AT = 1024;
    /** In {@code .text}. */
    public static final int IMPORTS_AT = TEXT_AT + 128;

    public static final int RSRC_AT = 1536;
    public static final int RSRC_ADDRESS = 0x2000;
    public static final int SIZE = 3584;
    private static final long HIGH_BIT = 0x8000_0000L;

    public byte[] bytes = new byte[SIZE];
    private final boolean plus;

    public PeImage(boolean plus) {
        this.plus = plus;
        ascii(0, "MZ");
        buffer().putInt(60, PE_AT);
        ascii(PE_AT, "PE\0\0");
        int optional = PE_AT + 24;
        int optionalSize = plus ? 240 : 224;
        buffer().putShort(PE_AT + 4, (short) (plus ? 0x8664 : 0x14c))
                .putShort(PE_AT + 6, (short) 2)
                .putShort(PE_AT + 20, (short) optionalSize)
                .putShort(PE_AT + 22, (short) 0x22)
                .putShort(optional, (short) (plus ? 0x20b : 0x10b))
                .putInt(optional + 56, 0x3000)
                .putInt(optional + 60, 1024)
                .putShort(optional + 68, (short) 10)
                .putInt(directory(0) - 4, 16);
        section(0, ".text", 0x1000, 1024, 512);
        section(1, ".rsrc", RSRC_ADDRESS, RSRC_AT, 2048);
        Arrays.fill(bytes, 1024, 1536, (byte) 0xcc);
    }

    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public void ascii(int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(ascii, 0, bytes, at, ascii.length);
    }

    public int directory(int index) {
        return PE_AT + 24 + (plus ? 112 : 96) + 8 * index;
    }

    public int sectionHeader(int index) {
        return PE_AT + 24 + (plus ? 240 : 224) + 40 * index;
    }

    private void section(int index, String name, int address, int offset, int size) {
        int at = sectionHeader(index);
        ascii(at, name);
        buffer().putInt(at + 8, size)
                .putInt(at + 12, address)
                .putInt(at + 16, size)
                .putInt(at + 20, offset);
    }

    /** One resource of a type, with a name, in one language. */
    public PeImage resource(int type, String name, byte[] data) {
        buffer().putInt(directory(2), RSRC_ADDRESS).putInt(directory(2) + 4, 2048);
        directory(0, false, type, HIGH_BIT | 24);
        directory(24, true, HIGH_BIT | 72, HIGH_BIT | 48);
        directory(48, false, 1033, 200);
        buffer().putShort(RSRC_AT + 72, (short) name.length());
        byte[] wide = name.getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(wide, 0, bytes, RSRC_AT + 74, wide.length);
        buffer().putInt(RSRC_AT + 200, RSRC_ADDRESS + 256).putInt(RSRC_AT + 204, data.length);
        System.arraycopy(data, 0, bytes, RSRC_AT + 256, data.length);
        return this;
    }

    /** A table of imports: a row of 20 bytes for each, one of zeros, and the names behind it. Three fit. */
    public PeImage imports(String... libraries) {
        int address = 0x1000 + IMPORTS_AT - TEXT_AT;
        int names = 20 * (libraries.length + 1);
        buffer().putInt(directory(1), address).putInt(directory(1) + 4, names);
        Arrays.fill(bytes, IMPORTS_AT, IMPORTS_AT + names, (byte) 0);
        for (int i = 0; i < libraries.length; i++) {
            buffer().putInt(IMPORTS_AT + 20 * i + 12, address + names);
            ascii(IMPORTS_AT + names, libraries[i] + "\0");
            names += libraries[i].length() + 1;
        }
        return this;
    }

    /** The checksum, by the definition: 16-bit words added with their carries, and the length. */
    public PeImage checksum() {
        int at = PE_AT + 24 + 64;
        buffer().putInt(at, 0);
        long sum = 0;
        for (int i = 0; i < bytes.length; i += 2) {
            sum += buffer().getShort(i) & 0xffff;
            sum = (sum & 0xffff) + (sum >> 16);
        }
        buffer().putInt(at, (int) sum + bytes.length);
        return this;
    }

    /** Appends a signature, in CMS, of the bytes as they are. */
    public PeImage signed(byte[] signature) {
        int length = 8 + signature.length + 7 & -8;
        int at = bytes.length;
        bytes = Arrays.copyOf(bytes, at + length);
        System.arraycopy(signature, 0, bytes, at + 8, signature.length);
        buffer().putInt(at, length)
                .putShort(at + 4, (short) 0x200)
                .putShort(at + 6, (short) 2)
                .putInt(directory(4), at)
                .putInt(directory(4) + 4, length);
        return this;
    }

    /** Makes it one for another processor. */
    public PeImage machine(int code) {
        buffer().putShort(PE_AT + 4, (short) code);
        return this;
    }

    /** A resource directory of one entry. */
    public void directory(int at, boolean named, long id, long target) {
        buffer().putShort(RSRC_AT + at + 12, (short) (named ? 1 : 0))
                .putShort(RSRC_AT + at + 14, (short) (named ? 0 : 1))
                .putInt(RSRC_AT + at + 16, (int) id)
                .putInt(RSRC_AT + at + 20, (int) target);
    }

    /** Appends a certificate table with one certificate. */
    public PeImage certificate(byte[] content) {
        int size = (8 + content.length + 7) & -8;
        buffer().putInt(directory(4), SIZE).putInt(directory(4) + 4, size);
        bytes = Arrays.copyOf(bytes, SIZE + size);
        buffer().putInt(SIZE, 8 + content.length)
                .putShort(SIZE + 4, (short) 0x200)
                .putShort(SIZE + 6, (short) 2);
        System.arraycopy(content, 0, bytes, SIZE + 8, content.length);
        return this;
    }

    /** A block of a version resource: length, length of the value, type, name, value, inner blocks. */
    public static byte[] versionBlock(String name, byte[] value, byte[]... inner) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[6]);
        out.writeBytes((name + "\0").getBytes(StandardCharsets.UTF_16LE));
        pad(out);
        out.writeBytes(value);
        for (byte[] block : inner) {
            pad(out);
            out.writeBytes(block);
        }
        byte[] bytes = out.toByteArray();
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(0, (short) bytes.length)
                .putShort(2, (short) value.length);
        return bytes;
    }

    private static void pad(ByteArrayOutputStream out) {
        while (out.size() % 4 != 0) {
            out.write(0);
        }
    }

    public ByteSource source() {
        return ByteSource.of("x.efi", bytes);
    }
}
