package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;

/**
 * The boot sector of an NTFS volume: sizes, and where the MFT begins.
 *
 * @param bytesPerSector 256 to 4096, a power of two
 * @param clusterSize in bytes, 256 to 2 MiB, a power of two
 * @param totalSectors of the volume; the sector after them holds the backup of this sector
 * @param mftCluster first cluster of $MFT
 * @param mirrorCluster first cluster of $MFTMirr
 * @param recordSize of an MFT record in bytes, 512 to 64 KiB
 * @param indexBlockSize usual size of a directory block in bytes; an $INDEX_ROOT has the size that counts
 * @param serialNumber of the volume
 */
public record NtfsBootSector(
        int bytesPerSector,
        int clusterSize,
        long totalSectors,
        long mftCluster,
        long mirrorCluster,
        int recordSize,
        int indexBlockSize,
        long serialNumber) {

    /** Bytes of the structure that are read; the rest of the sector is boot code. */
    public static final int SIZE = 512;

    private static final int MAX_CLUSTER = 2 << 20;
    /** What Windows gives as the limit of NTFS; it bounds the time that a hostile volume takes. */
    private static final long MAX_CLUSTERS = 0xffff_ffffL;

    /**
     * Reads the boot sector that starts at an offset.
     *
     * @param volume the whole volume
     * @param at offset of the sector: 0, or where the backup is
     * @return what it says
     * @throws CorruptImageException if it is no boot sector of NTFS, or contradicts itself
     * @throws IOException if the storage cannot be read
     */
    public static NtfsBootSector read(ByteSource volume, long at) throws IOException {
        Struct s = Struct.read(volume, at, SIZE, "NTFS boot sector");
        s.expectAscii(3, "NTFS    ");
        int sector = s.u16(11);
        if (Integer.bitCount(sector) != 1 || sector < 256 || sector > 4096) {
            throw s.corrupt(11, "bytes per sector", "is " + sector + ", expected a power of two from 256 to 4096");
        }
        int cluster = sector * sectorsPerCluster(s);
        if (cluster > MAX_CLUSTER) {
            throw s.corrupt(13, "cluster size", "is " + cluster + ", the greatest possible is " + MAX_CLUSTER);
        }
        long sectors = s.u64(40, "total sectors");
        if (sectors == 0 || sectors > Long.MAX_VALUE / sector) {
            throw s.corrupt(40, "total sectors", "is " + sectors);
        }
        if (sectors * sector > volume.size()) {
            throw s.corrupt(
                    40,
                    "total sectors",
                    "is " + sectors + " (" + sectors * sector + " bytes), but the volume has only " + volume.size()
                            + " bytes");
        }
        long clusters = sectors * sector / cluster;
        if (clusters > MAX_CLUSTERS) {
            throw s.corrupt(40, "total sectors", "is " + sectors + ", more than " + MAX_CLUSTERS + " clusters");
        }
        return new NtfsBootSector(
                sector,
                cluster,
                sectors,
                cluster(s, 48, "cluster of $MFT", clusters),
                cluster(s, 56, "cluster of $MFTMirr", clusters),
                structureSize(s, 64, "size of an MFT record", cluster),
                structureSize(s, 68, "size of an index block", cluster),
                s.bits64(72));
    }

    /** Up to 128 literally; above, 244 to 255 mean 2^(256 - n): the large clusters of Windows 10 1709 and later. */
    private static int sectorsPerCluster(Struct s) throws CorruptImageException {
        int n = s.u8(13);
        int sectors = n >= 244 ? 1 << (256 - n) : n;
        if (Integer.bitCount(sectors) != 1 || (n > 128 && n < 244)) {
            throw s.corrupt(13, "sectors per cluster", "is " + n + ", expected a power of two");
        }
        return sectors;
    }

    private static long cluster(Struct s, int at, String field, long clusters) throws CorruptImageException {
        long lcn = s.u64(at, field);
        if (lcn >= clusters) {
            throw s.corrupt(at, field, "is " + lcn + ", but the volume has " + clusters + " clusters");
        }
        return lcn;
    }

    /** Positive: in clusters; negative: 2^(-n) bytes. */
    private static int structureSize(Struct s, int at, String field, int cluster) throws CorruptImageException {
        int n = s.s8(at);
        long size = n > 0 ? (long) n * cluster : n < 0 && n >= -31 ? 1L << -n : 0;
        if (Long.bitCount(size) != 1 || size < 512 || size > 64 << 10) {
            throw s.corrupt(at, field, "is coded as " + n + ", expected a power of two from 512 to 65536 bytes");
        }
        return (int) size;
    }

    /**
     * Returns the number of whole clusters of the volume.
     *
     * @return 1 to 4,294,967,295
     */
    public long clusters() {
        return totalSectors * bytesPerSector / clusterSize;
    }

    /**
     * Returns the size of the volume without the backup boot sector behind it.
     *
     * @return in bytes
     */
    public long volumeSize() {
        return totalSectors * bytesPerSector;
    }
}
