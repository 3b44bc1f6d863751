package dev.lifeboat.verify.check.fit;

import dev.lifeboat.formats.partition.PartitionScheme;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A disk that a backup is to be restored to.
 *
 * @param name for findings: its path, or the size that it was described with
 * @param size as far as it is known
 * @param sectorSize logical, 512 or 4096 bytes; empty if nothing tells
 * @param scheme of its partition table; empty if that was not read
 * @param partitions how many it has now; 0 also if that was not read
 */
public record TargetDisk(
        String name, DiskSize size, OptionalInt sectorSize, Optional<PartitionScheme> scheme, int partitions) {
    /**
     * Describes a disk of which nothing but its size is known.
     *
     * @param name as a person wrote it
     * @param size of it
     * @return the disk
     */
    public static TargetDisk described(String name, DiskSize size) {
        return new TargetDisk(name, size, OptionalInt.empty(), Optional.empty(), 0);
    }

    /**
     * Adds the size of its sectors where that is not known yet.
     *
     * @param size logical, 512 or 4096 bytes
     * @return with its own size of sectors, or else this one
     */
    public TargetDisk withSectorsOf(int size) {
        return sectorSize.isPresent()
                ? this
                : new TargetDisk(name, this.size, OptionalInt.of(size), scheme, partitions);
    }
}
