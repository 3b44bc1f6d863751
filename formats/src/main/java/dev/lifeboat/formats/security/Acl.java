package dev.lifeboat.formats.security;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import java.util.ArrayList;
import java.util.List;

/**
 * An access control list, [MS-DTYP] 2.4.5.
 *
 * @param entries in their order, which counts
 */
public record Acl(List<Ace> entries) {
    private static final int HEADER = 8;

    /** Copies the list. */
    public Acl {
        entries = List.copyOf(entries);
    }

    /**
     * Reads one.
     *
     * @param descriptor that holds it
     * @param at its offset there
     * @param what its name in messages
     * @return the list
     * @throws CorruptImageException if it contradicts itself
     */
    static Acl read(Struct descriptor, long at, String what) throws CorruptImageException {
        int size = descriptor.u16(at + 2);
        Struct s = descriptor.part(at, size, what);
        int revision = s.u8(0);
        if (revision < 1 || revision > 4) {
            throw s.corrupt(0, "revision", "is " + revision + ", expected 2 or 4");
        }
        int count = s.u16(4);
        if (count > (size - HEADER) / Ace.HEADER) {
            throw s.corrupt(4, "", count + " entries do not fit in " + size + " bytes");
        }
        List<Ace> entries = new ArrayList<>(count);
        int next = HEADER;
        for (int i = 0; i < count; i++) {
            int length = s.u16(next + 2);
            if (length < Ace.HEADER) {
                throw s.corrupt(next + 2, "entry " + i, "has " + length + " bytes");
            }
            entries.add(Ace.read(s.part(next, length, "entry " + i)));
            next += length;
        }
        return new Acl(entries);
    }

    void appendTo(StringBuilder text) throws ImageException {
        for (Ace entry : entries) {
            text.append(entry.sddl());
        }
    }
}
