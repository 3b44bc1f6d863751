package dev.lifeboat.formats.ntfs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** An MFT record: its header, its attributes in the order of their types, its update sequence. */
public final class RecordBuilder {
    private int sequence = 1;
    private int links = 1;
    private int flags = 1;
    private long base;
    private int nextId;
    private long dataSize;
    private int reparseTag;
    private final List<byte[]> attributes = new ArrayList<>();

    public RecordBuilder sequence(int number) {
        sequence = number;
        return this;
    }

    public RecordBuilder links(int count) {
        links = count;
        return this;
    }

    public RecordBuilder directory() {
        flags |= 2;
        return this;
    }

    /** Makes it the record of a deleted file. */
    public RecordBuilder unused() {
        flags &= ~1;
        return this;
    }

    /** Makes it hold further attributes of another record's file. */
    public RecordBuilder base(long reference) {
        base = reference;
        return this;
    }

    public RecordBuilder resident(int type, String name, byte[] value) {
        return resident(type, name, 0, value);
    }

    public RecordBuilder resident(int type, String name, int attributeFlags, byte[] value) {
        if (type == 0xc0) {
            reparseTag = NtfsBytes.in(value).getInt(0);
        }
        int valueAt = NtfsBytes.round8(24 + 2 * name.length());
        int length = NtfsBytes.round8(valueAt + value.length);
        return add(type, name, attributeFlags, 24, length, value.length, b -> b.putInt(16, value.length)
                .putShort(20, (short) valueAt)
                .put(valueAt, value));
    }

    public RecordBuilder nonResident(int type, String name, Clusters value) {
        return nonResident(type, name, 0, value);
    }

    /** Flags: 1 compressed, 0x4000 encrypted, 0x8000 sparse. */
    public RecordBuilder nonResident(int type, String name, int attributeFlags, Clusters value) {
        boolean counted = (attributeFlags & 0x8001) != 0;
        int nameAt = counted ? 72 : 64;
        int runsAt = NtfsBytes.round8(nameAt + 2 * name.length());
        byte[] runs = value.runs();
        int length = NtfsBytes.round8(runsAt + runs.length);
        return add(type, name, attributeFlags, nameAt, length, value.size(), b -> {
            b.put(8, (byte) 1).putLong(16, value.lowest()).putLong(24, value.highest());
            b.putShort(32, (short) runsAt).putShort(34, (short) value.unit());
            b.putLong(40, value.allocated()).putLong(48, value.size()).putLong(56, value.valid());
            if (counted) {
                b.putLong(64, value.stored());
            }
            b.put(runsAt, runs);
        });
    }

    private RecordBuilder add(
            int type, String name, int attributeFlags, int nameAt, int length, long size, Consumer<ByteBuffer> value) {
        attributes.add(NtfsBytes.structure(length, b -> {
            b.putInt(0, type).putInt(4, length).put(9, (byte) name.length()).putShort(10, (short) nameAt);
            b.putShort(12, (short) attributeFlags).putShort(14, (short) nextId++);
            b.put(nameAt, NtfsBytes.utf16(name));
            value.accept(b);
        }));
        if (type == 0x80 && name.isEmpty()) {
            dataSize = Math.max(dataSize, size);
        }
        return this;
    }

    public RecordBuilder remove(int type) {
        attributes.removeIf(attribute -> type(attribute) == type);
        reparseTag = type == 0xc0 ? 0 : reparseTag;
        return this;
    }

    private static int type(byte[] attribute) {
        return NtfsBytes.in(attribute).getInt(0);
    }

    /** Size of the main stream, for the directory that shows it. */
    long dataSize() {
        return dataSize;
    }

    /** For a file whose main stream begins in another record. */
    public RecordBuilder dataSize(long bytes) {
        dataSize = bytes;
        return this;
    }

    /** Makes the directory show another tag than the reparse point has; 0 for none. */
    public RecordBuilder reparseTag(int tag) {
        reparseTag = tag;
        return this;
    }

    int reparseTag() {
        return reparseTag;
    }

    boolean inUse() {
        return (flags & 1) != 0;
    }

    boolean isDirectory() {
        return (flags & 2) != 0;
    }

    int sequence() {
        return sequence;
    }

    long reference(int number) {
        return NtfsBytes.reference(number, sequence);
    }

    private static int firstAt(int size) {
        return NtfsBytes.round8(48 + 2 * (size / 512 + 1));
    }

    private List<byte[]> ordered() {
        return attributes.stream()
                .sorted(Comparator.comparingInt(RecordBuilder::type))
                .toList();
    }

    /** Where an attribute lies in a record of 1024 bytes. */
    public int offsetOf(int type) {
        int at = firstAt(1024);
        for (byte[] attribute : ordered()) {
            if (type(attribute) == type) {
                return at;
            }
            at += attribute.length;
        }
        throw new IllegalArgumentException("no attribute of type " + type);
    }

    /** The record before its update sequence is written. */
    byte[] plain(int number, int size) {
        return NtfsBytes.structure(size, b -> {
            int at = firstAt(size);
            b.put(0, NtfsBytes.ascii("FILE")).putShort(16, (short) sequence).putShort(18, (short) links);
            b.putShort(20, (short) at).putShort(22, (short) flags);
            b.putLong(32, base).putShort(40, (short) nextId).putInt(44, number);
            for (byte[] attribute : ordered()) {
                b.put(at, attribute);
                at += attribute.length;
            }
            b.putInt(at, -1).putInt(24, at + 8).putInt(28, size);
        });
    }

    /** The record as it lies on the disk. */
    public byte[] bytes(int number, int size) {
        byte[] bytes = plain(number, size);
        NtfsBytes.protect(bytes, 0, size, 48);
        return bytes;
    }
}
