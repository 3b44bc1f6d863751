package dev.lifeboat.formats.ntfs;

/**
 * One $DATA of a file.
 *
 * @param name empty for the main stream
 * @param size in bytes
 * @param storedSize what its clusters take up in bytes; 0 if the data lies in the MFT record, or is nothing but holes
 * @param resident whether the data lies in the MFT record
 * @param compressed whether its clusters are compressed with LZNT1
 * @param encrypted whether its clusters are encrypted with EFS
 * @param sparse whether it has the flag for holes
 */
public record StreamInfo(
        String name,
        long size,
        long storedSize,
        boolean resident,
        boolean compressed,
        boolean encrypted,
        boolean sparse) {
    static StreamInfo of(Attribute attribute) {
        boolean compressed = (attribute.flags() & Attribute.COMPRESSION_MASK) != 0;
        boolean encrypted = (attribute.flags() & Attribute.ENCRYPTED) != 0;
        boolean sparse = (attribute.flags() & Attribute.SPARSE) != 0;
        if (attribute instanceof Attribute.NonResident piece) {
            return new StreamInfo(piece.name(), piece.size(), piece.storedSize(), false, compressed, encrypted, sparse);
        }
        Attribute.Resident resident = (Attribute.Resident) attribute;
        return new StreamInfo(resident.name(), resident.value().size(), 0, true, compressed, encrypted, sparse);
    }
}
