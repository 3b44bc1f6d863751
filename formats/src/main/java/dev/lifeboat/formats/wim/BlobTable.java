package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The blob tables of all parts, also known as lookup tables or offset tables: every content by its SHA-1. Kept as it is stored,
 * 50 bytes a blob, with an index of 8 bytes a blob: a Windows with 150,000 different files takes 9 MB.
 */
public final class BlobTable {
    static final int ENTRY = 50;

    /** As many as fit in the index; three of them take 350 MB of memory, more than a Windows with all its updates has. */
    private static final int MOST = 1 << 20;

    private static final int INDEX_BITS = 21;
    private static final long INDEX = (1L << INDEX_BITS) - 1;

    private final List<Table> tables;
    private final int count;
    /** The first 42 bits of each SHA-1, and behind them the entry's index; in order. */
    private final long[] order;

    /** The table of a part; its first entry has the index {@code first}. */
    private record Table(WimPart part, Struct bytes, int first, int count) {
        Blob blob(int index) throws CorruptImageException {
            long at = (long) (index - first) * ENTRY;
            return new Blob(
                    index,
                    part,
                    ResourceHeader.read(bytes, at),
                    bytes.u16(at + 24),
                    bytes.u32(at + 26),
                    Sha1.read(bytes, at + 30));
        }

        long key(int index) throws CorruptImageException {
            long at = (long) (index - first) * ENTRY + 30;
            long high = bytes.bigEndian().bits64(at);
            return prefix(high) | index;
        }
    }

    private BlobTable(List<Table> tables, int count) throws CorruptImageException {
        this.tables = tables;
        this.count = count;
        this.order = new long[count];
        for (Table table : tables) {
            for (int i = table.first; i < table.first + table.count; i++) {
                order[i] = table.key(i);
            }
        }
        Arrays.sort(order);
    }

    /**
     * Reads the tables.
     *
     * @param parts each with a table of its own
     * @return all of them
     * @throws CorruptImageException if one lies outside its file, is damaged, or holds half an entry
     * @throws UnsupportedImageException if they have more than about a million entries
     * @throws IOException if the storage cannot be read
     */
    static BlobTable read(List<WimPart> parts) throws IOException {
        List<Table> tables = new ArrayList<>();
        int count = 0;
        for (WimPart part : parts) {
            Table table = table(part, count);
            tables.add(table);
            count += table.count;
        }
        return new BlobTable(tables, count);
    }

    private static Table table(WimPart part, int first) throws IOException {
        ResourceHeader where = part.header().blobTable();
        long size = where.size();
        if (size / ENTRY > MOST - first) {
            throw new UnsupportedImageException(
                    part.bytes().name(),
                    "has a blob table of " + size + " bytes; tables of more than " + MOST
                            + " entries are not supported");
        }
        byte[] bytes =
                Resources.open(part, where, part.bytes().name() + "/blob table").bytes(0, (int) size);
        Struct s = Struct.of(part.bytes(), where.offset(), bytes, "blob table");
        s.expect(0, "size modulo " + ENTRY, size % ENTRY, 0);
        return new Table(part, s, first, (int) (size / ENTRY));
    }

    /** The first 42 bits of a SHA-1, with room for an index behind them, and never negative. */
    private static long prefix(long high) {
        return (high >>> (INDEX_BITS + 1)) << INDEX_BITS;
    }

    /**
     * Returns how many entries there are.
     *
     * @return those of metadata and of solid resources counted
     */
    public int count() {
        return count;
    }

    /**
     * Returns an entry.
     *
     * @param index 0 to {@link #count} - 1, in the order of the tables
     * @return the entry
     * @throws CorruptImageException if its numbers are beyond any real size
     */
    public Blob blob(int index) throws CorruptImageException {
        for (Table table : tables) {
            if (index < table.first + table.count) {
                return table.blob(index);
            }
        }
        throw new IndexOutOfBoundsException(index);
    }

    /**
     * Finds a content.
     *
     * @param sha1 of the content
     * @return its entry, the first if there are several; empty if there is none
     * @throws CorruptImageException if the entry's numbers are beyond any real size
     */
    public Optional<Blob> find(Sha1 sha1) throws CorruptImageException {
        long key = prefix(sha1.high());
        int at = Arrays.binarySearch(order, key);
        for (int i = at < 0 ? -at - 1 : at; i < count && (order[i] & ~INDEX) == key; i++) {
            Blob blob = blob((int) (order[i] & INDEX));
            if (blob.sha1().equals(sha1)
                    && !blob.resource().metadata()
                    && !blob.resource().solidWhole()) {
                return Optional.of(blob);
            }
        }
        return Optional.empty();
    }
}
