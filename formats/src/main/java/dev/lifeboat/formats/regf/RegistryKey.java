package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.FileTimes;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A key of a hive ("Key node"). Lists are read each time that they are asked for. Owns nothing: whoever opened the file of the
 * hive closes it.
 */
public final class RegistryKey {
    /** Windows refuses to make more levels. */
    static final int DEEPEST = 512;
    /** The least that a key takes in a hive: its fields and the cell's size. */
    static final int SMALLEST = 80;

    private static final String WHAT = "registry key";
    private static final int HEADER = 76;
    /** 255 characters of UTF-16. */
    private static final int LONGEST_NAME = 510;
    /** As many, with the longest names, fit in memory. */
    private static final int MOST_IN_LIST = 1 << 16;

    private static final int MOST_NAME_BYTES = 32 << 20;
    private static final int SYMBOLIC_LINK = 0x10;
    private static final int COMPRESSED_NAME = 0x20;
    private static final int PREDEFINED_HANDLE = 0x40;
    private static final int SECURITY_HEADER = 20;

    private final Hive hive;
    private final Optional<RegistryKey> parent;
    private final int depth;
    private final long offset;
    private final Struct struct;
    private final String name;

    private RegistryKey(Hive hive, Optional<RegistryKey> parent, long offset, Struct struct, String name) {
        this.hive = hive;
        this.parent = parent;
        this.depth = parent.map(p -> p.depth + 1).orElse(0);
        this.offset = offset;
        this.struct = struct;
        this.name = name;
    }

    static RegistryKey root(Hive hive) throws IOException {
        return read(hive, Optional.empty(), hive.baseBlock().rootCell());
    }

    private static RegistryKey read(Hive hive, Optional<RegistryKey> parent, long offset) throws IOException {
        Cells cells = hive.cells();
        Cells.Cell cell = cells.cell(offset, WHAT);
        Struct head = cells.head(cell, HEADER, WHAT);
        head.expectAscii(0, "nk");
        int length = head.u16(72);
        boolean compressed = (head.u16(2) & COMPRESSED_NAME) != 0;
        if (length > LONGEST_NAME) {
            throw head.corrupt(72, "name length", "is " + length + ", expected at most " + LONGEST_NAME + " bytes");
        }
        Struct whole = cells.copy(cell, HEADER + length, WHAT);
        return new RegistryKey(hive, parent, offset, whole, Names.read(whole, HEADER, length, compressed));
    }

    /**
     * Returns the name.
     *
     * @return any characters but the backslash; that of a root means nothing
     */
    public String name() {
        return name;
    }

    /**
     * Returns the path from the root key.
     *
     * @return with backslashes between the names; empty for the root
     */
    public String path() {
        List<String> names = new ArrayList<>(depth);
        for (RegistryKey key = this; key.parent.isPresent(); key = key.parent.get()) {
            names.add(0, key.name);
        }
        return String.join("\\", names);
    }

    /**
     * Returns when the key, its values or the list of its subkeys were last changed.
     *
     * @return exact to 100 ns; absent if nobody noted it
     * @throws CorruptImageException never, for a key that was read
     */
    public Optional<Instant> lastWritten() throws CorruptImageException {
        return FileTimes.time(struct.bits64(4));
    }

    /**
     * Tells whether Windows goes on elsewhere when it meets this key; its value {@code SymbolicLinkValue} says where.
     *
     * @return true for a symbolic link
     * @throws CorruptImageException never, for a key that was read
     */
    public boolean symbolicLink() throws CorruptImageException {
        return (struct.u16(2) & SYMBOLIC_LINK) != 0;
    }

    /**
     * Returns the class name, in which a few keys of SYSTEM and SAM hide data.
     *
     * @return as stored; absent if there is none
     * @throws CorruptImageException if it cannot be read
     * @throws IOException if the storage cannot be read
     */
    public Optional<String> className() throws IOException {
        int length = struct.u16(74);
        long at = struct.u32(48);
        if (length == 0 || at == Cells.NONE) {
            return Optional.empty();
        }
        Struct s = hive.cells().head(hive.cells().cell(at, "class name"), length, "class name");
        return Optional.of(s.utf16(0, length / 2));
    }

    /**
     * Returns who may do what with the key.
     *
     * @return a self-relative security descriptor; absent if the key has none
     * @throws CorruptImageException if it cannot be read
     * @throws IOException if the storage cannot be read
     */
    public Optional<byte[]> securityDescriptor() throws IOException {
        long at = struct.u32(44);
        if (at == Cells.NONE) {
            return Optional.empty();
        }
        Cells.Cell cell = hive.cells().cell(at, "key security");
        Struct head = hive.cells().head(cell, SECURITY_HEADER, "key security");
        head.expectAscii(0, "sk");
        long length = head.u32(16);
        if (length > 1 << 16) { // an ACL counts its bytes in 16 bits
            throw head.corrupt(16, "descriptor size", "is " + length + ", expected at most 65536");
        }
        Struct s = hive.cells().head(cell, SECURITY_HEADER + length, "key security");
        return Optional.of(s.bytes(SECURITY_HEADER, (int) length));
    }

    /**
     * Returns the number of subkeys.
     *
     * @return as the key says, without those that Windows forgets when it shuts down
     * @throws CorruptImageException never, for a key that was read
     */
    public long subkeyCount() throws CorruptImageException {
        return struct.u32(20);
    }

    /**
     * Reads the subkeys.
     *
     * @return in the order of the list, which Windows keeps sorted by name
     * @throws CorruptImageException if the list or one of them is damaged, belongs to another key, or is too deep
     * @throws UnsupportedImageException if there are more than 65536, which {@link Hive#walk} can show one by one
     * @throws IOException if the storage cannot be read
     */
    public List<RegistryKey> subkeys() throws IOException {
        long[] cells = listed(subkeyCells(), "subkeys");
        List<RegistryKey> keys = new ArrayList<>(cells.length);
        for (long cell : cells) {
            keys.add(subkey(cell));
        }
        return keys;
    }

    /**
     * Reads the subkeys that can be read.
     *
     * @param damaged receives what is wrong with each of the others
     * @return in the order of the list
     * @throws CorruptImageException if the list itself is damaged
     * @throws IOException as {@link #subkeys()}
     */
    public List<RegistryKey> subkeys(Consumer<? super CorruptImageException> damaged) throws IOException {
        List<RegistryKey> keys = new ArrayList<>();
        for (long cell : listed(subkeyCells(), "subkeys")) {
            try {
                keys.add(subkey(cell));
            } catch (CorruptImageException e) {
                damaged.accept(e);
            }
        }
        return keys;
    }

    long[] subkeyCells() throws IOException {
        long count = subkeyCount();
        if (count == 0) {
            return new long[0];
        }
        if (count > hive.cells().size() / SMALLEST) {
            throw struct.corrupt(20, "number of subkeys", "is " + count + ", more than the hive has room for");
        }
        if (depth >= DEEPEST) {
            throw struct.corrupt(
                    20, "number of subkeys", "is " + count + " on level " + depth + ", the deepest there is");
        }
        return SubkeyList.read(hive.cells(), struct.u32(28), (int) count);
    }

    RegistryKey subkey(long cell) throws IOException {
        RegistryKey key = read(hive, Optional.of(this), cell);
        // So no key is met twice, and none leads back to where it came from: the root has no parent that counts.
        key.struct.expect(16, "parent", key.struct.u32(16), offset);
        if (cell == hive.baseBlock().rootCell()) {
            throw key.struct.corrupt(0, "", "is the root, listed as a subkey");
        }
        return key;
    }

    /**
     * Finds a subkey as Windows does, whatever the case of its letters.
     *
     * @param subkey its name
     * @return the key; absent if there is none
     * @throws CorruptImageException if the list, or a key in it, is damaged
     * @throws IOException if the storage cannot be read
     */
    public Optional<RegistryKey> subkey(String subkey) throws IOException {
        for (long cell : subkeyCells()) {
            RegistryKey key = subkey(cell);
            if (Names.equal(key.name, subkey)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /**
     * Finds a key below this one.
     *
     * @param path names with backslashes between them; empty for this key
     * @return the key; absent if there is none
     * @throws CorruptImageException if a key on the way is damaged
     * @throws IOException if the storage cannot be read
     */
    public Optional<RegistryKey> find(String path) throws IOException {
        Optional<RegistryKey> key = Optional.of(this);
        for (String part : path.split("\\\\", -1)) {
            if (key.isPresent() && !part.isEmpty()) {
                key = key.get().subkey(part);
            }
        }
        return key;
    }

    /**
     * Returns the number of values.
     *
     * @return as the key says
     * @throws CorruptImageException never, for a key that was read
     */
    public long valueCount() throws CorruptImageException {
        return (struct.u16(2) & PREDEFINED_HANDLE) != 0 ? 0 : struct.u32(36); // the field holds the handle then
    }

    /**
     * Reads the values.
     *
     * @return in the order of the list, in which they were made
     * @throws CorruptImageException if the list or one of them is damaged; their data is not looked at
     * @throws UnsupportedImageException if there are more than 65536, or their names take more than 32 MiB
     * @throws IOException if the storage cannot be read
     */
    public List<RegistryValue> values() throws IOException {
        long[] cells = listed(valueCells(), "values");
        List<RegistryValue> values = new ArrayList<>(cells.length);
        long room = MOST_NAME_BYTES;
        for (long cell : cells) {
            RegistryValue value = RegistryValue.read(hive, cell);
            room -= 2L * value.name().length();
            if (room < 0) {
                throw new UnsupportedImageException(
                        hive.cells().source().name(),
                        "the values of key '" + this + "' have names of more than 32 MiB");
            }
            values.add(value);
        }
        return values;
    }

    private long[] listed(long[] cells, String what) throws UnsupportedImageException {
        if (cells.length > MOST_IN_LIST) {
            throw new UnsupportedImageException(
                    hive.cells().source().name(),
                    "a registry key with " + cells.length + " " + what + " is not supported ('" + this + "')");
        }
        return cells;
    }

    long[] valueCells() throws IOException {
        long count = valueCount();
        if (count == 0) {
            return new long[0];
        }
        if (count > hive.cells().size() / RegistryValue.HEADER) {
            throw struct.corrupt(36, "number of values", "is " + count + ", more than the hive has room for");
        }
        Struct list = hive.cells().head(hive.cells().cell(struct.u32(40), "value list"), 4 * count, "value list");
        long[] cells = new long[(int) count];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = list.u32(4L * i);
        }
        return cells;
    }

    /**
     * Finds a value as Windows does, whatever the case of its letters.
     *
     * @param value its name; empty for the default value
     * @return the value; absent if there is none
     * @throws CorruptImageException if the list, or a value in it, is damaged
     * @throws IOException if the storage cannot be read
     */
    public Optional<RegistryValue> value(String value) throws IOException {
        for (long cell : valueCells()) {
            RegistryValue found = RegistryValue.read(hive, cell);
            if (Names.equal(found.name(), value)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return path().isEmpty() ? "\\" : path();
    }
}
