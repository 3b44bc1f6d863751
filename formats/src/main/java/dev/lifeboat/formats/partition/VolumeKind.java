package dev.lifeboat.formats.partition;

/** What a volume is. */
public enum VolumeKind {
    NTFS("NTFS"),
    FAT12("FAT12"),
    FAT16("FAT16"),
    FAT32("FAT32"),
    EXFAT("exFAT"),
    REFS("ReFS"),
    /** Encrypted; what is inside cannot be told. */
    BITLOCKER("BitLocker"),
    EXT("ext2/3/4"),
    BTRFS("Btrfs"),
    XFS("XFS"),
    LINUX_SWAP("Linux swap"),
    /** Encrypted; what is inside cannot be told. */
    LUKS("LUKS"),
    LVM("Linux LVM"),
    HFS_PLUS("HFS+"),
    APFS("APFS"),
    ISO9660("ISO 9660"),
    /** An image of a WIM: a tree of files that lies in no partition. */
    WIM("WIM"),
    /** Also where an ISO 9660 volume lies over the same files: Windows shows UDF then. */
    UDF("UDF"),
    /** Every byte looked at is zero: the first 128 KiB and the last sector. */
    EMPTY("empty (all zero)"),
    UNKNOWN("unknown");

    private final String label;

    VolumeKind(String label) {
        this.label = label;
    }

    /**
     * Returns the name that people use.
     *
     * @return such as {@code ext2/3/4}
     */
    public String label() {
        return label;
    }

    /**
     * Tells whether something was recognised, be it a file system, an encrypted volume or part of a pool.
     *
     * @return false only for {@link #EMPTY} and {@link #UNKNOWN}
     */
    public boolean isRecognised() {
        return this != EMPTY && this != UNKNOWN;
    }
}
