package dev.lifeboat.formats.iso;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the records of a directory, 6.8. No record lies across two sectors; what is left of one is zero. */
final class IsoDirectory {
    /** Takes 40 MB at most; Windows media has some hundred. */
    private static final int MOST_RECORDS = 1 << 17;

    private static final int SMALLEST_RECORD = 34;

    private final ByteSource records;
    private final IsoEntry directory;
    private final boolean joliet;
    private final List<IsoEntry> entries = new ArrayList<>();
    /** Of a file that goes on in the next record. */
    private final List<IsoEntry.Piece> begun = new ArrayList<>();

    private String begunName = "";
    private long begunSize;
    private int count;

    private IsoDirectory(ByteSource records, IsoEntry directory, boolean joliet) {
        this.records = records;
        this.directory = directory;
        this.joliet = joliet;
    }

    static List<IsoEntry> read(ByteSource records, IsoEntry directory, boolean joliet) throws IOException {
        IsoDirectory reader = new IsoDirectory(records, directory, joliet);
        for (long at = 0; at < records.size(); at += VolumeDescriptor.SECTOR) {
            int length = (int) Math.min(VolumeDescriptor.SECTOR, records.size() - at);
            reader.sector(Struct.read(records, at, length, "directory sector"));
        }
        if (!reader.begun.isEmpty()) {
            throw new CorruptImageException(
                    records, records.size(), "directory", "ends in the middle of a file of several pieces");
        }
        return List.copyOf(reader.entries);
    }

    private void sector(Struct sector) throws IOException {
        int at = 0;
        while (at < sector.size()) {
            int length = sector.u8(at);
            if (length == 0) {
                return;
            }
            if (length < SMALLEST_RECORD || length > sector.size() - at) {
                throw sector.corrupt(at, "record length", "is " + length + ", expected 34 to " + (sector.size() - at));
            }
            if (++count > MOST_RECORDS) {
                throw new UnsupportedImageException(
                        records.name(), "a directory with more than " + MOST_RECORDS + " records is not supported");
            }
            Struct record = sector.part(at, length, "directory record");
            add(DirectoryRecord.read(record, joliet), record);
            at += length;
        }
    }

    private void add(DirectoryRecord r, Struct record) throws IOException {
        if (r.name().isEmpty() || r.associated()) {
            return;
        }
        if (r.directory() && (r.moreFollows() || !begun.isEmpty())) {
            throw record.corrupt(25, "flags", "say that a directory lies in several pieces, expected one");
        }
        if (!begun.isEmpty() && !r.name().equals(begunName)) {
            throw record.corrupt(
                    33, "name", "is '" + r.name() + "' where the next piece of '" + begunName + "' has to follow");
        }
        begunName = r.name();
        begun.add(IsoEntry.Piece.of(r));
        begunSize += r.length();
        if (!r.moreFollows()) {
            entries.add(new IsoEntry(
                    Optional.of(directory),
                    r.name(),
                    r.directory(),
                    r.hidden(),
                    begunSize,
                    r.recorded(),
                    List.copyOf(begun)));
            begun.clear();
            begunSize = 0;
        }
    }
}
