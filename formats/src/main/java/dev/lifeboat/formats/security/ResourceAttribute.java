package dev.lifeboat.formats.security;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.util.HexFormat;

/** A property of a file, CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1 of [MS-DTYP] 2.4.10.1, as SDDL writes it. */
final class ResourceAttribute {
    private static final int HEADER = 16;

    private static final int INT64 = 1;
    private static final int UINT64 = 2;
    private static final int STRING = 3;
    private static final int SID = 5;
    private static final int BOOLEAN = 6;
    private static final int OCTETS = 0x10;

    /** Many values may lie at the same place in hostile bytes; honest ones take no more room as text than this. */
    private static final long MOST_TEXT = 1 << 20;

    private ResourceAttribute() {}

    /**
     * Writes a property.
     *
     * @param s what follows the SID in an entry
     * @return such as {@code ("Project",TS,0x0,"Windows","SQL")}
     * @throws UnsupportedImageException if SDDL has no words for it
     * @throws CorruptImageException if it is damaged
     */
    static String sddl(Struct s) throws ImageException {
        int type = s.u16(4);
        long count = s.u32(12);
        if (count > (s.size() - HEADER) / 4) {
            throw s.corrupt(12, "", count + " values do not fit in " + s.size() + " bytes");
        }
        StringBuilder text = new StringBuilder("(")
                .append(Condition.quoted(s, text(s, s.u32(0))))
                .append(',')
                .append(letters(s, type))
                .append(",0x")
                .append(Long.toHexString(s.u32(8)));
        long left = MOST_TEXT;
        for (int i = 0; i < count; i++) {
            String value = value(s, type, s.u32(HEADER + 4L * i));
            left -= value.length();
            if (left < 0) {
                throw s.corrupt(12, "", count + " values overlap each other");
            }
            text.append(',').append(value);
        }
        return text.append(')').toString();
    }

    private static String letters(Struct s, int type) throws UnsupportedImageException {
        return switch (type) {
            case INT64 -> "TI";
            case UINT64 -> "TU";
            case STRING -> "TS";
            case SID -> "TD";
            case BOOLEAN -> "TB";
            case OCTETS -> "TX";
            default -> throw s.unsupported("has values of type " + type + ", which SDDL has no words for");
        };
    }

    private static String value(Struct s, int type, long at) throws ImageException {
        return switch (type) {
            case INT64 -> Long.toString(s.bits64(at));
            case UINT64, BOOLEAN -> Long.toUnsignedString(s.bits64(at));
            case STRING -> Condition.quoted(s, text(s, at));
            case SID -> Sid.read(s.part(at + 4, s.u32(at), "SID"), 0).sddl();
            default -> HexFormat.of().formatHex(octets(s, at));
        };
    }

    private static byte[] octets(Struct s, long at) throws CorruptImageException {
        Struct octets = s.part(at + 4, s.u32(at), "octets");
        return octets.bytes(0, octets.size());
    }

    /** Up to a NUL. */
    private static String text(Struct s, long at) throws CorruptImageException {
        long end = at;
        while (s.u16(end) != 0) {
            end += 2;
        }
        return s.utf16(at, (int) (end - at) / 2);
    }
}
