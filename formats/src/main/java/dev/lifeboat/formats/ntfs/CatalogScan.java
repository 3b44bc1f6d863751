package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Takes from each record of a range what a {@link MftCatalog} holds. */
final class CatalogScan implements Mft.RecordVisitor {
    private static final int MEASURED = 1 << 14;
    private static final long BYTES_A_FACT = 100;

    private final NtfsVolume volume;
    private final MftCatalog catalog;
    private final MftCatalog.DamageListener damage;
    private final MemoryBudget budget;
    private final MftScan scan;
    private final LinkTable links;
    private final List<Elsewhere> elsewhere = new ArrayList<>();
    private final byte[] text = new byte[FileName.MOST_BYTES];

    /** What a record other than its base record says of a file; it counts if the base record turns out to be the right one. */
    private record Elsewhere(long file, IntConsumer fact) {}

    /**
     * Prepares a scan.
     *
     * @param volume to scan
     * @param catalog receives the facts of files whose base records are in the range; nobody else writes to these
     * @param expected number of names in the range
     * @param budget for what is not expected
     * @param damage receives what cannot be read
     */
    CatalogScan(
            NtfsVolume volume,
            MftCatalog catalog,
            int expected,
            MemoryBudget budget,
            MftCatalog.DamageListener damage) {
        this.budget = budget;
        this.volume = volume;
        this.catalog = catalog;
        this.damage = damage;
        this.scan = volume.mft().scanner(this);
        this.links = new LinkTable(expected, budget);
    }

    CatalogScan run(long from, long to) throws IOException {
        scan.run(from, to);
        return this;
    }

    /**
     * Hands over the names.
     *
     * @return those of the range, in the order of the records
     */
    LinkTable links() {
        return links;
    }

    /** Adds what extension records of the range told. All base records, of other ranges too, have been seen by now. */
    void finish() {
        for (Elsewhere late : elsewhere) {
            int file = (int) FileReference.number(late.file());
            if (catalog.sequence(file) == FileReference.sequence(late.file())) {
                late.fact().accept(file);
            }
        }
    }

    @Override
    public void record(FileRecord record) throws IOException {
        long base = record.base() ? record.number() : FileReference.number(record.baseReference());
        if (base >= catalog.records()) {
            return;
        }
        int file = (int) base;
        int sequence = record.base() ? record.sequence() : FileReference.sequence(record.baseReference());
        if (record.base()) {
            catalog.begin(file, sequence, record.directory());
        }
        List<Attribute> attributes = record.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            try {
                attribute(record, file, sequence, attributes.get(i));
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

    /** Nearly every fact comes from a base record and is taken at once; the others wait. */
    private void later(FileRecord record, IntConsumer fact) throws UnsupportedImageException {
        if (elsewhere.size() % MEASURED == 0) { // a record may tell many, each larger here than there
            budget.take(BYTES_A_FACT * MEASURED, volume.source().name(), "a list of facts apart");
        }
        elsewhere.add(new Elsewhere(record.baseReference(), fact));
    }

    private void information(FileRecord record, int file, Attribute attribute) throws ImageException {
        if (attribute instanceof Attribute.Resident resident) {
            long time = resident.value().bits64(8);
            int bits = (int) resident.value().u32(32);
            if (record.base()) {
                catalog.inform(file, time, bits);
            } else {
                later(record, f -> catalog.inform(f, time, bits));
            }
        }
    }

    private void name(int file, int sequence, Attribute attribute) throws ImageException {
        if (attribute instanceof Attribute.Resident resident) {
            Struct value = resident.value();
            int length = FileName.text(value, text);
            boolean dosOnly = FileName.namespace(value) == FileName.DOS;
            long reference = FileName.parent(value);
            long parent = FileReference.number(reference);
            if (parent < catalog.records()) {
                int parentSequence = FileReference.sequence(reference);
                links.add(file, sequence, (int) parent, parentSequence, text, length, dosOnly);
            }
        }
    }

    private void data(FileRecord record, int file, Attribute attribute) throws UnsupportedImageException {
        if (!attribute.name().isEmpty()) {
            return;
        }
        if (!(attribute instanceof Attribute.NonResident piece)) {
            size(record, file, ((Attribute.Resident) attribute).value().size());
        } else if (piece.lowestVcn() == 0) {
            size(record, file, piece.size());
        }
    }

    private void size(FileRecord record, int file, long size) throws UnsupportedImageException {
        if (record.base()) {
            catalog.measure(file, size);
        } else {
            later(record, f -> catalog.measure(f, size));
        }
    }

    private void reparse(FileRecord record, int file, Attribute attribute) throws IOException {
        if (!ReparsePoint.read(volume.mft().value(attribute, NtfsFile.MAX_REPARSE))
                .link()) {
            return;
        }
        if (record.base()) {
            catalog.markLink(file);
        } else {
            later(record, catalog::markLink);
        }
    }

    @Override
    public void damaged(long number, boolean inUse, CorruptImageException problem) throws IOException {
        if (inUse) {
            damage.damaged(number, problem);
        }
    }
}
