package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;

/**
 * $STANDARD_INFORMATION: the times and attributes that Windows shows.
 *
 * @param created a FILETIME
 * @param modified last write of data, a FILETIME
 * @param changed last change of the record, a FILETIME
 * @param accessed a FILETIME
 * @param fileAttributes FILE_ATTRIBUTE_ bits
 * @param versions as two numbers of which NTFS makes no versions: see {@link #caseSensitiveDirectory}
 * @param ownerId of whose quota the file takes; 0 if nobody counts
 * @param securityId of the security descriptor in $Secure; 0 if the file has one of its own, as before NTFS 3
 * @param quotaCharged in bytes
 * @param usn where the change journal has the last change of the file; 0 if nobody keeps one
 */
public record StandardInformation(
        long created,
        long modified,
        long changed,
        long accessed,
        int fileAttributes,
        Versions versions,
        long ownerId,
        long securityId,
        long quotaCharged,
        long usn) {
    /** Length of the value as NTFS 1.2 writes it, which ends before {@code ownerId}. */
    private static final int SHORT_FORM = 48;

    /** Length of the value as NTFS 3 writes it. */
    private static final int LONG_FORM = 72;

    /** The main stream may have holes. */
    public static final int SPARSE = 0x200;
    /** The file has a reparse point. */
    public static final int REPARSE_POINT = 0x400;
    /** The main stream is compressed; of a directory: new files in it are to be. */
    public static final int COMPRESSED = 0x800;
    /** The streams are encrypted with EFS; of a directory: new files in it are to be. */
    public static final int ENCRYPTED = 0x4000;
    /** Opening the file fetches its content from elsewhere. */
    public static final int RECALL_ON_OPEN = 0x4_0000;
    /** Reading the file fetches its content from elsewhere. */
    public static final int RECALL_ON_DATA_ACCESS = 0x40_0000;

    /**
     * Two fields that were meant for versions of files.
     *
     * @param maximum 0 in all that was met
     * @param number 0, or 1 in a directory where names that differ in case are different
     */
    public record Versions(long maximum, long number) {}

    /**
     * Tells whether Windows compares the names in this directory letter by letter, as `fsutil file setCaseSensitiveInfo` and
     * WSL make it do.
     *
     * @return as the version number says, if the file is a directory
     */
    public boolean caseSensitiveDirectory() {
        return versions.maximum() == 0 && versions.number() == 1;
    }

    /**
     * Reads one.
     *
     * @param s the attribute's value
     * @return what it says
     * @throws CorruptImageException if it is too short
     */
    static StandardInformation read(Struct s) throws CorruptImageException {
        Versions versions = s.size() < SHORT_FORM ? new Versions(0, 0) : new Versions(s.u32(36), s.u32(40));
        boolean full = s.size() >= LONG_FORM;
        return new StandardInformation(
                s.bits64(0),
                s.bits64(8),
                s.bits64(16),
                s.bits64(24),
                (int) s.u32(32),
                versions,
                full ? s.u32(48) : 0,
                full ? s.u32(52) : 0,
                full ? s.bits64(56) : 0,
                full ? s.bits64(64) : 0);
    }
}
