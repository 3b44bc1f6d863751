package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;

/**
 * What one sequential scan of the MFT tells of every file: names, size, time and kind. Much faster than reading each
 * directory and then each record. The names are those of the records themselves; whether directories agree is a check's
 * question. Held in arrays: about 70 bytes a file with a name of 25 characters.
 */
public final class MftCatalog {
    private static final byte IN_USE = 1;
    private static final byte DIRECTORY = 2;
    private static final byte LINK = 4;
    /** So many records are scanned before it is asked whether the rest is still wanted. */
    private static final int STEP = 1 << 14;

    /**
     * One for each array below, one name, and the order of the names, which takes more than the second table did that is gone
     * by then.
     */
    private static final int BYTES_A_RECORD = 1 + 2 + 8 + 8 + 4 + LinkTable.BYTES_A_NAME + 4 + 4 + 4;

    private final byte[] flags;
    private final short[] sequences;
    private final long[] sizes;
    private final long[] modified;
    private final int[] attributes;
    private LinkTable links;

    /** Receives what the scan could not read. */
    public interface DamageListener {
        /**
         * Takes note of a damaged record.
         *
         * @param record number; the file it belongs to is missing from the catalog, or incomplete in it
         * @param problem what is wrong
         * @throws IOException ends the scan
         */
        void damaged(long record, CorruptImageException problem) throws IOException;
    }

    private MftCatalog(int count) {
        this.flags = new byte[count];
        this.sequences = new short[count];
        this.sizes = new long[count];
        this.modified = new long[count];
        this.attributes = new int[count];
    }

    /**
     * Scans the MFT of a volume.
     *
     * @param volume to scan
     * @param damage receives what cannot be read
     * @return the catalog
     * @throws UnsupportedImageException if the volume has more records than memory can hold
     * @throws IOException if the storage cannot be read
     */
    public static MftCatalog scan(NtfsVolume volume, DamageListener damage) throws IOException {
        long count = volume.mft().count();
        MemoryBudget budget = MemoryBudget.ofThisRun();
        budget.take(BYTES_A_RECORD * count, volume.source().name(), "a list of " + count + " MFT records");
        MftCatalog catalog = new MftCatalog((int) count);
        if (Runtime.getRuntime().availableProcessors() > 1) {
            catalog.scanHalves(volume, budget, damage);
        } else {
            CatalogScan all = new CatalogScan(volume, catalog, (int) count, budget, damage).run(0, count);
            all.finish();
            catalog.links = all.links();
        }
        catalog.links.orderByParent((int) count);
        return catalog;
    }

    private void scanHalves(NtfsVolume volume, MemoryBudget budget, DamageListener damage) throws IOException {
        int middle = records() / 2;
        CatalogScan first = new CatalogScan(volume, this, records(), budget, damage);
        SecondScan other = new SecondScan();
        CatalogScan second = new CatalogScan(volume, this, records() - middle, budget, other);
        try {
            other.start(() -> {
                for (int from = middle; from < records(); from += STEP) {
                    other.requireWanted();
                    second.run(from, Math.min(records(), from + STEP));
                }
            });
            first.run(0, middle);
            other.finish(damage);
        } finally {
            other.stop();
        }
        first.finish();
        second.finish();
        links = first.links();
        links.append(second.links());
    }

    /**
     * Returns the number of records of the MFT, in use or not.
     *
     * @return 1 or more
     */
    public int records() {
        return flags.length;
    }

    /**
     * Returns all names, short ones too, those of files that are gone included: see {@link #counts}.
     *
     * @return ordered by directory
     */
    public LinkTable links() {
        return links;
    }

    /**
     * Tells whether a name still counts: its file and its directory are the ones that it was made for.
     *
     * @param link index of the name
     * @return false for leftovers
     */
    public boolean counts(int link) {
        int file = links.file(link);
        int parent = links.parent(link);
        return inUse(file)
                && directory(parent)
                && sequence(file) == links.fileSequence(link)
                && sequence(parent) == links.parentSequence(link);
    }

    public boolean inUse(int record) {
        return (flags[record] & IN_USE) != 0;
    }

    public boolean directory(int record) {
        return (flags[record] & DIRECTORY) != 0;
    }

    /**
     * Tells whether a file or directory is a symbolic link or mount point.
     *
     * @param record base record
     * @return as its reparse point says
     */
    public boolean link(int record) {
        return (flags[record] & LINK) != 0;
    }

    public int sequence(int record) {
        return sequences[record] & 0xffff;
    }

    /**
     * Returns the size of the main stream.
     *
     * @param record base record
     * @return in bytes
     */
    public long size(int record) {
        return sizes[record];
    }

    /**
     * Returns when the data was last written.
     *
     * @param record base record
     * @return a FILETIME
     */
    public long modified(int record) {
        return modified[record];
    }

    public int attributes(int record) {
        return attributes[record];
    }

    void begin(int record, int sequence, boolean directory) {
        flags[record] |= (byte) (IN_USE | (directory ? DIRECTORY : 0));
        sequences[record] = (short) sequence;
    }

    void inform(int record, long time, int bits) {
        modified[record] = time;
        attributes[record] = bits;
    }

    void measure(int record, long size) {
        sizes[record] = size;
    }

    void markLink(int record) {
        flags[record] |= LINK;
    }
}
