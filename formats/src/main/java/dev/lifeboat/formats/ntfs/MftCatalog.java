package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What one sequential scan of the MFT tells of every file: names, size, time and kind. Much faster than reading each
 * directory and then each record. The names are those of the records themselves; whether directories agree is a check's
 * question. Held in arrays: about 70 bytes a file with a name of 25 characters.
 */
public final class MftCatalog {
    private static final byte IN_USE = 1;
    private static final byte DIRECTORY = 2;
    private static final byte LINK = 4;
    /** One for each array below, and the tables of links. */
    private static final int BYTES_A_RECORD = 1 + 2 + 8 + 8 + 4 + 8;

    private final NtfsVolume volume;
    private final byte[] flags;
    private final short[] sequences;
    private final long[] sizes;
    private final long[] modified;
    private final int[] attributes;
    private final LinkTable links;
    private final List<Elsewhere> elsewhere = new ArrayList<>();

    /** What a record other than its base record says of a file; it counts if the base record turns out to be the right one. */
    private record Elsewhere(long file, IntConsumer fact) {}

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

    private MftCatalog(NtfsVolume volume, int count) {
        this.volume = volume;
        this.flags = new byte[count];
        this.sequences = new short[count];
        this.sizes = new long[count];
        this.modified = new long[count];
        this.attributes = new int[count];
        this.links = new LinkTable(count);
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
        Memory.require(BYTES_A_RECORD * count, volume.source().name(), "a list of " + count + " MFT records");
        MftCatalog catalog = new MftCatalog(volume, (int) count);
        volume.mft().scan(catalog.new Scanner(damage));
        for (Elsewhere late : catalog.elsewhere) {
            int file = (int) FileReference.number(late.file());
            if (catalog.sequence(file) == FileReference.sequence(late.file())) {
                late.fact().accept(file);
            }
        }
        catalog.links.orderByParent((int) count);
        return catalog;
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

    /** Fills the arrays. */
    private final class Scanner implements Mft.RecordVisitor {
        private final DamageListener damage;

        Scanner(DamageListener damage) {
            this.damage = damage;
        }

        @Override
        public void record(FileRecord record) throws IOException {
            long base = record.base() ? record.number() : FileReference.number(record.baseReference());
            if (base >= flags.length) {
                return;
            }
            int file = (int) base;
            int sequence = record.base() ? record.sequence() : FileReference.sequence(record.baseReference());
            if (record.base()) {
                flags[file] |= (byte) (IN_USE | (record.directory() ? DIRECTORY : 0));
                sequences[file] = (short) sequence;
            }
            for (Attribute attribute : record.attributes()) {
                try {
                    attribute(record, file, sequence, attribute);
                } catch (CorruptImageException e) {
                    damage.damaged(record.number(), e);
                }
            }
        }

        private void attribute(FileRecord record, int file, int sequence, Attribute attribute) throws IOException {
            switch (attribute.type()) {
                case AttributeType.STANDARD_INFORMATION -> information(record, file, attribute);
                case AttributeType.FILE_NAME -> name(file, sequence, attribute);
                case AttributeType.DATA -> data(record, file, attribute);
                case AttributeType.REPARSE_POINT -> reparse(record, file, attribute);
                default -> {}
            }
        }

        private void tell(FileRecord record, int file, IntConsumer fact) {
            if (record.base()) {
                fact.accept(file);
            } else {
                elsewhere.add(new Elsewhere(record.baseReference(), fact));
            }
        }

        private void information(FileRecord record, int file, Attribute attribute) throws CorruptImageException {
            if (attribute instanceof Attribute.Resident resident) {
                long time = resident.value().bits64(8);
                int bits = (int) resident.value().u32(32);
                tell(record, file, f -> {
                    modified[f] = time;
                    attributes[f] = bits;
                });
            }
        }

        private void name(int file, int sequence, Attribute attribute) throws ImageException {
            if (attribute instanceof Attribute.Resident resident) {
                FileName name = FileName.read(resident.value());
                long parent = FileReference.number(name.parent());
                if (parent < flags.length) {
                    int parentSequence = FileReference.sequence(name.parent());
                    links.add(file, sequence, (int) parent, parentSequence, name.name(), name.dosOnly());
                }
            }
        }

        private void data(FileRecord record, int file, Attribute attribute) {
            if (!attribute.name().isEmpty()) {
                return;
            }
            if (!(attribute instanceof Attribute.NonResident piece)) {
                long size = ((Attribute.Resident) attribute).value().size();
                tell(record, file, f -> sizes[f] = size);
            } else if (piece.lowestVcn() == 0) {
                tell(record, file, f -> sizes[f] = piece.size());
            }
        }

        private void reparse(FileRecord record, int file, Attribute attribute) throws IOException {
            if (ReparsePoint.read(volume.mft().value(attribute, NtfsFile.MAX_REPARSE))
                    .link()) {
                tell(record, file, f -> flags[f] |= LINK);
            }
        }

        @Override
        public void damaged(long number, boolean inUse, CorruptImageException problem) throws IOException {
            if (inUse) {
                damage.damaged(number, problem);
            }
        }
    }
}
