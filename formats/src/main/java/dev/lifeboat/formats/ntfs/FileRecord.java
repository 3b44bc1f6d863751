package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.util.ArrayList;
import java.util.List;

/** One record of the MFT, its fixups applied: a file, a directory, or further attributes of one. */
public final class FileRecord {
    private static final int IN_USE = 1;
    private static final int DIRECTORY = 2;
    private static final int VIEW_INDEX = 8;
    private static final int OLDEST_HEADER = 42;

    private final Struct struct;
    private final long number;
    private final int sequence;
    private final int flags;
    private final int linkCount;
    private final long baseReference;
    private final List<Attribute> attributes;

    /** Of a record in messages; put together for a complaint only, since hardly one of a million records needs it. */
    private record Name(long number) {
        @Override
        public String toString() {
            return "record " + number;
        }
    }

    private FileRecord(Struct struct, long number, List<Attribute> attributes) throws CorruptImageException {
        this.struct = struct;
        this.number = number;
        this.sequence = struct.u16(16);
        this.linkCount = struct.u16(18);
        this.flags = struct.u16(22);
        this.baseReference = struct.bits64(32);
        this.attributes = attributes;
    }

    /**
     * Tells whether bytes hold a record at all: records never used may be zero throughout.
     *
     * @param block holds the record
     * @param start of the record in the array
     * @return whether it has the signature
     */
    static boolean hasSignature(byte[] block, int start) {
        return block[start] == 'F' && block[start + 1] == 'I' && block[start + 2] == 'L' && block[start + 3] == 'E';
    }

    /**
     * Tells whether a record is in use, before its fixups are applied: the flags never lie in a sector's last bytes.
     *
     * @param block holds the record
     * @param start of the record in the array
     * @return the flag
     */
    static boolean isInUse(byte[] block, int start) {
        return (block[start + 22] & IN_USE) != 0;
    }

    /**
     * Reads a record.
     *
     * @param mft for messages
     * @param number of the record
     * @param block holds the record; the fixups are applied in it
     * @param start of the record in the array
     * @param size of the record
     * @return the record
     * @throws CorruptImageException if it is torn or contradicts itself
     */
    static FileRecord read(ByteSource mft, long number, byte[] block, int start, int size)
            throws CorruptImageException {
        long at = number * size;
        Name what = new Name(number);
        Struct s = Struct.of(mft, at, block, start, size, what);
        if (!hasSignature(block, start)) {
            s.expectAscii(0, "FILE");
        }
        UpdateSequence.apply(mft, at, block, start, size, what);
        long used = s.u32(24);
        int first = s.u16(20);
        if (used > size || first < OLDEST_HEADER || (first & 7) != 0 || first + 8 > used) {
            throw s.corrupt(20, "", "attributes from " + first + " to " + used + " do not fit in " + size + " bytes");
        }
        return new FileRecord(s, number, attributes(s, first, (int) used));
    }

    private static List<Attribute> attributes(Struct s, int first, int used) throws CorruptImageException {
        List<Attribute> attributes = new ArrayList<>(8);
        int at = first;
        while ((int) s.u32(at) != AttributeType.END) {
            // Old volumes have garbage in the upper half of the length; a record is never longer than the lower half.
            int length = s.u16(at + 4);
            if (length < 16 || (length & 7) != 0 || at + length > used - 4) {
                throw s.corrupt(
                        at + 4,
                        AttributeType.name((int) s.u32(at)),
                        "has " + length + " bytes at " + at + ", the record uses " + used);
            }
            attributes.add(Attribute.read(s, at, length));
            at += length;
        }
        return attributes;
    }

    public long number() {
        return number;
    }

    public int sequence() {
        return sequence;
    }

    public boolean inUse() {
        return (flags & IN_USE) != 0;
    }

    public boolean directory() {
        return (flags & DIRECTORY) != 0;
    }

    /**
     * Tells whether this is an index of something else than names, such as $Quota: a file without data.
     *
     * @return the flag
     */
    public boolean viewIndex() {
        return (flags & VIEW_INDEX) != 0;
    }

    /**
     * Returns how many names the file has, those in DOS form not counted on new volumes.
     *
     * @return as the record says
     */
    public int linkCount() {
        return linkCount;
    }

    /**
     * Returns the record that this one extends.
     *
     * @return bits of a {@link FileReference}; 0 in a base record
     */
    public long baseReference() {
        return baseReference;
    }

    /**
     * Tells whether this record begins a file, rather than holding further attributes of one.
     *
     * @return true for a base record
     */
    public boolean base() {
        return baseReference == 0;
    }

    /**
     * Returns the attributes of this record only, in their order.
     *
     * @return not to be changed
     */
    public List<Attribute> attributes() {
        return attributes;
    }

    /**
     * Insists that the record is laid out as drivers of NTFS do it, which is more than reading it needs.
     *
     * @throws CorruptImageException where it is not: a type, length or offset may have been changed
     */
    public void requireUsualLayout() throws CorruptImageException {
        RecordLayout.require(struct);
    }

    /**
     * Makes a complaint about this record.
     *
     * @param problem what is wrong
     * @return the exception, for the caller to throw
     */
    public CorruptImageException corrupt(String problem) {
        return struct.corrupt(0, "", problem);
    }
}
