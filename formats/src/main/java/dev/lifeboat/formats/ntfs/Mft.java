package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The master file table: reads any record, and scans them all in order. The first records fall back to $MFTMirr. */
public final class Mft {
    /** Records that $MFTMirr repeats at least. */
    public static final int MIRRORED = 4;

    /** NTFS keeps so many for itself; a table that has no more has no files. */
    private static final int RESERVED = 16;

    private final ByteSource volume;
    private final NtfsBootSector boot;
    private final NtfsStream stream;
    private final FileRecord self;
    private final Optional<CorruptImageException> startProblem;

    private Mft(
            ByteSource volume,
            NtfsBootSector boot,
            FileRecord self,
            Attribute.NonResident first,
            RunList runs,
            Optional<CorruptImageException> startProblem)
            throws CorruptImageException {
        this.volume = volume;
        this.boot = boot;
        this.self = self;
        this.startProblem = startProblem;
        if (runs.hasHoles()) {
            throw self.corrupt("$MFT has holes, which it never has");
        }
        long mapped = runs.endVcn() * boot.clusterSize();
        this.stream = new NtfsStream(
                volume,
                volume.name() + "/$MFT",
                runs,
                boot.clusterSize(),
                Math.min(first.size(), mapped),
                Math.min(first.initializedSize(), mapped));
    }

    /**
     * Finds the table and all its pieces. Another record, whole in itself, may stand in the place of the first: that is
     * believed only if it leads to a table.
     *
     * @param volume the whole volume
     * @param boot its boot sector
     * @return the table
     * @throws CorruptImageException if neither its first record nor the mirror's leads to a table
     * @throws IOException if the storage cannot be read
     */
    static Mft read(ByteSource volume, NtfsBootSector boot) throws IOException {
        try {
            long at = boot.mftCluster() * boot.clusterSize();
            return read(volume, boot, recordAt(volume, boot, at, 0, "$MFT"), Optional.empty());
        } catch (CorruptImageException first) {
            try {
                return read(volume, boot, mirrored(volume, boot, 0), Optional.of(first));
            } catch (CorruptImageException mirror) {
                first.addSuppressed(mirror);
                throw first;
            }
        }
    }

    private static Mft read(
            ByteSource volume, NtfsBootSector boot, FileRecord self, Optional<CorruptImageException> startProblem)
            throws IOException {
        List<Attribute.NonResident> pieces = pieces(self);
        if (pieces.isEmpty()) {
            throw self.corrupt("$MFT has no $DATA");
        }
        Attribute.NonResident start = pieces.get(0);
        // One list that grows: decoding it anew for each of thousands of pieces would take hours.
        RunList runs = RunList.of(pieces, boot.clusters());
        Mft mft = new Mft(volume, boot, self, start, runs, startProblem);
        // Each further piece is named in a record that the pieces before it map.
        for (AttributeList.Entry entry : mft.selfList()) {
            if (entry.type() == AttributeType.DATA && entry.name().isEmpty() && entry.lowestVcn() > 0) {
                FileRecord extension = mft.record(FileReference.number(entry.record()));
                if (extension.base() || FileReference.number(extension.baseReference()) != 0) {
                    throw extension.corrupt("belongs to another file than $MFT");
                }
                for (Attribute attribute : extension.attributes()) {
                    if (entry.names(attribute) && attribute instanceof Attribute.NonResident piece) {
                        runs.append(piece, boot.clusters());
                    }
                }
                mft = new Mft(volume, boot, self, start, runs, startProblem);
            }
        }
        if (mft.stream.size() < start.size()) {
            throw self.corrupt("runs of $MFT map " + mft.stream.size() + " bytes of " + start.size());
        }
        if (mft.count() < RESERVED) {
            throw self.corrupt("$MFT has " + mft.count() + " records, expected " + RESERVED + " or more");
        }
        return mft;
    }

    private static List<Attribute.NonResident> pieces(FileRecord record) {
        List<Attribute.NonResident> pieces = new ArrayList<>();
        for (Attribute attribute : record.attributes()) {
            if (attribute.type() == AttributeType.DATA
                    && attribute.name().isEmpty()
                    && attribute instanceof Attribute.NonResident piece) {
                pieces.add(piece);
            }
        }
        return pieces;
    }

    private static FileRecord mirrored(ByteSource volume, NtfsBootSector boot, long number) throws IOException {
        long at = boot.mirrorCluster() * boot.clusterSize() + number * boot.recordSize();
        return recordAt(volume, boot, at, number, "$MFTMirr");
    }

    private static FileRecord recordAt(ByteSource volume, NtfsBootSector boot, long at, long number, String part)
            throws IOException {
        int size = boot.recordSize();
        ByteSource table = volume.slice(part, at - number * size, (number + 1) * size);
        return FileRecord.read(table, number, table.bytes(number * size, size), 0, size);
    }

    private List<AttributeList.Entry> selfList() throws IOException {
        for (Attribute attribute : self.attributes()) {
            if (attribute.type() == AttributeType.ATTRIBUTE_LIST) {
                return AttributeList.read(value(attribute, AttributeList.MAX_SIZE));
            }
        }
        return List.of();
    }

    /** The whole value of an attribute that lies in one piece and is small. */
    Struct value(Attribute attribute, int limit) throws IOException {
        return new ValueReader(volume, boot).small(attribute, limit);
    }

    ByteSource volume() {
        return volume;
    }

    NtfsBootSector boot() {
        return boot;
    }

    /**
     * Tells why the mirror's first record had to be used to find the table.
     *
     * @return the complaint about the table's own, or empty if that was good
     */
    public Optional<CorruptImageException> startProblem() {
        return startProblem;
    }

    /**
     * Returns the table's own bytes, fixups not applied.
     *
     * @return the unnamed stream of $MFT
     */
    public ByteSource stream() {
        return stream;
    }

    /**
     * Returns the number of records that the table has room for.
     *
     * @return 1 or more
     */
    public long count() {
        return stream.size() / boot.recordSize();
    }

    /**
     * Reads a record, in use or not. The first ones are taken from $MFTMirr if need be.
     *
     * @param number 0 to {@link #count()} - 1
     * @return the record
     * @throws CorruptImageException if there is no such record, or it is damaged
     * @throws IOException if the storage cannot be read
     */
    public FileRecord record(long number) throws IOException {
        try {
            return recordInTable(number);
        } catch (CorruptImageException first) {
            if (number >= MIRRORED) {
                throw first;
            }
            try {
                return mirrored(number);
            } catch (CorruptImageException mirror) {
                first.addSuppressed(mirror);
                throw first;
            }
        }
    }

    /**
     * Reads a record from the table itself, never from the mirror.
     *
     * @param number 0 to {@link #count()} - 1
     * @return the record
     * @throws CorruptImageException if there is no such record, or it is damaged
     * @throws IOException if the storage cannot be read
     */
    public FileRecord recordInTable(long number) throws IOException {
        if (number < 0 || number >= count()) {
            throw new CorruptImageException(
                    stream, 0, "record " + number, "is referred to, but the table has " + count() + " records");
        }
        int size = boot.recordSize();
        return FileRecord.read(stream, number, stream.bytes(number * size, size), 0, size);
    }

    /**
     * Reads one of the first records from $MFTMirr.
     *
     * @param number 0 to {@link #MIRRORED} - 1
     * @return the record
     * @throws CorruptImageException if it is damaged
     * @throws IOException if the storage cannot be read
     */
    public FileRecord mirrored(long number) throws IOException {
        return mirrored(volume, boot, number);
    }

    /**
     * Reads the bits that say which records are in use.
     *
     * @return bit n % 8 of byte n / 8 is record n's
     * @throws UnsupportedImageException if there are more than fit in memory
     * @throws CorruptImageException if $MFT has none, or it cannot be read
     * @throws IOException if the storage cannot be read
     */
    public byte[] recordsInUse() throws IOException {
        ByteSource bitmap = new NtfsFile(this, self).openRaw(AttributeType.BITMAP, "");
        long bytes = Math.min(bitmap.size(), (count() + 7) / 8);
        Memory.require(bytes, stream.name(), "the list of " + count() + " records");
        return bitmap.bytes(0, (int) bytes);
    }

    /** Receives the records of a scan. */
    public interface RecordVisitor {
        /**
         * Takes a record that is in use.
         *
         * @param record base or extension; its bytes are good until this returns, then the next record takes their place
         * @throws IOException ends the scan
         */
        void record(FileRecord record) throws IOException;

        /**
         * Takes note of a record that says it is in use, but cannot be read.
         *
         * @param number of the record
         * @param inUse whether its header says that it is in use, or is lost; false if it has no header
         * @param problem what is wrong with it
         * @throws IOException ends the scan
         */
        default void damaged(long number, boolean inUse, CorruptImageException problem) throws IOException {}

        /**
         * Takes note of a record that says it is not in use.
         *
         * @param number of the record
         * @throws IOException ends the scan
         */
        default void unused(long number) throws IOException {}

        /**
         * Takes note of records that the image does not store at all, which read as zeros.
         *
         * @param from number of the first
         * @param to number after the last
         * @throws IOException ends the scan
         */
        default void absent(long from, long to) throws IOException {}

        /**
         * Tells how far the scan is.
         *
         * @param number of the next record
         */
        default void progress(long number) {}
    }

    /**
     * Reads every record once, in order, in large pieces. Records that the image has lost, as where a container file was cut
     * off, are told to the visitor as damaged, in use or not.
     *
     * @param visitor receives the records in use, and those that cannot be read
     * @throws CorruptImageException if more than a million records are lost
     * @throws IOException if the storage cannot be read, or the visitor throws
     */
    public void scan(RecordVisitor visitor) throws IOException {
        scanner(visitor).run(0, count());
    }

    /**
     * Prepares a scan of some records. Several threads may have one each at the same time, with visitors of their own.
     *
     * @param visitor receives the records in use, and those that cannot be read
     * @return the scan
     */
    MftScan scanner(RecordVisitor visitor) {
        return new MftScan(stream, boot.recordSize(), visitor);
    }
}
