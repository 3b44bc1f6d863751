package dev.lifeboat.it.damage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A file, a disk or a volume of a sound image: its bytes in memory, and a brush that knows where in the image file they are.
 * Reads no field that lies outside; a map that is wrong about a sound image fails loudly.
 */
final class Layer {
    /** Paints a range of the layer. */
    interface Brush {
        void paint(long from, long to, Structure structure, long unit);
    }

    private final ByteBuffer bytes;
    private final Brush brush;

    private Layer(ByteBuffer bytes, Brush brush) {
        this.bytes = bytes;
        this.brush = brush;
    }

    static Layer of(byte[] bytes, Brush brush) {
        return new Layer(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), brush);
    }

    /** The same bytes, read as big-endian. */
    Layer bigEndian() {
        return new Layer(bytes.duplicate().order(ByteOrder.BIG_ENDIAN), brush);
    }

    /** A part whose offset 0 is {@code at} here. */
    Layer part(long at, long length) {
        ByteBuffer slice = bytes.slice((int) at, (int) length).order(bytes.order());
        return new Layer(slice, (from, to, structure, unit) -> brush.paint(at + from, at + to, structure, unit));
    }

    /** Other bytes in the same place: a file with its log applied. */
    Layer with(byte[] other) {
        return new Layer(ByteBuffer.wrap(other).order(bytes.order()), brush);
    }

    Brush brush() {
        return brush;
    }

    long size() {
        return bytes.capacity();
    }

    int u8(long at) {
        return bytes.get((int) at) & 0xff;
    }

    int s8(long at) {
        return bytes.get((int) at);
    }

    int u16(long at) {
        return bytes.getShort((int) at) & 0xffff;
    }

    long u32(long at) {
        return bytes.getInt((int) at) & 0xffff_ffffL;
    }

    long u64(long at) {
        return bytes.getLong((int) at);
    }

    byte[] copy(long at, int length) {
        byte[] copy = new byte[length];
        bytes.get((int) at, copy);
        return copy;
    }

    boolean isZero(long at, long length) {
        for (long i = at; i < at + length; i++) {
            if (bytes.get((int) i) != 0) {
                return false;
            }
        }
        return true;
    }

    boolean startsWith(long at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (u8(at + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Paints {@code length} bytes from {@code at}. */
    void paint(long at, long length, Structure structure) {
        brush.paint(at, at + length, structure, 0);
    }

    /** Paints a number that only counts in units. */
    void paintCount(long at, int length, Structure structure, long unit) {
        brush.paint(at, at + length, structure, unit);
    }
}
