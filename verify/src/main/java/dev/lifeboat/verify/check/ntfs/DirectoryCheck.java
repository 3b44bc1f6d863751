package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.DirectoryIndex;
import dev.lifeboat.formats.ntfs.FileName;
import dev.lifeboat.formats.ntfs.FileReference;
import dev.lifeboat.formats.ntfs.IndexEntry;
import dev.lifeboat.formats.ntfs.LinkTable;
import dev.lifeboat.formats.ntfs.MftCatalog;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/** Asks whether directories and files agree: each entry has its file, each file its entry, and all are in order. */
final class DirectoryCheck implements Check<NtfsVolume> {
    private static final String CHKDSK =
            "Run 'chkdsk /f' on the volume after a restore; it can put right what the file table still knows.";
    private static final Rule DAMAGED = new Rule(
            "ntfs.directory",
            Severity.DAMAGED,
            "Part of a directory cannot be read. After a restore, Windows does not show files in it, although they are there.",
            CHKDSK + " 'lifeboat extract' finds those files through the file table.");
    private static final Rule SYSTEM = new Rule(
            "ntfs.system-directory",
            Severity.LOST,
            "The root directory, or one of the file system's own, cannot be read. Windows would not mount the restored volume.",
            "Copy your files out with 'lifeboat extract', and make a new image.");
    private static final Rule STALE = new Rule(
            "ntfs.entry-without-file",
            Severity.DAMAGED,
            "A directory shows a name whose file is gone or is another file. After a restore it cannot be opened.",
            CHKDSK);
    private static final Rule HIDDEN = new Rule(
            "ntfs.file-without-entry",
            Severity.DAMAGED,
            "A file is there, but its directory does not show it, so Windows would not find it after a restore.",
            CHKDSK);
    private static final Rule UNREACHABLE = new Rule(
            "ntfs.unreachable",
            Severity.DAMAGED,
            "A file or directory lies in no directory that can be reached from the root.",
            CHKDSK);
    private static final Rule ORDER = new Rule(
            "ntfs.directory-order",
            Severity.DAMAGED,
            "The names in a directory are not in order, so Windows finds some of them only sometimes.",
            CHKDSK);
    private static final Rule GOOD = new Rule(
            "ntfs.directories",
            Severity.GOOD,
            "Every file is in its directory, and every directory entry has its file.",
            "");

    @Override
    public String question() {
        return "Do directories and files agree?";
    }

    @Override
    public List<Rule> rules() {
        List<Rule> rules = new ArrayList<>(List.of(DAMAGED, SYSTEM, STALE, HIDDEN, UNREACHABLE, ORDER));
        rules.addAll(EntryCopies.RULES);
        rules.add(GOOD);
        return rules;
    }

    @Override
    public void run(NtfsVolume volume, Consumer<Finding> findings) throws IOException {
        // Records that the catalog cannot read are what MftRecordCheck reports.
        MftCatalog catalog = MftCatalog.scan(volume, (record, problem) -> {});
        new Comparison(volume, catalog, findings).run();
    }

    /** One run of the check. */
    private static final class Comparison {
        private final NtfsVolume volume;
        private final MftCatalog catalog;
        private final Consumer<Finding> listener;
        private final NtfsFindings findings;
        private final FilePaths paths;
        private final EntryCopies copies;
        private final BitSet listed = new BitSet();
        /** What index blocks may still take up; each belongs to one directory only. */
        private long room;

        private long directories;
        private long entries;

        Comparison(NtfsVolume volume, MftCatalog catalog, Consumer<Finding> findings) {
            this.volume = volume;
            this.catalog = catalog;
            this.listener = findings;
            this.findings = new NtfsFindings(findings);
            this.room = volume.bootSector().volumeSize();
            this.paths = new FilePaths(volume);
            this.copies = new EntryCopies(volume, catalog);
        }

        void run() throws IOException {
            for (int record = 0; record < catalog.records(); record++) {
                if (catalog.inUse(record) && catalog.directory(record)) {
                    directory(record);
                }
            }
            copies.report(paths, new NtfsFindings(listener)); // notes, with which all may be good
            unreachable();
            if (findings.none()) {
                listener.accept(GOOD.at(volume.source().name(), directories + " directories, " + entries + " names"));
            }
        }

        private void directory(int record) throws IOException {
            directories++;
            Contents contents = new Contents(record);
            try {
                DirectoryIndex index = volume.index(volume.file(record));
                contents.blockSize = index.blockSize();
                index.forEach(contents);
            } catch (ImageException e) {
                contents.damaged(e);
            }
            contents.missing();
        }

        /** Compares the entries of one directory with the names that files say they have in it. */
        private final class Contents implements DirectoryIndex.Visitor {
            private final int directory;
            private final LinkTable links = catalog.links();
            /** File in the high half, link in the low one, so that a binary search finds the links of a file. */
            private final long[] expected;

            private final BitSet met = new BitSet();
            private boolean complete = true;
            private String previous;
            private int blockSize;

            Contents(int directory) {
                this.directory = directory;
                this.expected = Arrays.stream(links.in(directory))
                        .filter(catalog::counts)
                        .mapToLong(link -> (long) links.file(link) << 32 | link)
                        .sorted()
                        .toArray();
            }

            @Override
            public void block(long block) throws CorruptImageException {
                room -= blockSize;
                if (room < 0) {
                    throw new CorruptImageException(
                            volume.source(),
                            0,
                            "directories",
                            "together are larger than the volume: they share blocks");
                }
            }

            @Override
            public void entry(IndexEntry entry) throws IOException {
                entries++;
                FileName name = entry.name();
                order(name.name());
                long file = FileReference.number(entry.reference());
                int at = find(file, name);
                if (at < 0) {
                    stale(entry, file);
                    return;
                }
                met.set(at);
                int link = (int) expected[at];
                if (links.fileSequence(link) != FileReference.sequence(entry.reference())) {
                    stale(entry, file);
                    return;
                }
                listed.set((int) file);
                copies.add(name, (int) file);
            }

            private void order(String name) throws IOException {
                if (previous != null && volume.upCase().compare(previous, name) > 0) {
                    String before = previous;
                    findings.add(
                            ORDER, () -> paths.name(directory), () -> "'" + before + "' stands before '" + name + "'");
                }
                previous = name;
            }

            private int find(long file, FileName name) {
                int at = Arrays.binarySearch(expected, file << 32);
                for (at = at < 0 ? -at - 1 : at; at < expected.length && expected[at] >>> 32 == file; at++) {
                    int link = (int) expected[at];
                    if (!met.get(at)
                            && links.dosOnly(link) == name.dosOnly()
                            && links.name(link).equals(name.name())) {
                        return at;
                    }
                }
                return -1;
            }

            private void stale(IndexEntry entry, long file) throws IOException {
                findings.add(
                        STALE,
                        () -> paths.name(directory),
                        () -> "'" + entry.name().name() + "' leads to record " + FileReference.of(entry.reference())
                                + ", which "
                                + (file < catalog.records() && catalog.inUse((int) file)
                                        ? "has no such name here"
                                        : "is not in use or cannot be read"));
            }

            @Override
            public void damaged(CorruptImageException problem) throws IOException {
                damaged((ImageException) problem);
            }

            void damaged(ImageException problem) throws IOException {
                complete = false;
                findings.add(
                        directory < NtfsVolume.FIRST_USER_RECORD ? SYSTEM : DAMAGED,
                        () -> paths.name(directory),
                        () -> problem.where() + ": " + problem.problem());
            }

            void missing() throws IOException {
                for (int at = met.nextClearBit(0); at < expected.length; at = met.nextClearBit(at + 1)) {
                    int link = (int) expected[at];
                    if (complete) {
                        findings.add(
                                HIDDEN,
                                () -> paths.name(directory),
                                () -> "has no entry for '" + links.name(link) + "' (MFT record " + links.file(link)
                                        + ")");
                    }
                    listed.set(links.file(link)); // reported once is enough
                }
            }
        }

        /** Files that no directory listed, and directories that lead only to each other. */
        private void unreachable() throws IOException {
            BitSet reached = reachable();
            for (int record = NtfsVolume.FIRST_USER_RECORD; record < catalog.records(); record++) {
                if (!catalog.inUse(record)) {
                    continue;
                }
                int file = record;
                if (!listed.get(record)) {
                    findings.add(UNREACHABLE, () -> paths.name(file), "no directory lists it");
                } else if (catalog.directory(record) && !reached.get(record)) {
                    findings.add(
                            UNREACHABLE, () -> paths.name(file), "its directories lead to each other, not to the root");
                }
            }
        }

        private BitSet reachable() {
            BitSet reached = new BitSet();
            reached.set(NtfsVolume.ROOT);
            int[] pending = new int[64];
            int count = 0;
            pending[count++] = NtfsVolume.ROOT;
            while (count > 0) {
                for (int link : catalog.links().in(pending[--count])) {
                    int file = catalog.links().file(link);
                    if (catalog.directory(file) && catalog.counts(link) && !reached.get(file)) {
                        reached.set(file);
                        pending = count == pending.length ? Arrays.copyOf(pending, 2 * count) : pending;
                        pending[count++] = file;
                    }
                }
            }
            return reached;
        }
    }
}
