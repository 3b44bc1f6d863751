package dev.lifeboat.formats.security;

import java.util.Map;

/** The rights in an entry as SDDL writes them, [MS-DTYP] 2.5.1.1. */
final class AccessRights {
    /** Sets of rights to a file or a registry key that have letters of their own: only if no other right is with them. */
    private static final Map<Integer, String> SETS = Map.of(
            0x001f01ff, "FA",
            0x00120089, "FR",
            0x00120116, "FW",
            0x001200a0, "FX",
            0x000f003f, "KA",
            0x00020019, "KR", // KX means the same and is never written
            0x00020006, "KW");

    /** Single rights by their bit; SYNCHRONIZE (bit 20), which nearly every right to a file includes, has no letters. */
    private static final String[] SINGLE = new String[32];

    private static final String[] LABEL = {"NW", "NR", "NX"};

    static {
        String[] specific = {"CC", "DC", "LC", "SW", "RP", "WP", "DT", "LO", "CR"};
        System.arraycopy(specific, 0, SINGLE, 0, specific.length);
        String[] standard = {"SD", "RC", "WD", "WO"};
        System.arraycopy(standard, 0, SINGLE, 16, standard.length);
        String[] generic = {"GA", "GX", "GW", "GR"};
        System.arraycopy(generic, 0, SINGLE, 28, generic.length);
    }

    private AccessRights() {}

    /**
     * Writes rights.
     *
     * @param mask of an entry
     * @param type of the entry: a mandatory label has rights of its own
     * @return letters if there are some for every bit, in the order of the bits; else hexadecimal, as {@code 0x1200a9}
     */
    static String sddl(int mask, AceType type) {
        if (type == AceType.MANDATORY_LABEL) {
            return bits(mask, LABEL);
        }
        String set = SETS.get(mask);
        return set != null ? set : bits(mask, SINGLE);
    }

    private static String bits(int mask, String[] names) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 32; bit++) {
            if ((mask >>> bit & 1) != 0) {
                if (bit >= names.length || names[bit] == null) {
                    return "0x" + Integer.toHexString(mask);
                }
                text.append(names[bit]);
            }
        }
        return text.toString();
    }
}
