package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.SparseSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads records of the MFT once, in order, in large pieces. */
final class MftScan {
    /** Small enough to stay in a processor's cache between reading and parsing. */
    private static final int CHUNK = 1 << 18;

    /** A gibibyte of the table. Each takes its time, and a hostile image may have lost as many as it likes. */
    private static final int MOST_UNREADABLE = 1 << 20;

    private final NtfsStream stream;
    private final int recordSize;
    private final Mft.RecordVisitor visitor;
    private int unreadable;

    /**
     * Prepares a scan.
     *
     * @param stream of $MFT
     * @param recordSize in bytes
     * @param visitor receives the records
     */
    MftScan(NtfsStream stream, int recordSize, Mft.RecordVisitor visitor) {
        this.stream = stream;
        this.recordSize = recordSize;
        this.visitor = visitor;
    }

    /**
     * Scans.
     *
     * @param from number of the first record
     * @param to number after the last one
     * @throws IOException if the storage cannot be read, or the visitor throws
     */
    void run(long from, long to) throws IOException {
        int perChunk = CHUNK / recordSize;
        byte[] chunk = new byte[(int) Math.min(perChunk, to - from) * recordSize];
        for (long number = from; number < to; ) {
            visitor.progress(number);
            long absent = absentRecords(number, to);
            if (absent > 0) {
                visitor.absent(number, number + absent);
                number += absent;
                continue;
            }
            int records = (int) Math.min(perChunk, to - number);
            if (lost(number, records, chunk).isPresent()) {
                oneByOne(number, records, chunk);
            } else {
                for (int i = 0; i < records; i++) {
                    visit(number + i, chunk, i * recordSize);
                }
            }
            number += records;
        }
        visitor.progress(to);
    }

    /** Reads records; says why if not all can be. */
    private Optional<CorruptImageException> lost(long number, int records, byte[] target) throws IOException {
        try {
            stream.read(number * recordSize, ByteBuffer.wrap(target, 0, records * recordSize));
            return Optional.empty();
        } catch (CorruptImageException e) {
            return Optional.of(e);
        }
    }

    /** One lost piece of the table must not cost the files in all others. */
    private void oneByOne(long number, int records, byte[] target) throws IOException {
        for (int i = 0; i < records; i++) {
            Optional<CorruptImageException> problem = lost(number + i, 1, target);
            if (problem.isEmpty()) {
                visit(number + i, target, 0);
            } else if (++unreadable > MOST_UNREADABLE) {
                throw problem.get();
            } else {
                visitor.damaged(number + i, true, problem.get());
            }
        }
    }

    /** A virtual disk may be a million times larger than its file; what is not there need not be read. */
    private long absentRecords(long number, long to) throws IOException {
        SparseSource.Extent extent;
        try {
            extent = stream.extentAt(number * recordSize);
        } catch (CorruptImageException e) {
            return 0; // reading will say so too
        }
        boolean read = extent.origin() == SparseSource.Origin.STORED || extent.origin() == SparseSource.Origin.PARENT;
        return read ? 0 : Math.min(extent.length() / recordSize, to - number);
    }

    private void visit(long number, byte[] chunk, int start) throws IOException {
        boolean signed = FileRecord.hasSignature(chunk, start);
        if (signed && !FileRecord.isInUse(chunk, start)) {
            visitor.unused(number);
            return;
        }
        FileRecord record;
        try {
            record = FileRecord.read(stream, number, chunk, start, recordSize);
        } catch (CorruptImageException e) {
            visitor.damaged(number, signed, e);
            return;
        }
        visitor.record(record);
    }
}
