package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Turns attributes into their bytes, resident or not. */
record ValueReader(ByteSource volume, NtfsBootSector boot) {
    /** A compression unit is 16 clusters, as a power of two. */
    private static final int USUAL_UNIT = 4;

    private static final int MOST_UNIT_BITS = 16;
    /** Windows compresses with clusters of up to 4 KiB: units of 64 KiB. Others might be made. */
    private static final int MOST_UNIT = 1 << 20;

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
     * Returns the bytes of a value as the record or the clusters hold them.
     *
     * @param record of the file, for complaints
     * @param pieces of the value, at least one, in order
     * @param name for messages
     * @return a source over them
     * @throws CorruptImageException if the pieces are not those of one value, or their runs are wrong
     */
    ByteSource value(FileRecord record, List<Attribute> pieces, String name) throws CorruptImageException {
        if (pieces.size() == 1 && pieces.get(0) instanceof Attribute.Resident resident) {
            Struct value = resident.value();
            return ByteSource.of(name, value.bytes(0, value.size()));
        }
        return stream(nonResident(record, pieces), name);
    }

    private static List<Attribute.NonResident> nonResident(FileRecord record, List<Attribute> pieces)
            throws CorruptImageException {
        Attribute first = pieces.get(0);
        List<Attribute.NonResident> runs = new ArrayList<>(pieces.size());
        for (Attribute piece : pieces) {
            if (!(piece instanceof Attribute.NonResident nonResident)) {
                throw record.corrupt("has " + AttributeType.name(piece.type()) + " '" + piece.name() + "' twice");
            }
            runs.add(nonResident);
        }
        if (first.firstVcn() != 0) {
            throw record.corrupt("lacks the first piece of " + AttributeType.name(first.type()));
        }
        return runs;
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
        return new NtfsStream(volume, name, runs(pieces), boot.clusterSize(), first.size(), first.initializedSize());
    }

    private RunList runs(List<Attribute.NonResident> pieces) throws CorruptImageException {
        Attribute.NonResident first = pieces.get(0);
        RunList runs = RunList.of(pieces, boot.clusters());
        // Division, since runs of holes may claim more clusters than a long has bytes for; nor can the size be rounded
        // up.
        if (first.size() > 0 && (first.size() - 1) / boot.clusterSize() >= runs.endVcn()) {
            throw first.runs()
                    .corrupt(0, "runs", "map " + runs.endVcn() + " clusters, too few for " + first.size() + " bytes");
        }
        return runs;
    }

    /**
     * Returns the bytes of a non-resident value that is compressed with LZNT1.
     *
     * @param record of the file, for complaints
     * @param pieces of the value, at least one, in order; the flags of the first say that it is compressed
     * @param name for messages
     * @return a source that expands them
     * @throws CorruptImageException if the pieces are not those of one value, or their runs are wrong
     * @throws UnsupportedImageException if the compression units are larger than any that Windows makes
     */
    ByteSource compressed(FileRecord record, List<Attribute> pieces, String name)
            throws CorruptImageException, UnsupportedImageException {
        List<Attribute.NonResident> ordered = nonResident(record, pieces);
        Attribute.NonResident first = ordered.get(0);
        // Windows XP left it 0 at times.
        int unit = first.compressionUnit() == 0 ? USUAL_UNIT : first.compressionUnit();
        if (unit > MOST_UNIT_BITS || (long) boot.clusterSize() << unit > MOST_UNIT) {
            throw new UnsupportedImageException(
                    name, "is compressed in units of 2^" + unit + " clusters of " + boot.clusterSize() + " bytes");
        }
        if (first.size() > Long.MAX_VALUE - MOST_UNIT) {
            throw first.runs().corrupt(0, "size", "is " + first.size() + ", beyond any real size");
        }
        return new CompressedStream(
                volume, name, runs(ordered), boot.clusterSize(), 1 << unit, first.size(), first.initializedSize());
    }
}
