package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A value of a key ("Key value"). Its data is read each time that it is asked for. What it is typed as and what its bytes are
 * need not agree: the methods that interpret them return nothing then, and {@link #data} still has them.
 */
public final class RegistryValue {
    static final int HEADER = 20;
    private static final String WHAT = "registry value";
    private static final long IN_PLACE = 0x8000_0000L;
    private static final int COMPRESSED_NAME = 1;

    private final Hive hive;
    private final Struct struct;
    private final String name;
    private final long size;
    private final long typeCode;

    private RegistryValue(Hive hive, Struct struct, String name) throws CorruptImageException {
        this.hive = hive;
        this.struct = struct;
        this.name = name;
        this.size = struct.u32(4);
        this.typeCode = struct.u32(12);
    }

    static RegistryValue read(Hive hive, long offset) throws IOException {
        Cells.Cell cell = hive.cells().cell(offset, WHAT);
        Struct head = hive.cells().head(cell, HEADER, WHAT);
        head.expectAscii(0, "vk");
        int length = head.u16(2);
        Struct whole = hive.cells().copy(cell, HEADER + length, WHAT);
        boolean compressed = (head.u16(16) & COMPRESSED_NAME) != 0;
        return new RegistryValue(hive, whole, Names.read(whole, HEADER, length, compressed));
    }

    /**
     * Returns the name.
     *
     * @return empty for a key's default value
     */
    public String name() {
        return name;
    }

    public ValueType type() {
        return ValueType.of(typeCode);
    }

    /**
     * Returns the type as it is stored.
     *
     * @return 0 to 2^32 - 1
     */
    public long typeCode() {
        return typeCode;
    }

    /**
     * Returns the size of the data.
     *
     * @return in bytes, as the value says
     */
    public long size() {
        return size & ~IN_PLACE;
    }

    /**
     * Reads the data.
     *
     * @return its bytes
     * @throws CorruptImageException if they are not there
     * @throws UnsupportedImageException if there are more than 32 MiB of them
     * @throws IOException if the storage cannot be read
     */
    public byte[] data() throws IOException {
        return (size & IN_PLACE) != 0
                ? ValueData.inPlace(struct, size())
                : ValueData.read(hive.cells(), hive.baseBlock().minor(), struct.u32(8), size());
    }

    /**
     * Reads the text of a REG_SZ, REG_EXPAND_SZ or REG_LINK.
     *
     * @return up to the first NUL, behind which programs leave what they had; absent for other types
     * @throws IOException as {@link #data}
     */
    public Optional<String> text() throws IOException {
        return switch (type()) {
            case REG_SZ, REG_EXPAND_SZ, REG_LINK -> {
                String all = utf16(data());
                int end = all.indexOf('\0');
                yield Optional.of(end < 0 ? all : all.substring(0, end));
            }
            default -> Optional.empty();
        };
    }

    /**
     * Reads the texts of a REG_MULTI_SZ. An empty one should end the list; where others follow it, they are there too.
     *
     * @return the texts without empty ones at the end; none for other types
     * @throws IOException as {@link #data}
     */
    public List<String> texts() throws IOException {
        return type() == ValueType.REG_MULTI_SZ ? split(utf16(data())) : List.of();
    }

    private static List<String> split(String all) {
        int end = all.length();
        while (end > 0 && all.charAt(end - 1) == '\0') {
            end--;
        }
        return end == 0 ? List.of() : List.of(all.substring(0, end).split("\0", -1));
    }

    /** Half a unit at the end means nothing. */
    private static String utf16(byte[] data) {
        StringBuilder text = new StringBuilder(data.length / 2);
        for (int i = 0; i + 1 < data.length; i += 2) {
            text.append((char) ((data[i] & 0xff) | (data[i + 1] & 0xff) << 8));
        }
        return text.toString();
    }

    /**
     * Reads the number of a REG_DWORD, REG_DWORD_BIG_ENDIAN or REG_QWORD.
     *
     * @return 0 to 2^32 - 1, or the 64 bits as they are; absent for other types and for data of another size
     * @throws IOException as {@link #data}
     */
    public OptionalLong number() throws IOException {
        return switch (type()) {
            case REG_DWORD -> number(4, false);
            case REG_DWORD_BIG_ENDIAN -> number(4, true);
            case REG_QWORD -> number(8, false);
            default -> OptionalLong.empty();
        };
    }

    private OptionalLong number(int width, boolean big) throws IOException {
        byte[] data = data();
        if (data.length != width) {
            return OptionalLong.empty();
        }
        long number = 0;
        for (int i = 0; i < width; i++) {
            number = number << 8 | (data[big ? i : width - 1 - i] & 0xff);
        }
        return OptionalLong.of(number);
    }

    /** For people who debug. */
    @Override
    public String toString() {
        return (name.isEmpty() ? "(default)" : name) + " "
                + (type() == ValueType.UNKNOWN ? "type " + typeCode : type());
    }
}
