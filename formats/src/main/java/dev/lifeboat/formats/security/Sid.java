package dev.lifeboat.formats.security;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The identifier of a user, a group or another party that rights are given to, [MS-DTYP] 2.4.2.
 *
 * @param authority who issued it, 48 bits
 * @param subAuthorities at most 15 numbers of 32 bits, unsigned
 */
public record Sid(long authority, List<Long> subAuthorities) {
    private static final int REVISION = 1;
    private static final int MOST_PARTS = 15;
    private static final int HEADER = 8;

    /** Copies the list. */
    public Sid {
        subAuthorities = List.copyOf(subAuthorities);
    }

    /**
     * Reads one.
     *
     * @param s the structure that holds it
     * @param at its offset there
     * @return the identifier
     * @throws CorruptImageException if it does not fit, or is of another revision than 1
     */
    public static Sid read(Struct s, long at) throws CorruptImageException {
        s.expect(at, "revision of a SID", s.u8(at), REVISION);
        int parts = s.u8(at + 1);
        if (parts > MOST_PARTS) {
            throw s.corrupt(at + 1, "number of a SID's parts", "is " + parts + ", expected at most " + MOST_PARTS);
        }
        long authority = 0;
        for (int i = 2; i < HEADER; i++) { // the only big-endian field
            authority = authority << 8 | s.u8(at + i);
        }
        List<Long> subAuthorities = new ArrayList<>(parts);
        for (int i = 0; i < parts; i++) {
            subAuthorities.add(s.u32(at + HEADER + 4L * i));
        }
        return new Sid(authority, subAuthorities);
    }

    /**
     * Returns the number of bytes that it takes up.
     *
     * @return 8 to 68
     */
    public int size() {
        return HEADER + 4 * subAuthorities.size();
    }

    /**
     * Returns how SDDL writes it, [MS-DTYP] 2.5.1.1.
     *
     * @return two letters if it is the same on every computer and has such, as {@code BA}; else as {@link #toString}
     */
    public String sddl() {
        String text = toString();
        return SidAlias.of(text).orElse(text);
    }

    /** Returns the form {@code S-1-5-32-544}, [MS-DTYP] 2.4.2.1. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("S-1-")
                .append(
                        authority >>> 32 == 0
                                ? Long.toString(authority)
                                : "0x" + Long.toHexString(authority).toUpperCase(Locale.ROOT));
        subAuthorities.forEach(part -> text.append('-').append(part));
        return text.toString();
    }
}
