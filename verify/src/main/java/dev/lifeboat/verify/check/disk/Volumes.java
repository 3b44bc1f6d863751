package dev.lifeboat.verify.check.disk;

import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.partition.PartitionTable;
import dev.lifeboat.formats.partition.PartitionType;
import dev.lifeboat.formats.partition.VolumeKind;
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
     * @param type what the partition table says it is for; absent where there is no table
     */
    record Volume(ByteSource bytes, Optional<PartitionType> type) {
        /** Whether firmware starts from it. */
        boolean efiSystem() {
            return type.map(PartitionType::isEfiSystem).orElse(false);
        }

        /** Whether Windows itself may be on it. */
        boolean basicData() {
            return type.map(PartitionType::isBasicData).orElse(false);
        }

        /** Whether it certainly is not for Windows. */
        boolean foreign() {
            return type.map(PartitionType::isForeign).orElse(false);
        }
    }

    /** Tells whether a volume is what discs have. */
    static boolean isDisc(VolumeKind kind) {
        return kind == VolumeKind.ISO9660 || kind == VolumeKind.UDF;
    }

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
            return Optional.of(List.of(new Volume(disk.bytes(), Optional.empty())));
        }
        List<Volume> volumes = new ArrayList<>();
        for (Partition partition : table.partitions()) {
            if (partition.complete() && !partition.type().equals(PartitionType.Gpt.MICROSOFT_RESERVED)) {
                volumes.add(new Volume(partition.open(disk.bytes()), Optional.of(partition.type())));
            }
        }
        return Optional.of(volumes);
    }
}
