package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.List;

/** Turns attributes into their bytes, resident or not. */
record ValueReader(ByteSource volume, NtfsBootSector boot) {
    /**
     * Returns the whole value of an attribute that has one piece and is known to be small.
     *
     * @param attribute resident, or the only piece
     * @param limit in bytes
     * @return the bytes
     * @throws CorruptImageException if the value is larger, or its runs are wrong
     * @throws IOException if the storage cannot be read
     */
    Struct small(Attribute attribute, int limit) throws IOException {
        if (attribute instanceof Attribute.Resident resident) {
            return resident.value();
        }
        ByteSource source = stream(List.of((Attribute.NonResident) attribute), volume.name());
        String what = AttributeType.name(attribute.type());
        if (source.size() > limit) {
            throw new CorruptImageException(
                    source, 0, what, "has " + source.size() + " bytes, more than the possible " + limit);
        }
        return Struct.read(source, 0, (int) source.size(), what);
    }

    /**
     * Returns the bytes of a non-resident value as its clusters hold them.
     *
     * @param pieces in order of their lowest VCN; the first maps VCN 0
     * @param name for messages
     * @return a source that reads the volume
     * @throws CorruptImageException if the runs are wrong or do not map the whole value
     */
    ByteSource stream(List<Attribute.NonResident> pieces, String name) throws CorruptImageException {
        Attribute.NonResident first = pieces.get(0);
        RunList runs = RunList.of(pieces, boot.clusters());
        // Division, since runs of holes may claim more clusters than a long has bytes for; nor can the size be rounded
        // up.
        if (first.size() > 0 && (first.size() - 1) / boot.clusterSize() >= runs.endVcn()) {
            throw first.runs()
                    .corrupt(0, "runs", "map " + runs.endVcn() + " clusters, too few for " + first.size() + " bytes");
        }
        return new NtfsStream(volume, name, runs, boot.clusterSize(), first.size(), first.initializedSize());
    }
}
