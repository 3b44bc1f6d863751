package dev.lifeboat.formats.iso;

/**
 * An entry of the boot catalogue, El Torito 2.2 and 2.4.
 *
 * @param platform as it stands there: 0 for BIOS, 0xef for UEFI
 * @param bootable whether firmware is to offer it
 * @param medium 0 for no emulation, 1 to 3 for a floppy disk of 1.2, 1.44 or 2.88 MB, 4 for a hard disk
 * @param loadSegment where a BIOS loads it; 0 for the usual place
 * @param offset where it begins, in bytes from the start of the volume
 * @param loadSize how much a BIOS loads, in bytes. UEFI takes the image for a volume and asks that for its size; its entries
 *     say one sector, or none
 */
public record BootImage(int platform, boolean bootable, int medium, int loadSegment, long offset, int loadSize) {
    static final int LOAD_SECTOR = 512;
    private static final int BIOS = 0;
    private static final int POWER_PC = 1;
    private static final int MAC = 2;
    private static final int UEFI = 0xef;

    /**
     * Tells for what it is.
     *
     * @return true for UEFI firmware
     */
    public boolean uefi() {
        return platform == UEFI;
    }

    /**
     * Returns the platform's name.
     *
     * @return such as {@code UEFI}
     */
    public String platformName() {
        return switch (platform) {
            case BIOS -> "BIOS";
            case POWER_PC -> "PowerPC";
            case MAC -> "Mac";
            case UEFI -> "UEFI";
            default -> String.format("0x%02x", platform);
        };
    }

    /**
     * Returns what the firmware makes of the image.
     *
     * @return such as {@code no emulation}
     */
    public String mediumName() {
        return switch (medium) {
            case 0 -> "no emulation";
            case 1 -> "floppy disk of 1.2 MB";
            case 2 -> "floppy disk of 1.44 MB";
            case 3 -> "floppy disk of 2.88 MB";
            case 4 -> "hard disk";
            default -> "unknown medium " + medium;
        };
    }
}
