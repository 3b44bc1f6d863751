package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.vhdx.RegionTable.Region;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/**
 * What the metadata region, 2.6, says about the virtual disk.
 *
 * @param virtualDiskSize in bytes, 1 sector to 64 TiB, a multiple of the logical sector size
 * @param blockSize in bytes, a power of two from 1 to 256 MiB
 * @param leaveBlocksAllocated whether the file is of the fixed type: blocks are never freed
 * @param logicalSectorSize 512 or 4096 bytes
 * @param physicalSectorSize 512 or 4096 bytes
 * @param virtualDiskId what the disk tells as its SCSI page 83 identifier; the same in child and parent
 * @param parentLocator where the parent is, present if and only if the disk is a differencing disk
 */
public record VhdxMetadata(
        long virtualDiskSize,
        int blockSize,
        boolean leaveBlocksAllocated,
        int logicalSectorSize,
        int physicalSectorSize,
        UUID virtualDiskId,
        Optional<ParentLocator> parentLocator) {
    private static final int MIB = 1 << 20;
    private static final long LARGEST_DISK = 64L << 40;
    private static final int LARGEST_BLOCK = 256 << 20;

    /**
     * Reads the region.
     *
     * @param contents the file with its log applied
     * @param region where the metadata is
     * @return what it says
     * @throws CorruptImageException if an item is missing or contradicts the format, or the file was never finished
     * @throws UnsupportedImageException if an item has to be understood and is not known
     * @throws IOException if the file cannot be read
     */
    public static VhdxMetadata read(ByteSource contents, Region region) throws IOException {
        MetadataTable table = MetadataTable.read(contents, region);
        Struct parameters = table.required(MetadataTable.Item.FILE_PARAMETERS, 8);
        long blockSize = parameters.u32(0);
        if (blockSize < MIB || blockSize > LARGEST_BLOCK || Long.bitCount(blockSize) != 1) {
            throw parameters.corrupt(
                    0, "block size", "is " + blockSize + ", expected a power of two from 1 to 256 MiB");
        }
        long flags = parameters.u32(4);
        boolean hasParent = (flags & 2) != 0;
        int logicalSectorSize = sectorSize(table.required(MetadataTable.Item.LOGICAL_SECTOR_SIZE, 4));
        int physicalSectorSize = sectorSize(table.required(MetadataTable.Item.PHYSICAL_SECTOR_SIZE, 4));
        Struct size = table.required(MetadataTable.Item.VIRTUAL_DISK_SIZE, 8);
        long virtualDiskSize = size.u64(0, "size");
        if (virtualDiskSize == 0 || virtualDiskSize > LARGEST_DISK || virtualDiskSize % logicalSectorSize != 0) {
            throw size.corrupt(
                    0,
                    "size",
                    "is " + virtualDiskSize + ", expected sectors of " + logicalSectorSize + " bytes, at most 64 TiB");
        }
        return new VhdxMetadata(
                virtualDiskSize,
                (int) blockSize,
                (flags & 1) != 0,
                logicalSectorSize,
                physicalSectorSize,
                table.required(MetadataTable.Item.VIRTUAL_DISK_ID, 16).guid(0),
                hasParent ? Optional.of(ParentLocator.read(table.parentLocator(), contents.name())) : Optional.empty());
    }

    private static int sectorSize(Struct item) throws CorruptImageException {
        long size = item.u32(0);
        if (size != 512 && size != 4096) {
            throw item.corrupt(0, "size", "is " + size + ", expected 512 or 4096");
        }
        return (int) size;
    }
}
