package dev.lifeboat.formats.image;

import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.partition.PartitionType;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.partition.VolumeSummary;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.util.Optional;

/**
 * A partition of a disk image, or the whole of an image without a table.
 *
 * @param partition its place in the table; absent for a disk without one
 * @param source its bytes; absent if the image ends before the partition does
 * @param summary what it says of itself
 * @param size in bytes
 * @param problem why there is no source
 */
public record DiskVolume(
        Optional<Partition> partition,
        Optional<ByteSource> source,
        VolumeSummary summary,
        long size,
        Optional<CorruptImageException> problem)
        implements Volume {
    @Override
    public VolumeKind kind() {
        return summary.kind();
    }

    /**
     * Tells whether firmware starts from it.
     *
     * @return true for an EFI system partition
     */
    public boolean efiSystem() {
        return partition.map(p -> p.type().isEfiSystem()).orElse(false);
    }

    /** False for a Microsoft reserved partition. */
    @Override
    public boolean holdsVolume() {
        return partition
                .map(p -> !p.type().equals(PartitionType.Gpt.MICROSOFT_RESERVED))
                .orElse(true);
    }
}
