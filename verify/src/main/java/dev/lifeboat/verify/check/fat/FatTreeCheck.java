package dev.lifeboat.verify.check.fat;

import dev.lifeboat.formats.fat.FatDirectory;
import dev.lifeboat.formats.fat.FatEntry;
import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Every file and directory: whether the FAT has clusters for all of it, and for nothing else. */
final class FatTreeCheck implements Check<FatVolume> {
    private static final String OTHER_VERSION =
            "Take this file from another version of the backup, or from the PC if it still runs.";

    static final Rule GOOD =
            new Rule("fat.files", Severity.GOOD, "Every file on the volume is complete and apart from the others.", "");
    static final Rule ROOT = new Rule(
            "fat.root",
            Severity.LOST,
            "The volume's list of files cannot be read, so that none of them is found.",
            "Use another version of the backup.");
    static final Rule DIRECTORY = new Rule(
            "fat.directory",
            Severity.DAMAGED,
            "A folder cannot be read; all files in it are lost.",
            "Take the folder from another version of the backup, or from the PC if it still runs.");
    static final Rule CHAIN = new Rule(
            "fat.chain",
            Severity.DAMAGED,
            "The volume does not know any more where all parts of this file lie; its content is lost or cut short.",
            OTHER_VERSION);
    static final Rule CROSS_LINK = new Rule(
            "fat.cross-link",
            Severity.DAMAGED,
            "Two files claim the same place on the volume. At most one of them still has its own content.",
            OTHER_VERSION);
    static final Rule SIZE = new Rule(
            "fat.size", Severity.NOTE, "A file takes more room than it needs. Its content is not affected.", "");
    static final Rule DOT_ENTRIES = new Rule(
            "fat.dot-entries",
            Severity.NOTE,
            "A folder's entries for itself and for the folder above are wrong. Windows finds the files all the same.",
            "");
    static final Rule STRAY_NAMES = new Rule(
            "fat.stray-names",
            Severity.NOTE,
            "A folder holds a long name, or a volume label, that belongs to nothing in it, or does not end as it should. Old"
                    + " programs leave such names behind; but if a file of the folder is shown with a name like PROGRA~1, this was its own.",
            "Compare the names in the folder with another version of the backup.");
    static final Rule BEHIND_END = new Rule(
            "fat.behind-end",
            Severity.DAMAGED,
            "The list of a folder's files ends too early: a part of it was overwritten with zeros. Windows does not show the"
                    + " files behind that part, although their content is still there.",
            "Take the folder from another version of the backup, or from the PC if it still runs.");
    static final Rule LOST_CLUSTERS = new Rule(
            "fat.lost-clusters",
            Severity.NOTE,
            "Some room on the volume is marked as used, but no file is there. Mostly it was left by a program that did not"
                    + " finish.",
            "");
    static final Rule NOT_ALL = new Rule(
            "fat.not-all",
            Severity.UNDECIDED,
            "Not every file of the volume could be looked at.",
            "Use another version of the backup.");

    /** Of so many entries behind the end of their folders it is asked whether they are files. */
    private static final int MOST_BEHIND_END = 10_000;

    @Override
    public String question() {
        return "Does every file have clusters for all of its bytes, and shares none?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(
                GOOD,
                ROOT,
                DIRECTORY,
                CHAIN,
                CROSS_LINK,
                SIZE,
                DOT_ENTRIES,
                STRAY_NAMES,
                BEHIND_END,
                LOST_CLUSTERS,
                NOT_ALL);
    }

    @Override
    public void run(FatVolume volume, Consumer<Finding> findings) throws IOException {
        AtMost limited = new AtMost(findings);
        String where = volume.bytes().name();
        ClusterOwners owners = new ClusterOwners(volume);
        Claims claims = new Claims(volume, owners, limited);
        try {
            claims.claimRoot();
            volume.walk(claims);
            if (owners.anyShared()) {
                volume.walk(new CrossLinks(where, owners, limited));
            }
            claims.behindEnd();
            long lost = owners.countLost();
            if (lost > 0 && claims.emptyRoot) {
                limited.accept(ROOT.at(where + "/", "is empty, but clusters in use belong to no file: " + lost));
            } else if (lost > 0) {
                limited.accept(LOST_CLUSTERS.at(where, "clusters in use that belong to no file: " + lost));
            }
            if (limited.isEmpty()) {
                limited.accept(GOOD.at(where, claims.entries + " files and directories"));
            }
        } catch (ImageException complaint) {
            limited.accept(Finding.of(NOT_ALL, complaint));
        }
        limited.finish(where);
    }

    /** The first walk: gives every chain its owner, and judges what can be judged of one chain alone. */
    private static final class Claims implements FatVolume.Visitor {
        private final FatVolume volume;
        private final ClusterOwners owners;
        private final Consumer<Finding> findings;
        private final List<FatEntry> behindEnd = new ArrayList<>();
        private long entries;
        private boolean emptyRoot;

        Claims(FatVolume volume, ClusterOwners owners, Consumer<Finding> findings) {
            this.volume = volume;
            this.owners = owners;
            this.findings = findings;
        }

        void claimRoot() throws IOException {
            if (volume.root().firstCluster() != 0) {
                judge(volume.root());
            }
        }

        @Override
        public void entry(FatEntry entry) throws IOException {
            entries++;
            if (entry.isDirectory() || entry.size() > 0 || entry.firstCluster() != 0) {
                judge(entry);
            }
        }

        @Override
        public void unreadable(FatEntry directory, ImageException complaint) {
            findings.accept(Finding.of(directory.parent().isEmpty() ? ROOT : DIRECTORY, complaint));
        }

        private void judge(FatEntry entry) throws IOException {
            ClusterOwners.Chain chain = owners.claim(entry);
            if (chain.end() == ClusterOwners.End.SHARED) {
                return; // the second walk names every file concerned
            }
            long room = chain.clusters() * volume.layout().clusterSize();
            if (chain.end() != ClusterOwners.End.MARKED || room < entry.size()) {
                String size = entry.isDirectory() ? "" : "size is " + entry.size() + " bytes, ";
                findings.accept(CHAIN.at(
                        where(entry),
                        size + "its chain of " + chain.clusters() + " clusters " + chain.end().words + " "
                                + chain.at()));
            } else if (!entry.isDirectory()
                    && room - entry.size() >= volume.layout().clusterSize()) {
                findings.accept(SIZE.at(where(entry), "size is " + entry.size() + " bytes, its clusters have " + room));
            }
        }

        @Override
        public void directory(FatEntry entry, FatDirectory directory) {
            int stray = directory.orphanedNames() + directory.strayLabels();
            if (stray > 0) {
                findings.accept(STRAY_NAMES.at(where(entry), "names that belong to nothing: " + stray));
            }
            if (directory.oddNames() > 0) {
                findings.accept(STRAY_NAMES.at(
                        where(entry), "long names that go on behind their end: " + directory.oddNames()));
            }
            int room = MOST_BEHIND_END - behindEnd.size();
            directory.behindEnd().stream().limit(room).forEach(behindEnd::add);
            boolean blank = directory.self().isEmpty()
                    && directory.up().isEmpty()
                    && directory.entries().isEmpty();
            if (entry.parent().isEmpty()) {
                emptyRoot = blank && directory.label().isEmpty();
            } else if (blank) {
                findings.accept(DIRECTORY.at(where(entry), "is blank: even its entries . and .. are missing"));
            } else {
                judgeDots(entry, entry.parent().get(), directory);
            }
        }

        /** Some programs leave rubbish there; but what has clusters that are in use, and that no other file has, is a file. */
        void behindEnd() throws IOException {
            for (FatEntry entry : behindEnd) {
                if (owners.isLost(entry.firstCluster())) {
                    findings.accept(BEHIND_END.at(
                            where(entry),
                            "stands behind the end of its folder, and cluster " + entry.firstCluster()
                                    + " is in use for it"));
                }
            }
        }

        private void judgeDots(FatEntry entry, FatEntry parent, FatDirectory directory) {
            if (directory.self().orElse(-1) != entry.firstCluster()) {
                findings.accept(DOT_ENTRIES.at(
                        where(entry), "entry . " + lead(directory.self()) + ", expected " + entry.firstCluster()));
            }
            long up = directory.up().orElse(-1);
            boolean toRoot = parent.parent().isEmpty() && up == 0;
            if (!toRoot && up != parent.firstCluster()) {
                long expected = parent.parent().isEmpty() ? 0 : parent.firstCluster();
                findings.accept(
                        DOT_ENTRIES.at(where(entry), "entry .. " + lead(directory.up()) + ", expected " + expected));
            }
        }

        private static String lead(OptionalLong cluster) {
            return cluster.isPresent() ? "leads to cluster " + cluster.getAsLong() : "is missing";
        }

        private String where(FatEntry entry) {
            return volume.bytes().name() + entry.path();
        }
    }

    /** The second walk, once it is known where chains meet: names the files that do. */
    private static final class CrossLinks implements FatVolume.Visitor {
        private final String volume;
        private final ClusterOwners owners;
        private final Consumer<Finding> findings;

        CrossLinks(String volume, ClusterOwners owners, Consumer<Finding> findings) {
            this.volume = volume;
            this.owners = owners;
            this.findings = findings;
        }

        @Override
        public void entry(FatEntry entry) throws IOException {
            OptionalLong cluster = owners.firstShared(entry);
            if (cluster.isPresent()) {
                findings.accept(CROSS_LINK.at(
                        volume + entry.path(), "cluster " + cluster.getAsLong() + " belongs to another file too"));
            }
        }

        @Override
        public void unreadable(FatEntry directory, ImageException complaint) {
            // reported by the first walk
        }
    }
}
