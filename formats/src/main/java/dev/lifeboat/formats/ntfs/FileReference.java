package dev.lifeboat.formats.ntfs;

/**
 * A reference to an MFT record: its number, and the sequence number that the record must have, so that a reference to a
 * deleted file does not find the one that took its record.
 *
 * @param number of the record, 48 bits
 * @param sequence 16 bits; 0 in a reference means that it is not checked
 */
public record FileReference(long number, int sequence) {
    private static final long NUMBER_MASK = 0xffff_ffff_ffffL;

    /**
     * Takes the 64 bits of the disk apart.
     *
     * @param bits number in the low 48, sequence in the high 16
     * @return the reference
     */
    public static FileReference of(long bits) {
        return new FileReference(bits & NUMBER_MASK, (int) (bits >>> 48));
    }

    /**
     * Returns the record number in the 64 bits of a reference, for loops that should not allocate.
     *
     * @param bits as on disk
     * @return the number
     */
    public static long number(long bits) {
        return bits & NUMBER_MASK;
    }

    /**
     * Returns the sequence number in the 64 bits of a reference.
     *
     * @param bits as on disk
     * @return 0 to 65535
     */
    public static int sequence(long bits) {
        return (int) (bits >>> 48);
    }

    @Override
    public String toString() {
        return number + "-" + sequence;
    }
}
