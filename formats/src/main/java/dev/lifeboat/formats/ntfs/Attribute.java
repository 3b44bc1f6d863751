package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;

/** One attribute of an MFT record: its value lies in the record, or in clusters that its runs name. */
public sealed interface Attribute permits Attribute.Resident, Attribute.NonResident {
    /** Bits of {@link #flags()} that name a compression method; 1 is LZNT1. */
    int COMPRESSION_MASK = 0x00ff;
    /** The value is encrypted with EFS. */
    int ENCRYPTED = 0x4000;
    /** The value has holes. */
    int SPARSE = 0x8000;

    /**
     * Returns the type code.
     *
     * @return one of {@link AttributeType}, or another number
     */
    int type();

    /**
     * Returns the attribute's name: of a $DATA, the stream's.
     *
     * @return empty for an unnamed attribute
     */
    String name();

    /**
     * Returns the flags.
     *
     * @return see the constants here
     */
    int flags();

    /**
     * Returns the number that tells this attribute from others in the same record.
     *
     * @return 0 to 65535
     */
    int id();

    /**
     * Returns which cluster of the value this attribute begins with.
     *
     * @return 0 unless it is a further piece
     */
    default long firstVcn() {
        return this instanceof NonResident piece ? piece.lowestVcn() : 0;
    }

    /**
     * An attribute whose value lies in the record.
     *
     * @param type code
     * @param name or empty
     * @param flags see {@link Attribute}
     * @param id in its record
     * @param value the bytes
     */
    record Resident(int type, String name, int flags, int id, Struct value) implements Attribute {}

    /**
     * A piece of an attribute whose value lies in clusters. Only the piece that starts at VCN 0 has sizes and flags that
     * count.
     *
     * @param type code
     * @param name or empty
     * @param flags see {@link Attribute}
     * @param id in its record
     * @param lowestVcn first cluster of the value that this piece maps
     * @param highestVcn last cluster that it maps; one less than the lowest if it maps none
     * @param allocatedSize in bytes, whole clusters; holes count
     * @param storedSize in bytes, whole clusters; holes do not count, as far as the attribute tells
     * @param size of the value in bytes
     * @param initializedSize in bytes; what lies behind reads as zeros
     * @param compressionUnit as a power of two, in clusters; 0 if the value was never compressed
     * @param runs the coded run list
     */
    record NonResident(
            int type,
            String name,
            int flags,
            int id,
            long lowestVcn,
            long highestVcn,
            long allocatedSize,
            long storedSize,
            long size,
            long initializedSize,
            int compressionUnit,
            Struct runs)
            implements Attribute {}

    /**
     * Reads the attribute at an offset of its record.
     *
     * @param record the record, its fixups applied, cut to the bytes in use
     * @param at offset of the attribute
     * @param length of the attribute, already known to lie in the record
     * @return the attribute
     * @throws CorruptImageException if it contradicts itself
     */
    static Attribute read(Struct record, int at, int length) throws CorruptImageException {
        int type = (int) record.u32(at);
        int flags = record.u16(at + 12);
        int id = record.u16(at + 14);
        int nameLength = record.u8(at + 9);
        String name = "";
        if (nameLength > 0) {
            int nameAt = record.u16(at + 10);
            if (nameAt + 2 * nameLength > length) {
                throw record.corrupt(at + 10, AttributeType.name(type), "name reaches beyond the attribute");
            }
            name = record.utf16(at + nameAt, nameLength);
        }
        int form = record.u8(at + 8);
        if (form == 0) {
            return new Resident(type, name, flags, id, residentValue(record, at, length, type));
        }
        if (form != 1) {
            throw record.corrupt(at + 8, AttributeType.name(type), "form is " + form + ", expected 0 or 1");
        }
        return nonResident(record, at, length, type, name, flags, id);
    }

    private static Struct residentValue(Struct record, int at, int length, int type) throws CorruptImageException {
        long valueLength = record.u32(at + 16);
        int valueAt = record.u16(at + 20);
        if (length < 24 || valueAt < 24 || valueAt + valueLength > length) {
            throw record.corrupt(
                    at + 16,
                    AttributeType.name(type),
                    "value of " + valueLength + " bytes at " + valueAt + " does not fit in the attribute's " + length);
        }
        return record.part(at + valueAt, valueLength, AttributeType.name(type));
    }

    private static NonResident nonResident(Struct record, int at, int length, int type, String name, int flags, int id)
            throws CorruptImageException {
        int runsAt = record.u16(at + 32);
        if (length < 64 || runsAt < 64 || runsAt > length) {
            throw record.corrupt(
                    at + 32,
                    AttributeType.name(type),
                    "runs at " + runsAt + " of an attribute of " + length + " bytes");
        }
        long lowest = record.u64(at + 16, "lowest VCN");
        long highest = record.bits64(at + 24);
        if (highest < lowest - 1) {
            throw record.corrupt(
                    at + 24, AttributeType.name(type), "highest VCN is " + highest + ", below the lowest, " + lowest);
        }
        long allocated = 0;
        long stored = 0;
        long size = 0;
        long initialized = 0;
        if (lowest == 0) {
            allocated = record.u64(at + 40, "allocated size");
            size = record.u64(at + 48, "size");
            initialized = record.u64(at + 56, "initialized size");
            if (size > allocated || initialized > size) {
                throw record.corrupt(
                        at + 40,
                        AttributeType.name(type),
                        "has " + size + " bytes of which " + initialized + " are initialized, in " + allocated
                                + " allocated");
            }
            boolean hasHoles = (flags & (COMPRESSION_MASK | SPARSE)) != 0 && firstBehindHeader(record, at) >= 72;
            stored = hasHoles ? record.u64(at + 64, "stored size") : allocated;
        }
        return new NonResident(
                type,
                name,
                flags,
                id,
                lowest,
                highest,
                allocated,
                stored,
                size,
                initialized,
                record.u8(at + 34),
                record.part(at + runsAt, length - runsAt, AttributeType.name(type)));
    }

    /** The name if there is one, else the runs; the header may end before its last field. */
    private static int firstBehindHeader(Struct record, int at) throws CorruptImageException {
        return record.u8(at + 9) > 0 ? record.u16(at + 10) : record.u16(at + 32);
    }
}
