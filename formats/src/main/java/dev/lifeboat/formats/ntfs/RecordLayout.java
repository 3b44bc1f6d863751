package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;

/**
 * The one way in which drivers of NTFS lay out a record: attributes in the order of their types, in each the name right
 * behind the header and the value right behind the name, and no room left over anywhere but to the next multiple of 8.
 *
 * <p>No reader depends on it. But a type, length or offset in a record stands there once; where one was changed, and the
 * record can still be read, the room that is left over or missing is all that tells.
 */
final class RecordLayout {
    private static final int RESIDENT_HEADER = 24;
    private static final int NON_RESIDENT_HEADER = 64;
    /** The first piece of a value with holes has one more field: how much of it is stored. */
    private static final int HEADER_WITH_STORED_SIZE = 72;

    private static final int HIGHEST_TYPE = 0x100;
    /** Types from here on are free for the volume's $AttrDef to define. */
    private static final long FIRST_USER_TYPE = 0x1000;

    private final Struct record;

    private RecordLayout(Struct record) {
        this.record = record;
    }

    /**
     * Insists on the usual layout.
     *
     * @param record with attributes that could be read
     * @throws CorruptImageException at the first deviation
     */
    static void require(Struct record) throws CorruptImageException {
        new RecordLayout(record).require();
    }

    private void require() throws CorruptImageException {
        int at = record.u16(20);
        long previous = 0;
        while ((int) record.u32(at) != AttributeType.END) {
            long type = record.u32(at);
            if (type < FIRST_USER_TYPE && (type == 0 || type % 16 != 0 || type > HIGHEST_TYPE)) {
                throw corrupt(at, 0, "is of no known type");
            }
            if (type < previous) {
                throw corrupt(at, 0, "stands behind " + AttributeType.name((int) previous));
            }
            requireTight(at);
            previous = type;
            at += record.u16(at + 4);
        }
        record.expect(24, "bytes in use", record.u32(24), at + 8L);
    }

    private void requireTight(int at) throws CorruptImageException {
        boolean resident = record.u8(at + 8) == 0;
        int header = resident ? RESIDENT_HEADER : nonResidentHeader(at);
        int nameLength = record.u8(at + 9);
        if (nameLength > 0 && record.u16(at + 10) != header) {
            throw corrupt(at, 10, "has its name at " + record.u16(at + 10) + ", expected " + header);
        }
        int place = resident ? 20 : 32;
        int valueAt = record.u16(at + place);
        int expected = roundUp(header + 2 * nameLength);
        if (valueAt != expected) {
            throw corrupt(at, place, "begins at " + valueAt + ", expected " + expected);
        }
        int end = valueAt + (resident ? (int) record.u32(at + 16) : runsLength(at + valueAt, at + record.u16(at + 4)));
        if (roundUp(end) != record.u16(at + 4)) {
            throw corrupt(at, 4, "has " + record.u16(at + 4) + " bytes and uses " + end);
        }
    }

    private int nonResidentHeader(int at) throws CorruptImageException {
        boolean hasHoles = (record.u16(at + 12) & (Attribute.COMPRESSION_MASK | Attribute.SPARSE)) != 0;
        return hasHoles && record.bits64(at + 16) == 0 ? HEADER_WITH_STORED_SIZE : NON_RESIDENT_HEADER;
    }

    /** With the zero behind the last run. */
    private int runsLength(int from, int end) throws CorruptImageException {
        int at = from;
        while (at < end && record.u8(at) != 0) {
            at += 1 + (record.u8(at) & 15) + (record.u8(at) >>> 4);
        }
        return at + 1 - from;
    }

    private static int roundUp(int length) {
        return (length + 7) & ~7;
    }

    private CorruptImageException corrupt(int attribute, int field, String problem) throws CorruptImageException {
        return record.corrupt(attribute + field, AttributeType.name((int) record.u32(attribute)), problem);
    }
}
