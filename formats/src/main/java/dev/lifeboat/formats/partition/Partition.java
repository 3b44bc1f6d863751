package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.util.Optional;
import java.util.UUID;

/**
 * One partition of a disk.
 *
 * @param number as the systems count: place in the GPT from 1; in an MBR 1 to 4, and from 5 for logical partitions
 * @param offset of its first byte, from the start of the disk
 * @param size in bytes
 * @param type what it is meant for
 * @param guid its own GUID; only with GPT
 * @param name given by whoever made it, often empty; only with GPT
 * @param attributes the 64 bits of GPT, UEFI 5.3.3 table 5.8; 0 with MBR
 * @param active whether a BIOS may start from it
 * @param complete whether all of it lies on the disk; an image that was cut short has partitions that do not
 */
public record Partition(
        int number,
        long offset,
        long size,
        PartitionType type,
        Optional<UUID> guid,
        String name,
        long attributes,
        boolean active,
        boolean complete) {

    /**
     * Returns the partition's bytes.
     *
     * @param disk the disk whose table lists this partition
     * @return a window on the disk, named {@code partition 3}
     * @throws CorruptImageException if the partition is not {@link #complete()}
     */
    public ByteSource open(ByteSource disk) throws CorruptImageException {
        if (!complete) {
            throw beyondEnd(disk);
        }
        return disk.slice(label(), offset, size);
    }

    CorruptImageException beyondEnd(ByteSource disk) {
        return new CorruptImageException(
                disk,
                offset,
                label(),
                "ends at 0x" + Long.toHexString(end()) + ", but the disk ends at 0x" + Long.toHexString(disk.size())
                        + "; the image is cut short, or the table is wrong");
    }

    /** Does not overflow: readers of tables make no partition whose end does. */
    long end() {
        return offset + size;
    }

    String label() {
        return "partition " + number;
    }
}
