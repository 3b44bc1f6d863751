package dev.lifeboat.formats.ntfs;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tags of reparse points by name, [MS-FSCC] 2.1.2.1: which driver of Windows stands in the place of a file. */
public final class ReparseTag {
    /** Set in the tags that Microsoft keeps for itself; a reparse point of anybody else names its owner by a GUID. */
    static final int MICROSOFT = 0x8000_0000;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0xa000_0003, "MOUNT_POINT"),
            Map.entry(0xc000_0004, "HSM"),
            Map.entry(0x8000_0005, "DRIVE_EXTENDER"),
            Map.entry(0x8000_0006, "HSM2"),
            Map.entry(0x8000_0007, "SIS"),
            Map.entry(0x8000_0008, "WIM"),
            Map.entry(0x8000_0009, "CSV"),
            Map.entry(0x8000_000a, "DFS"),
            Map.entry(0x8000_000b, "FILTER_MANAGER"),
            Map.entry(0xa000_000c, "SYMLINK"),
            Map.entry(0xa000_0010, "IIS_CACHE"),
            Map.entry(0x8000_0012, "DFSR"),
            Map.entry(0x8000_0013, "DEDUP"),
            Map.entry(0xc000_0014, "APPXSTRM"),
            Map.entry(0x8000_0014, "NFS"),
            Map.entry(0x8000_0015, "FILE_PLACEHOLDER"),
            Map.entry(0x8000_0016, "DFM"),
            Map.entry(0x8000_0017, "WOF"),
            Map.entry(0x8000_0018, "WCI"),
            Map.entry(0x9000_1018, "WCI_1"),
            Map.entry(0xa000_0019, "GLOBAL_REPARSE"),
            Map.entry(0x8000_001b, "APPEXECLINK"),
            Map.entry(0x9000_001c, "PROJFS"),
            Map.entry(0xa000_001d, "LX_SYMLINK"),
            Map.entry(0x8000_001e, "STORAGE_SYNC"),
            Map.entry(0xa000_001f, "WCI_TOMBSTONE"),
            Map.entry(0x8000_0020, "UNHANDLED"),
            Map.entry(0x8000_0021, "ONEDRIVE"),
            Map.entry(0xa000_0022, "PROJFS_TOMBSTONE"),
            Map.entry(0x8000_0023, "AF_UNIX"),
            Map.entry(0x8000_0024, "LX_FIFO"),
            Map.entry(0x8000_0025, "LX_CHR"),
            Map.entry(0x8000_0026, "LX_BLK"),
            Map.entry(0xa000_0027, "WCI_LINK"),
            Map.entry(0xa000_1027, "WCI_LINK_1"),
            Map.entry(0x9000_0027, "STORAGE_SYNC_FOLDER"),
            Map.entry(0xa000_0028, "DATALESS_CIM"));

    private static final int CLOUD = 0x9000_001a;
    private static final int CLOUD_MASK = 0xffff_0fff;

    private ReparseTag() {}

    /**
     * Names a tag.
     *
     * @param tag of a reparse point
     * @return its name without the IO_REPARSE_TAG_ before it; empty if it is not known
     */
    public static Optional<String> name(int tag) {
        if (cloud(tag)) {
            int number = tag >>> 12 & 0xf;
            return Optional.of(
                    number == 0
                            ? "CLOUD"
                            : "CLOUD_" + Integer.toHexString(number).toUpperCase(Locale.ROOT));
        }
        return Optional.ofNullable(NAMES.get(tag));
    }

    /**
     * Describes a tag for messages.
     *
     * @param tag of a reparse point
     * @return such as {@code 0x80000018, WCI}; the number alone if the name is not known
     */
    public static String describe(int tag) {
        return hex(tag) + name(tag).map(name -> ", " + name).orElse("");
    }

    /**
     * Writes a tag as a number.
     *
     * @param tag of a reparse point
     * @return such as {@code 0xa000000c}
     */
    public static String hex(int tag) {
        return String.format(Locale.ROOT, "0x%08x", tag);
    }

    /**
     * Tells whether a tag is one of the sixteen of cloud synchronisation.
     *
     * @param tag of a reparse point
     * @return true for OneDrive and the like
     */
    public static boolean cloud(int tag) {
        return (tag & CLOUD_MASK) == CLOUD;
    }
}
