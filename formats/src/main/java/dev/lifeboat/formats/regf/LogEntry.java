package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entry of a new log ("Log entries"): pages that Windows wrote together.
 *
 * @param sequence by which entries follow each other
 * @param binsSize that the hive has from then on, in bytes
 * @param size of the entry in its log, in bytes
 * @param pages what it changes
 */
record LogEntry(long sequence, long binsSize, long size, List<Page> pages) {
    private static final int HEADER = 40;
    private static final int HASHED_HEADER = 32;
    private static final int REFERENCE = 8;

    /**
     * A changed range.
     *
     * @param start in bytes from the start of the hive bins, a multiple of 512
     * @param length in bytes, a multiple of 512
     * @param dataAt where in the log its bytes are
     */
    record Page(long start, long length, long dataAt) {}

    /**
     * Reads an entry.
     *
     * @param log the file
     * @param at where the entry may be
     * @return empty if there is none, or one that was not written to its end: the log ends before it
     * @throws IOException if the storage cannot be read
     */
    static Optional<LogEntry> read(ByteSource log, long at) throws IOException {
        if (at > log.size() - HEADER) {
            return Optional.empty();
        }
        Struct s = Struct.read(log, at, HEADER, "registry log entry");
        long size = s.u32(4);
        long binsSize = s.u32(16);
        long count = s.u32(20);
        if (!s.ascii(0, 4).equals("HvLE")
                || size % LogPages.PAGE != 0
                || size > log.size() - at
                || size < HEADER + REFERENCE * count
                || binsSize % HiveBin.GRAIN != 0
                || binsSize > Integer.MAX_VALUE
                || s.bits64(24) != Marvin32.of(Marvin32.REGISTRY_SEED, log, at + HEADER, size - HEADER)
                || s.bits64(32) != Marvin32.of(Marvin32.REGISTRY_SEED, log, at, HASHED_HEADER)) {
            return Optional.empty();
        }
        long sequence = s.u32(12);
        return pages(log, at, size, binsSize, count).map(pages -> new LogEntry(sequence, binsSize, size, pages));
    }

    private static Optional<List<Page>> pages(ByteSource log, long at, long size, long binsSize, long count)
            throws IOException {
        List<Page> pages = new ArrayList<>();
        long dataAt = at + HEADER + REFERENCE * count;
        for (long i = 0; i < count; i++) {
            Struct s = Struct.read(log, at + HEADER + REFERENCE * i, REFERENCE, "registry log page");
            long start = s.u32(0);
            long length = s.u32(4);
            if (start % LogPages.PAGE != 0
                    || length % LogPages.PAGE != 0
                    || start > binsSize - length
                    || dataAt > at + size - length) {
                return Optional.empty();
            }
            pages.add(new Page(start, length, dataAt));
            dataAt += length;
        }
        return Optional.of(pages);
    }
}
