package dev.lifeboat.formats.regf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds hives byte by byte: one bin, cells in the order in which they are asked for. */
public final class HiveBytes {
    public static final int BINS_AT = 4096;
    private static final int NONE = -1;

    private final ByteBuffer out;
    private int next = 32;

    /** A key to be built; lists of subkeys are lf. */
    public static final class TestKey {
        final String name;
        final List<TestKey> keys = new ArrayList<>();
        private final List<TestValue> values = new ArrayList<>();
        String className = "";

        public TestKey(String name) {
            this.name = name;
        }

        public TestKey with(TestKey... subkeys) {
            keys.addAll(List.of(subkeys));
            return this;
        }

        public TestKey value(String valueName, int type, byte... data) {
            values.add(new TestValue(valueName, type, data));
            return this;
        }

        public TestKey text(String valueName, int type, String text) {
            return value(valueName, type, text.getBytes(UTF_16LE));
        }
    }

    private static final class TestValue {
        final String name;
        final int type;
        final byte[] data;

        TestValue(String name, int type, byte[] data) {
            this.name = name;
            this.type = type;
            this.data = data;
        }
    }

    private HiveBytes(int binsSize) {
        out = ByteBuffer.allocate(BINS_AT + binsSize).order(ByteOrder.LITTLE_ENDIAN);
        out.put(BINS_AT, "hbin".getBytes(ISO_8859_1));
        out.putInt(BINS_AT + 8, binsSize);
        out.put(0, "regf".getBytes(ISO_8859_1));
        out.putInt(4, 7).putInt(8, 7);
        out.putLong(12, 131331190512216222L);
        out.putInt(20, 1).putInt(24, 5).putInt(32, 1).putInt(40, binsSize).putInt(44, 1);
        out.put(48, "test".getBytes(UTF_16LE));
    }

    /** A hive of 64 KiB. */
    public static byte[] of(TestKey root) {
        return of(root, 1 << 16);
    }

    /** A hive of any size. */
    public static byte[] of(TestKey root, int binsSize) {
        HiveBytes hive = new HiveBytes(binsSize);
        int security = hive.cell(20 + 4);
        hive.at(security).put("sk".getBytes(ISO_8859_1)).putShort((short) 0);
        hive.out.putInt(BINS_AT + security + 4 + 16, 4).putInt(BINS_AT + security + 4 + 20, 0x12345678);
        int at = hive.key(root, 0, security);
        hive.out.putInt(36, at);
        hive.out.putInt(BINS_AT + hive.next, binsSize - hive.next); // the rest is free
        byte[] bytes = new byte[BINS_AT + binsSize];
        hive.out.get(0, bytes);
        return fixChecksum(bytes);
    }

    /** Makes the checksum of the base block right. */
    public static byte[] fixChecksum(byte[] hive) {
        ByteBuffer bytes = ByteBuffer.wrap(hive).order(ByteOrder.LITTLE_ENDIAN);
        int sum = 0;
        for (int i = 0; i < 508; i += 4) {
            sum ^= bytes.getInt(i);
        }
        bytes.putInt(508, sum);
        return hive;
    }

    private int cell(int length) {
        int at = next;
        int size = (length + 4 + 7) / 8 * 8;
        out.putInt(BINS_AT + at, -size);
        next += size;
        return at;
    }

    private ByteBuffer at(int cell) {
        return out.position(BINS_AT + cell + 4);
    }

    private int bytes(byte[] data) {
        int cell = cell(data.length);
        at(cell).put(data);
        return cell;
    }

    private static boolean isLatin(String name) {
        return name.chars().allMatch(c -> c < 0x100);
    }

    private int key(TestKey key, int parent, int security) {
        byte[] name = key.name.getBytes(isLatin(key.name) ? ISO_8859_1 : UTF_16LE);
        int cell = cell(76 + name.length);
        int[] subkeys = key.keys.stream().mapToInt(k -> key(k, cell, security)).toArray();
        int[] values = key.values.stream().mapToInt(this::value).toArray();
        byte[] className = key.className.getBytes(UTF_16LE);
        int classCell = className.length == 0 ? NONE : bytes(className);
        int list = subkeys.length == 0 ? NONE : leaf(subkeys);
        int valueList = values.length == 0 ? NONE : list(values);
        at(cell).put("nk".getBytes(ISO_8859_1)).putShort((short) (isLatin(key.name) ? 0x20 : 0));
        out.putLong(131331190512216222L).putInt(0).putInt(parent);
        out.putInt(subkeys.length).putInt(0).putInt(list).putInt(NONE);
        out.putInt(values.length).putInt(valueList).putInt(security).putInt(classCell);
        out.position(out.position() + 20);
        out.putShort((short) name.length).putShort((short) className.length).put(name);
        return cell;
    }

    private int leaf(int... keys) {
        int cell = cell(4 + 8 * keys.length);
        at(cell).put("lf".getBytes(ISO_8859_1)).putShort((short) keys.length);
        Arrays.stream(keys).forEach(key -> out.putInt(key).putInt(0));
        return cell;
    }

    private int list(int... cells) {
        int cell = cell(4 * cells.length);
        at(cell);
        Arrays.stream(cells).forEach(out::putInt);
        return cell;
    }

    private int value(TestValue value) {
        byte[] name = value.name.getBytes(isLatin(value.name) ? ISO_8859_1 : UTF_16LE);
        boolean inPlace = value.data.length <= 4;
        int data = inPlace ? 0 : bytes(value.data);
        int cell = cell(20 + name.length);
        at(cell).put("vk".getBytes(ISO_8859_1)).putShort((short) name.length);
        out.putInt(inPlace ? value.data.length | 0x8000_0000 : value.data.length);
        if (inPlace) {
            out.put(value.data).put(new byte[4 - value.data.length]);
        } else {
            out.putInt(data);
        }
        out.putInt(value.type)
                .putShort((short) (isLatin(value.name) ? 1 : 0))
                .putShort((short) 0)
                .put(name);
        return cell;
    }

    /** Where the n-th cell with a signature has its data, from the start of the file. */
    public static int find(byte[] hive, String signature, int n) {
        String text = new String(hive, ISO_8859_1);
        int at = BINS_AT;
        for (int i = 0; i <= n; i++) {
            at = text.indexOf(signature, at + 1);
        }
        return at;
    }

    public static void putInt(byte[] hive, int at, int value) {
        ByteBuffer.wrap(hive).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    }
}
