package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** $ATTRIBUTE_LIST: which record holds which piece of which attribute, when one record does not hold them all. */
final class AttributeList {
    /** Windows stops at 256 KiB. */
    static final int MAX_SIZE = 256 << 10;

    private static final int ENTRY_HEADER = 26;

    /**
     * One piece.
     *
     * @param type of the attribute
     * @param name of the attribute, or empty
     * @param lowestVcn that the piece maps
     * @param record bits of the {@link FileReference} to the record that holds it
     * @param id of the attribute in that record
     */
    record Entry(int type, String name, long lowestVcn, long record, int id) {
        boolean names(Attribute attribute) {
            return attribute.type() == type
                    && attribute.id() == id
                    && attribute.name().equals(name)
                    && (!(attribute instanceof Attribute.NonResident piece) || piece.lowestVcn() == lowestVcn);
        }
    }

    private AttributeList() {}

    /** Receives the entries. */
    interface Visitor {
        void entry(Entry entry) throws IOException;
    }

    /**
     * Reads the entries.
     *
     * @param s the attribute's value
     * @return the entries in their order
     * @throws IOException if one does not fit
     */
    static List<Entry> read(Struct s) throws IOException {
        List<Entry> entries = new ArrayList<>();
        forEach(s, entries::add);
        return entries;
    }

    /**
     * Reads the entries one by one, so that a list can be given up early.
     *
     * @param s the attribute's value
     * @param visitor receives the entries in their order
     * @throws IOException if one does not fit, or the visitor throws
     */
    static void forEach(Struct s, Visitor visitor) throws IOException {
        int at = 0;
        while (at < s.size()) {
            int length = s.u16(at + 4);
            int nameLength = s.u8(at + 6);
            int nameAt = s.u8(at + 7);
            if (length < ENTRY_HEADER || at + length > s.size() || nameAt + 2 * nameLength > length) {
                throw s.corrupt(
                        at + 4, "entry", "has " + length + " bytes of the " + (s.size() - at) + " that are left");
            }
            visitor.entry(new Entry(
                    (int) s.u32(at),
                    nameLength == 0 ? "" : s.utf16(at + nameAt, nameLength),
                    s.u64(at + 8, "lowest VCN"),
                    s.bits64(at + 16),
                    s.u16(at + 24)));
            at += length;
        }
    }
}
