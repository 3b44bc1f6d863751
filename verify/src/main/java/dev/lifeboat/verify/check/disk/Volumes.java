package dev.lifeboat.verify.check.disk;

import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.partition.PartitionTable;
import dev.lifeboat.formats.partition.PartitionType;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts of a disk that may hold a volume. */
final class Volumes {
    private Volumes() {}

    /**
     * A part of the disk.
     *
     * @param bytes of the part
     * @param efiSystem whether the partition table says that firmware starts from it
     */
    record Volume(ByteSource bytes, boolean efiSystem) {}

    /**
     * Lists them: every complete partition that is not reserved, or the whole disk where there is no table; absent where
     * the table cannot be read, which {@link PartitionTableCheck} reports.
     */
    static Optional<List<Volume>> of(Disk disk) throws IOException {
        PartitionTable table;
        try {
            table = PartitionTable.read(disk.bytes(), disk.sectorSize());
        } catch (ImageException reported) {
            return Optional.empty();
        }
        if (table.scheme() == PartitionScheme.NONE) {
            return Optional.of(List.of(new Volume(disk.bytes(), false)));
        }
        List<Volume> volumes = new ArrayList<>();
        for (Partition partition : table.partitions()) {
            if (partition.complete() && !partition.type().equals(PartitionType.Gpt.MICROSOFT_RESERVED)) {
                volumes.add(new Volume(
                        partition.open(disk.bytes()), partition.type().isEfiSystem()));
            }
        }
        return Optional.of(volumes);
    }
}
