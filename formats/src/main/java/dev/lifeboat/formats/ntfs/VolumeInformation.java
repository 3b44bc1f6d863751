package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.util.EnumSet;
import java.util.Set;

/**
 * $VOLUME_INFORMATION: the version of NTFS and what Windows noted about the state of the volume.
 *
 * @param major 1 up to Windows NT 4, 3 since Windows 2000
 * @param minor 0 in Windows 2000, 1 since Windows XP
 * @param bits all flags as they stand
 */
public record VolumeInformation(int major, int minor, int bits) {
    /** Length of the value. */
    static final int SIZE = 12;

    /** What Windows notes, by the bit. */
    public enum Flag {
        /** Windows will check the file system before it uses the volume. */
        DIRTY(0x0001),
        /** $LogFile is to get another size at the next mount. */
        RESIZE_LOG_FILE(0x0002),
        /** A newer Windows is to upgrade the volume at the next mount. */
        UPGRADE_ON_MOUNT(0x0004),
        /** Windows NT 4 had it mounted, so that quotas and the like may be out of date. */
        MOUNTED_ON_NT4(0x0008),
        /** The change journal was being deleted. */
        DELETE_USN_UNDERWAY(0x0010),
        /** The index of object ids is to be repaired. */
        REPAIR_OBJECT_IDS(0x0020),
        /** The bit that chkdsk sets while it works. */
        CHKDSK_UNDERWAY(0x4000),
        /** chkdsk changed something. */
        MODIFIED_BY_CHKDSK(0x8000);

        private final int bit;

        Flag(int bit) {
            this.bit = bit;
        }
    }

    /**
     * Reads it.
     *
     * @param s the attribute's value
     * @return what it says
     * @throws CorruptImageException if it is too short
     */
    static VolumeInformation read(Struct s) throws CorruptImageException {
        return new VolumeInformation(s.u8(8), s.u8(9), s.u16(10));
    }

    /**
     * Returns the flags that are known.
     *
     * @return those that are set
     */
    public Set<Flag> flags() {
        Set<Flag> set = EnumSet.noneOf(Flag.class);
        for (Flag flag : Flag.values()) {
            if ((bits & flag.bit) != 0) {
                set.add(flag);
            }
        }
        return set;
    }
}
