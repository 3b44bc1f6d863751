package dev.lifeboat.formats.fat;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.Optional;

/**
 * Boot sector of a FAT volume, sections 3.1 to 3.5: where everything is. On the volume stand, in this order, the reserved
 * sectors, the copies of the FAT, the root directory (not with FAT32) and the clusters, numbered from 2.
 *
 * @param type by the number of clusters; FAT32 also where the layout is FAT32's and the clusters are too few for it, as
 *     some tools make small volumes
 * @param bytesPerSector 512, 1024, 2048 or 4096
 * @param sectorsPerCluster a power of two, 1 to 128
 * @param reservedSectors before the first FAT, at least 1
 * @param fatCount copies of the FAT, 1 or more
 * @param rootEntries room in the root directory of FAT12 and FAT16; 0 with FAT32
 * @param totalSectors of the volume
 * @param sectorsPerFat of each copy
 * @param clusterCount clusters that exist and have an entry in the FAT; they are numbered from 2
 * @param media kind of medium; the first entry of the FAT repeats it
 * @param activeFat the one copy that is kept up to date; absent where all are
 * @param rootCluster where the root directory starts; 0 with FAT12 and FAT16
 * @param backupSector where FAT32 keeps a copy of the boot sector, usually 6; 0 where there is none
 * @param serial given at formatting; absent in very old volumes
 * @param label given at formatting, without padding; may be out of date, see {@link FatVolume#label()}
 */
public record BiosParameterBlock(
        FatType type,
        int bytesPerSector,
        int sectorsPerCluster,
        int reservedSectors,
        int fatCount,
        int rootEntries,
        long totalSectors,
        long sectorsPerFat,
        int clusterCount,
        int media,
        Optional<Integer> activeFat,
        long rootCluster,
        int backupSector,
        Optional<Long> serial,
        Optional<String> label) {
    private static final int SIZE = 512;
    /** From these counts on it is not FAT12, not FAT16 any more, section 3.5. */
    private static final int FAT12_END = 4085;

    private static final int FAT16_END = 65525;

    /**
     * Reads a boot sector.
     *
     * @param volume the volume
     * @param at where the boot sector stands, in bytes: 0, or where a copy of it is
     * @return a layout in which every area has room
     * @throws CorruptImageException if it is not the boot sector of a FAT volume
     * @throws IOException if the storage cannot be read
     */
    public static BiosParameterBlock read(ByteSource volume, long at) throws IOException {
        Struct s = Struct.read(volume, at, SIZE, "FAT boot sector");
        int bytesPerSector = s.u16(11);
        if (bytesPerSector < 512 || bytesPerSector > 4096 || Integer.bitCount(bytesPerSector) != 1) {
            throw s.corrupt(11, "bytes per sector", "is " + bytesPerSector + ", expected 512, 1024, 2048 or 4096");
        }
        int sectorsPerCluster = s.u8(13);
        if (Integer.bitCount(sectorsPerCluster) != 1) {
            throw s.corrupt(13, "sectors per cluster", "is " + sectorsPerCluster + ", expected a power of two");
        }
        int reserved = s.u16(14);
        int fats = s.u8(16);
        if (reserved == 0) {
            throw s.corrupt(14, "reserved sectors", "is 0, expected at least 1");
        }
        if (fats == 0) {
            throw s.corrupt(16, "number of FATs", "is 0, expected 1 or 2");
        }
        boolean layout32 = s.u16(22) == 0;
        long sectorsPerFat = layout32 ? s.u32(36) : s.u16(22);
        if (sectorsPerFat == 0) {
            throw s.corrupt(layout32 ? 36 : 22, "sectors per FAT", "is 0");
        }
        int rootEntries = layout32 ? 0 : s.u16(17);
        long total = s.u16(19) != 0 ? s.u16(19) : s.u32(32);
        long rootSectors = (rootEntries * 32L + bytesPerSector - 1) / bytesPerSector;
        long dataSectors = total - reserved - fats * sectorsPerFat - rootSectors;
        long clusters = dataSectors / sectorsPerCluster;
        if (dataSectors <= 0 || clusters == 0) {
            throw s.corrupt(32, "total sectors", "is " + total + ", which leaves no room for files");
        }
        FatType type = layout32 ? FatType.FAT32 : clusters < FAT12_END ? FatType.FAT12 : FatType.FAT16;
        if (type == FatType.FAT16 && clusters >= FAT16_END) {
            throw s.corrupt(32, "total sectors", "is " + total + ", more than FAT16 has clusters for");
        }
        int extension = layout32 ? 66 : 38;
        boolean hasSerial = s.u8(extension) == 0x28 || s.u8(extension) == 0x29;
        return new BiosParameterBlock(
                type,
                bytesPerSector,
                sectorsPerCluster,
                reserved,
                fats,
                rootEntries,
                total,
                sectorsPerFat,
                (int) Math.min(clusters, entriesOf(type, sectorsPerFat * bytesPerSector) - 2),
                s.u8(21),
                layout32 ? activeFat(s, fats) : Optional.empty(),
                layout32 ? s.u32(44) : 0,
                layout32 ? s.u16(50) : 0,
                hasSerial ? Optional.of(s.u32(extension + 1)) : Optional.empty(),
                s.u8(extension) == 0x29 ? label(s.bytes(extension + 5, 11)) : Optional.empty());
    }

    private static Optional<Integer> activeFat(Struct s, int fats) throws CorruptImageException {
        int flags = s.u16(40);
        boolean mirrored = (flags & 0x80) == 0;
        int active = flags & 0x0f;
        return mirrored || active >= fats ? Optional.empty() : Optional.of(active);
    }

    private static Optional<String> label(byte[] padded) {
        return Optional.of(ShortName.label(padded)).filter(text -> !text.isEmpty() && !text.equals("NO NAME"));
    }

    /** A FAT that is too small for the clusters is met in the world; clusters beyond it just cannot be used. */
    private static long entriesOf(FatType type, long bytes) {
        long limit = type.mask();
        return Math.min(
                limit,
                switch (type) {
                    case FAT12 -> bytes * 2 / 3;
                    case FAT16 -> bytes / 2;
                    case FAT32 -> bytes / 4;
                });
    }

    /**
     * Returns the size of a cluster.
     *
     * @return in bytes, 512 to 512 KiB
     */
    public int clusterSize() {
        return bytesPerSector * sectorsPerCluster;
    }

    /**
     * Returns the size of the volume.
     *
     * @return in bytes; may be more than there is, if an image was cut short
     */
    public long size() {
        return totalSectors * bytesPerSector;
    }

    /**
     * Returns where a copy of the FAT starts.
     *
     * @param copy from 0
     * @return in bytes from the start of the volume
     */
    public long fatOffset(int copy) {
        return (reservedSectors + copy * sectorsPerFat) * bytesPerSector;
    }

    /**
     * Returns the size of each copy of the FAT.
     *
     * @return in bytes
     */
    public long fatSize() {
        return sectorsPerFat * bytesPerSector;
    }

    /** Where the root directory of FAT12 and FAT16 starts. */
    long rootOffset() {
        return fatOffset(fatCount);
    }

    /** Where cluster 2 starts. */
    long dataOffset() {
        long rootSectors = (rootEntries * 32L + bytesPerSector - 1) / bytesPerSector;
        return rootOffset() + rootSectors * bytesPerSector;
    }

    /**
     * Tells whether a cluster exists.
     *
     * @param cluster its number
     * @return whether it is 2 or more and has an entry in the FAT
     */
    public boolean isCluster(long cluster) {
        return cluster >= 2 && cluster < clusterCount + 2L;
    }

    /**
     * Returns where a cluster starts.
     *
     * @param cluster one that {@linkplain #isCluster exists}
     * @return in bytes from the start of the volume
     */
    public long clusterOffset(long cluster) {
        return dataOffset() + (cluster - 2) * clusterSize();
    }
}
