package dev.lifeboat.formats.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * One structure of an image in memory, with accessors for its fields. Little-endian unless made {@link #bigEndian()};
 * 8, 16 and 32-bit fields are widened unsigned. Field offsets are relative to the structure. Every complaint carries the
 * source's name, the absolute offset and the field, and an access outside the structure is one of them: offsets may
 * themselves come from the image.
 *
 * <p>Fields are put together from single bytes rather than through a {@link java.nio.ByteBuffer}: a scan reads millions of
 * them before the just-in-time compiler has seen much, and the layers of a buffer cost more than the work.
 */
public final class Struct {
    private final ByteSource source;
    private final long at;
    private final Struct outer;
    private final Object what;
    private final byte[] bytes;
    private final int start;
    private final int size;
    private final boolean big;

    private Struct(
            ByteSource source, long at, Struct outer, Object what, byte[] bytes, int start, int size, boolean big) {
        this.source = source;
        this.at = at;
        this.outer = outer;
        this.what = what;
        this.bytes = bytes;
        this.start = start;
        this.size = size;
        this.big = big;
    }

    /**
     * Reads a structure.
     *
     * @param source where from
     * @param at offset in the source, in bytes
     * @param size in bytes, already known to be one that may be held in memory
     * @param what its name in messages
     * @return the structure
     * @throws CorruptImageException if it reaches past the source's end
     * @throws IOException if the storage cannot be read
     */
    public static Struct read(ByteSource source, long at, int size, String what) throws IOException {
        Bounds.check(source, at, size, what);
        return of(source, at, source.bytes(at, size), what);
    }

    /**
     * Wraps bytes that were read before.
     *
     * @param source where they come from
     * @param at their offset in the source
     * @param bytes the whole structure; not copied
     * @param what its name in messages
     * @return the structure
     */
    public static Struct of(ByteSource source, long at, byte[] bytes, String what) {
        return of(source, at, bytes, 0, bytes.length, what);
    }

    /**
     * Wraps a part of an array that was read before.
     *
     * @param source where the bytes come from
     * @param at offset of the structure in the source
     * @param bytes hold the structure; not copied
     * @param start of the structure in the array
     * @param length of the structure
     * @param what its name in messages, as its {@code toString} tells when there is something to complain about
     * @return the structure
     */
    public static Struct of(ByteSource source, long at, byte[] bytes, int start, int length, Object what) {
        return new Struct(source, at, null, what, bytes, start, length, false);
    }

    /**
     * Returns the same structure with its fields read in big-endian order, as VHD needs.
     *
     * @return a view of the same bytes
     */
    public Struct bigEndian() {
        return new Struct(source, at, outer, what, bytes, start, size, true);
    }

    /**
     * Returns a structure inside this one.
     *
     * @param offset of the part
     * @param length of the part
     * @param part its name in messages, appended to this one's
     * @return a view of the same bytes
     * @throws CorruptImageException if the part does not lie inside
     */
    public Struct part(long offset, long length, String part) throws CorruptImageException {
        require(offset, length, part);
        return new Struct(source, at + offset, this, part, bytes, start + (int) offset, (int) length, big);
    }

    /**
     * Returns the structure's size.
     *
     * @return in bytes
     */
    public int size() {
        return size;
    }

    /**
     * Returns where the structure lies in its source.
     *
     * @return offset in bytes
     */
    public long position() {
        return at;
    }

    public int u8(long offset) throws CorruptImageException {
        require(offset, 1, "byte");
        return bytes[start + (int) offset] & 0xff;
    }

    public int s8(long offset) throws CorruptImageException {
        require(offset, 1, "byte");
        return bytes[start + (int) offset];
    }

    public int u16(long offset) throws CorruptImageException {
        require(offset, 2, "16-bit field");
        int i = start + (int) offset;
        return big ? pair(i + 1, i) : pair(i, i + 1);
    }

    public long u32(long offset) throws CorruptImageException {
        require(offset, 4, "32-bit field");
        return quad(start + (int) offset) & 0xffff_ffffL;
    }

    private int pair(int low, int high) {
        return (bytes[low] & 0xff) | (bytes[high] & 0xff) << 8;
    }

    private int quad(int i) {
        return big ? pair(i + 3, i + 2) | pair(i + 1, i) << 16 : pair(i, i + 1) | pair(i + 2, i + 3) << 16;
    }

    /**
     * Reads 64 bits as they are: flags, identifiers, FILETIMEs.
     *
     * @param offset of the field
     * @return the bits
     * @throws CorruptImageException if the field lies outside
     */
    public long bits64(long offset) throws CorruptImageException {
        require(offset, 8, "64-bit field");
        int i = start + (int) offset;
        long first = quad(i) & 0xffff_ffffL;
        long second = quad(i + 4) & 0xffff_ffffL;
        return big ? first << 32 | second : second << 32 | first;
    }

    /**
     * Reads a 64-bit size or offset.
     *
     * @param offset of the field
     * @param field its name in messages
     * @return 0 or more
     * @throws CorruptImageException if its top bit is set, which no size or offset of a real image has
     */
    public long u64(long offset, String field) throws CorruptImageException {
        long value = bits64(offset);
        if (value < 0) {
            throw corrupt(offset, field, "is 0x" + Long.toHexString(value) + ", beyond any real size");
        }
        return value;
    }

    /**
     * Reads a GUID in the mixed-endian form of Windows.
     *
     * @param offset of the field
     * @return the GUID
     * @throws CorruptImageException if the field lies outside
     */
    public UUID guid(long offset) throws CorruptImageException {
        require(offset, 16, "GUID");
        Struct little = new Struct(source, at, outer, what, bytes, start, size, false);
        Struct large = bigEndian();
        long high = little.u32(offset) << 32 | (long) little.u16(offset + 4) << 16 | little.u16(offset + 6);
        return new UUID(high, large.bits64(offset + 8));
    }

    public String ascii(long offset, int length) throws CorruptImageException {
        return new String(bytes(offset, length), StandardCharsets.ISO_8859_1);
    }

    /**
     * Reads UTF-16 text in this structure's byte order; unpaired surrogates are kept.
     *
     * @param offset of the text
     * @param chars its length in 16-bit units
     * @return the text
     * @throws CorruptImageException if it lies outside
     */
    public String utf16(long offset, int chars) throws CorruptImageException {
        require(offset, 2L * chars, "text");
        char[] text = new char[chars];
        for (int i = 0; i < chars; i++) {
            int from = start + (int) offset + 2 * i;
            text[i] = (char) (big ? pair(from + 1, from) : pair(from, from + 1));
        }
        return new String(text);
    }

    public byte[] bytes(long offset, int length) throws CorruptImageException {
        require(offset, length, "bytes");
        int from = start + (int) offset;
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /**
     * Copies bytes to where the caller keeps them.
     *
     * @param offset of the first
     * @param length how many
     * @param target receives them
     * @param at index of the first in the target
     * @throws CorruptImageException if they lie outside
     */
    public void copy(long offset, int length, byte[] target, int at) throws CorruptImageException {
        require(offset, length, "bytes");
        System.arraycopy(bytes, start + (int) offset, target, at, length);
    }

    /**
     * Insists on a value.
     *
     * @param offset of the field
     * @param field its name in messages
     * @param found the value read
     * @param expected the only value allowed
     * @throws CorruptImageException if they differ
     */
    public void expect(long offset, String field, long found, long expected) throws CorruptImageException {
        if (found != expected) {
            throw corrupt(offset, field, "is " + found + ", expected " + expected);
        }
    }

    /**
     * Insists on a signature.
     *
     * @param offset of the field
     * @param expected the only text allowed
     * @throws CorruptImageException if it differs
     */
    public void expectAscii(long offset, String expected) throws CorruptImageException {
        String found = ascii(offset, expected.length());
        if (!found.equals(expected)) {
            throw corrupt(offset, "signature", "is " + quote(found) + ", expected " + quote(expected));
        }
    }

    /**
     * Insists that the CRC-32C of the whole structure, with the checksum field itself zero, is the one it holds.
     *
     * @param offset of the checksum field
     * @throws CorruptImageException if it is not
     */
    public void expectCrc32c(long offset) throws CorruptImageException {
        long stored = u32(offset);
        CRC32C crc = new CRC32C();
        int field = start + (int) offset;
        crc.update(bytes, start, field - start);
        crc.update(new byte[4]);
        crc.update(bytes, field + 4, start + size - field - 4);
        if (crc.getValue() != stored) {
            throw corrupt(
                    offset,
                    "checksum",
                    "is 0x" + Long.toHexString(stored) + ", computed 0x" + Long.toHexString(crc.getValue()));
        }
    }

    /**
     * Makes the complaint about a field; the caller throws it.
     *
     * @param offset of the field
     * @param field its name, may be empty
     * @param problem what was found and what was expected: {@code is 2, expected 1}
     * @return the exception
     */
    public CorruptImageException corrupt(long offset, String field, String problem) {
        return new CorruptImageException(
                source, at + offset, label(), field.isEmpty() ? problem : field + " " + problem);
    }

    /**
     * Makes a complaint that these bytes, sound as they may be, cannot be read here.
     *
     * @param problem such as {@code has values of type 9, which SDDL has no words for}
     * @return to be thrown
     */
    public UnsupportedImageException unsupported(String problem) {
        return new UnsupportedImageException(source.name() + " at 0x" + Long.toHexString(at), label() + ": " + problem);
    }

    /** Made only for a complaint: a scan makes millions of structures and hardly any complaint. */
    private String label() {
        return outer == null ? what.toString() : outer.label() + ": " + what;
    }

    private void require(long offset, long length, String field) throws CorruptImageException {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw corrupt(offset, field, "of " + length + " bytes lies outside the structure's " + size + " bytes");
        }
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted.append(c >= ' ' && c < 0x7f ? String.valueOf(c) : String.format("\\x%02x", (int) c));
        }
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return label() + " at 0x" + Long.toHexString(at);
    }
}
