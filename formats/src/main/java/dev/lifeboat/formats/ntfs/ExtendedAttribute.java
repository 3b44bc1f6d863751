package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.util.ArrayList;
import java.util.List;

/**
 * One extended attribute of a file: a name and a value, as OS/2 had them. Windows uses them for WSL's owners and modes
 * ({@code $LXUID}, {@code $LXMOD}) and for the kernel's cache of signatures ({@code $KERNEL.PURGE...}).
 */
public final class ExtendedAttribute {
    private static final int HEADER = 8;
    private static final int NEEDED = 0x80;

    private final String name;
    private final int flags;
    private final byte[] value;

    private ExtendedAttribute(String name, int flags, byte[] value) {
        this.name = name;
        this.flags = flags;
        this.value = value;
    }

    /**
     * Reads the list of a file, FILE_FULL_EA_INFORMATION of [MS-FSCC] 2.4.15, one behind the other.
     *
     * @param s the value of $EA
     * @return in the order of the list
     * @throws CorruptImageException if it contradicts itself
     */
    static List<ExtendedAttribute> readAll(Struct s) throws CorruptImageException {
        List<ExtendedAttribute> all = new ArrayList<>();
        long at = 0;
        while (at < s.size()) {
            long length = s.u32(at); // the last one ends the list by its length or by 0
            long left = s.size() - at;
            int nameLength = s.u8(at + 5);
            int valueLength = s.u16(at + 6);
            int used = HEADER + nameLength + 1 + valueLength;
            if (used > left || (length != 0 && length < used) || length > left) {
                throw s.corrupt(
                        at, "extended attribute", "has " + used + " bytes in " + length + " of the " + left + " left");
            }
            byte[] value = s.bytes(at + HEADER + nameLength + 1, valueLength);
            all.add(new ExtendedAttribute(s.ascii(at + HEADER, nameLength), s.u8(at + 4), value));
            if (length == 0) {
                break;
            }
            at += length;
        }
        return all;
    }

    public String name() {
        return name;
    }

    /**
     * Tells whether a program that does not understand it must not open the file.
     *
     * @return the flag FILE_NEED_EA
     */
    public boolean needed() {
        return (flags & NEEDED) != 0;
    }

    /**
     * Returns the value.
     *
     * @return a copy
     */
    public byte[] value() {
        return value.clone();
    }

    /**
     * Returns the length of the value.
     *
     * @return in bytes, 0 to 65535
     */
    public int size() {
        return value.length;
    }

    @Override
    public String toString() {
        return name + " (" + value.length + " bytes)";
    }
}
