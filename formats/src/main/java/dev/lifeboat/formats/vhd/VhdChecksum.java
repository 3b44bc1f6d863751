package dev.lifeboat.formats.vhd;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;

/** The checksum of footers and dynamic headers: the one's complement of the sum of all other bytes. */
final class VhdChecksum {
    private VhdChecksum() {}

    static boolean matches(Struct s, int field) throws CorruptImageException {
        return s.u32(field) == compute(s, field);
    }

    static void expect(Struct s, int field) throws CorruptImageException {
        if (!matches(s, field)) {
            throw s.corrupt(
                    field,
                    "checksum",
                    "is 0x" + Long.toHexString(s.u32(field)) + ", computed 0x" + Long.toHexString(compute(s, field)));
        }
    }

    private static long compute(Struct s, int field) throws CorruptImageException {
        int sum = 0;
        for (int i = 0; i < s.size(); i++) {
            sum += i >= field && i < field + 4 ? 0 : s.u8(i);
        }
        return ~sum & 0xffff_ffffL;
    }
}
