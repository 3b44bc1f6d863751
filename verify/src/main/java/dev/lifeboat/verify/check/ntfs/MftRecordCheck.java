package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.Attribute;
import dev.lifeboat.formats.ntfs.AttributeType;
import dev.lifeboat.formats.ntfs.FileName;
import dev.lifeboat.formats.ntfs.FileRecord;
import dev.lifeboat.formats.ntfs.FileReference;
import dev.lifeboat.formats.ntfs.Mft;
import dev.lifeboat.formats.ntfs.NtfsFile;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/** Asks of every MFT record: was it written whole, do its attributes fit, do its runs map its data, are all pieces there? */
final class MftRecordCheck implements Check<NtfsVolume> {
    private static final String MAKE_NEW = "Copy what you need with 'lifeboat extract', and make a new image.";
    private static final Rule SYSTEM = new Rule(
            "ntfs.system-record",
            Severity.LOST,
            "The record of one of the file system's own files is damaged. Windows would not mount the restored volume, or"
                    + " would not start from it.",
            MAKE_NEW);
    private static final Rule DAMAGED = new Rule(
            "ntfs.record",
            Severity.DAMAGED,
            "The record that describes a file is damaged: after a restore the file is missing or cannot be opened.",
            MAKE_NEW);
    private static final Rule IN_USE = new Rule(
            "ntfs.record-in-use",
            Severity.NOTE,
            "The list of records in use and a record itself disagree. Files are readable; Windows may hand out the record"
                    + " a second time.",
            "Run 'chkdsk /f' on the volume after a restore.");
    private static final Rule SLOPPY = new Rule(
            "ntfs.record-odd",
            Severity.NOTE,
            "A record says something about its file that does not add up, but that nothing depends on.",
            "Run 'chkdsk /f' on the volume after a restore.");
    private static final Rule LAYOUT = new Rule(
            "ntfs.record-layout",
            Severity.NOTE,
            "A record is not laid out as NTFS does it. Everything in it can be read; but if a number in it was changed by"
                    + " damage, a file has the wrong size, or lacks a stream.",
            "Look at the file if it matters, and compare it with another version of the backup.");
    /** Two bits of memory each, 32 MiB. More than any real volume; a virtual disk may claim 2^40. */
    private static final long MOST_RECORDS = 1 << 27;

    private static final Rule GOOD =
            new Rule("ntfs.records", Severity.GOOD, "Every record of the file table is whole and consistent.", "");

    @Override
    public String question() {
        return "Is every record of the file table whole, and does it make sense?";
    }

    @Override
    public List<Rule> rules() {
        List<Rule> rules = new ArrayList<>(List.of(SYSTEM, DAMAGED, IN_USE, SLOPPY, LAYOUT));
        rules.addAll(FileShape.RULES);
        rules.add(SecurityReferences.LOST);
        rules.add(GOOD);
        return rules;
    }

    @Override
    public void run(NtfsVolume volume, Consumer<Finding> findings) throws IOException {
        new Scan(volume, findings).run();
    }

    /** One run of the check. */
    private static final class Scan implements Mft.RecordVisitor {
        private final NtfsVolume volume;
        private final Consumer<Finding> listener;
        private final NtfsFindings findings;
        private final FilePaths paths;
        private final BitSet extensions = new BitSet();
        private final BitSet claimed = new BitSet();
        private final SecurityReferences security = new SecurityReferences();
        private byte[] inUse;
        private long records;

        Scan(NtfsVolume volume, Consumer<Finding> findings) {
            this.volume = volume;
            this.listener = findings;
            this.findings = new NtfsFindings(findings);
            this.paths = new FilePaths(volume);
        }

        void run() throws IOException {
            try {
                inUse = volume.mft().recordsInUse();
            } catch (CorruptImageException e) {
                findings.add(Finding.of(SYSTEM, e));
            }
            if (volume.mft().count() > MOST_RECORDS) {
                throw new UnsupportedImageException(
                        volume.source().name(),
                        "has room for " + volume.mft().count() + " files, more than are checked");
            }
            volume.mft().scan(this);
            unclaimedExtensions();
            security.examine(volume, paths, findings);
            if (findings.none()) {
                listener.accept(GOOD.at(volume.source().name() + "/$MFT", records + " records in use"));
            }
        }

        private boolean marked(long number) {
            int at = (int) (number / 8);
            return inUse == null || (at < inUse.length && (inUse[at] >> (number % 8) & 1) != 0);
        }

        @Override
        public void damaged(long number, boolean said, CorruptImageException problem) throws IOException {
            // Without a header, only the list of records in use tells that something was here.
            if (said || (inUse != null && marked(number))) {
                findings.add(Finding.of(number < NtfsVolume.FIRST_USER_RECORD ? SYSTEM : DAMAGED, problem));
            }
        }

        @Override
        public void unused(long number) throws IOException {
            if (inUse != null && marked(number)) {
                findings.add(IN_USE, () -> where(number), "is not in use, but the list of records in use has it");
            }
        }

        private String where(long number) {
            return volume.mft().stream().name() + " record " + number;
        }

        /** Only what the list has as in use was lost with them. */
        @Override
        public void absent(long from, long to) throws IOException {
            long last = Math.min(to, inUse == null ? 0 : 8L * inUse.length);
            for (long number = from; number < last; number++) {
                if (marked(number)) {
                    boolean system = number < NtfsVolume.FIRST_USER_RECORD;
                    long record = number;
                    findings.add(
                            system ? SYSTEM : DAMAGED,
                            () -> where(record),
                            "is in use, but the image does not store it");
                }
            }
        }

        @Override
        public void record(FileRecord record) throws IOException {
            records++;
            long number = record.number();
            if (!marked(number)) {
                findings.add(
                        IN_USE, () -> paths.name(number), "is in use, but missing from the list of records in use");
            }
            try {
                record.requireUsualLayout();
            } catch (CorruptImageException e) {
                findings.add(LAYOUT, () -> paths.name(number), () -> e.where() + ": " + e.problem());
            }
            if (!record.base()) {
                extensions.set((int) number);
                return;
            }
            try {
                file(volume.file(record));
            } catch (ImageException e) {
                boolean system = number < NtfsVolume.FIRST_USER_RECORD;
                findings.add(system ? SYSTEM : DAMAGED, () -> paths.name(number), () -> e.where() + ": " + e.problem());
            }
        }

        private void file(NtfsFile file) throws IOException {
            int names = 0;
            for (FileName name : file.names()) {
                names += name.dosOnly() ? 0 : 1;
            }
            boolean information = false;
            for (Attribute attribute : file.attributes()) {
                information |= attribute.type() == AttributeType.STANDARD_INFORMATION;
                if (attribute instanceof Attribute.NonResident piece && piece.lowestVcn() == 0) {
                    runs(file, piece);
                }
            }
            if (!information && names > 0) {
                throw file.record().corrupt("has no $STANDARD_INFORMATION");
            }
            if (names > file.record().linkCount()) {
                String counted = "has " + names + " names, but says it has "
                        + file.record().linkCount();
                findings.add(SLOPPY, () -> paths.name(file.number()), counted);
            }
            for (long extension : file.extensionRecords()) {
                claimed.set((int) extension);
            }
            if (information) {
                security.add(file);
            }
            FileShape.examine(file, volume.bootSector().clusters(), paths, findings);
        }

        /** Opening the value decodes its runs and compares what they map with its size. */
        private void runs(NtfsFile file, Attribute.NonResident piece) throws IOException {
            file.openRaw(piece.type(), piece.name());
        }

        private void unclaimedExtensions() throws IOException {
            extensions.andNot(claimed);
            for (int i = extensions.nextSetBit(0); i >= 0; i = extensions.nextSetBit(i + 1)) {
                FileRecord record = volume.mft().record(i);
                findings.add(SLOPPY.at(
                        where(i),
                        "extends record " + FileReference.of(record.baseReference()) + ", which does not list it"));
            }
        }
    }
}
