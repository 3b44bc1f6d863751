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
 */
public record StandardInformation(long created, long modified, long changed, long accessed, int fileAttributes) {
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
     * Reads one.
     *
     * @param s the attribute's value
     * @return what it says
     * @throws CorruptImageException if it is too short
     */
    static StandardInformation read(Struct s) throws CorruptImageException {
        return new StandardInformation(s.bits64(0), s.bits64(8), s.bits64(16), s.bits64(24), (int) s.u32(32));
    }
}
