package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.SparseSource;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.Spans;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Asks whether the image stores what NTFS has allocated. An image whose writing was interrupted is a valid VHDX or VHD: it lacks
 * blocks, and they read as zeros. Legitimately absent are free clusters, what lies behind a stream's initialized size, and
 * zeros that the program left out which made the image; the format cannot tell the last from what was never written.
 */
final class AbsentClusterCheck implements Check<NtfsVolume> {
    private static final Rule UNFINISHED = new Rule(
            "ntfs.unfinished",
            Severity.DAMAGED,
            "The writing of this image was not finished, or a part of it was taken away since: places on the disk that files"
                    + " have were never written to it. Other findings name the files.",
            "Make the image again, on a drive with enough room, and do not interrupt it. Keep older versions until the new one"
                    + " is verified.");
    private static final Rule NOT_ALL = new Rule(
            "ntfs.absent-not-all",
            Severity.UNDECIDED,
            "The image is stored in so many pieces that not all of them were looked at, so that files may be missing from it"
                    + " without being named.",
            "Make the image again.");
    private static final Rule GOOD = new Rule(
            "ntfs.stored",
            Severity.GOOD,
            "The image was written to its end: it holds every place on the disk that has to be there.",
            "");

    /** So many stretches take 96 MiB. A disk of 2 TiB in blocks of 2 MiB cannot have more than a quarter of them. */
    private static final int MOST_GAPS = 1 << 21;

    private final int mostGaps;

    AbsentClusterCheck() {
        this(MOST_GAPS);
    }

    /** For a test that does not have room for so many gaps. */
    AbsentClusterCheck(int mostGaps) {
        this.mostGaps = mostGaps;
    }

    @Override
    public String question() {
        return "Is everything that files occupy in the image?";
    }

    @Override
    public List<Rule> rules() {
        List<Rule> rules = new ArrayList<>(List.of(UNFINISHED));
        for (AbsentOwner owner : AbsentOwner.values()) {
            rules.add(owner.rule());
        }
        rules.addAll(List.of(NOT_ALL, GOOD));
        return rules;
    }

    @Override
    public void run(NtfsVolume volume, Consumer<Finding> findings) throws IOException {
        // A raw image stores all bytes.
        if (volume.source() instanceof SparseSource source) {
            new Search(volume, source, mostGaps).run(findings);
        }
    }

    /** One run of the check. */
    private static final class Search {
        private final NtfsVolume volume;
        private final boolean storesZeros;
        private final AbsentBytes absent;
        private final AbsentTally tally = new AbsentTally();
        private final AbsentStructures structures;
        private final AbsentFiles files;

        Search(NtfsVolume volume, SparseSource source, int mostGaps) throws IOException {
            long clusters = volume.bootSector().clusters();
            this.volume = volume;
            this.storesZeros = source.storesZeros();
            this.absent = AbsentBytes.of(source, volume.bootSector().clusterSize(), clusters, mostGaps);
            this.structures = new AbsentStructures(volume, absent, tally);
            this.files = new AbsentFiles(volume, absent, structures, tally, storesZeros);
        }

        void run(Consumer<Finding> findings) throws IOException {
            String name = volume.source().name();
            if (!absent.spans().isEmpty()) {
                files.run();
                structures.finish(storesZeros);
            }
            if (!absent.complete()) {
                findings.accept(NOT_ALL.at(
                        name,
                        absent.spans().count() + " gaps were looked at; there are more, or files lie on each other"));
            }
            boolean loss =
                    tally.has(AbsentOwner.STRUCTURE) || tally.has(AbsentOwner.WINDOWS) || tally.has(AbsentOwner.FILE);
            if (loss) {
                findings.accept(UNFINISHED.at(name, missing()));
            }
            tally.report(new FilePaths(volume), name, findings);
            if (!loss && !tally.has(AbsentOwner.PERHAPS_ZERO) && absent.complete()) {
                findings.accept(GOOD.at(name, AbsentTally.bytes(used()) + " in use"));
            }
        }

        private String missing() throws IOException {
            long used = used();
            long nobodys = structures.recordsAreAbsent() ? nobodys() : 0;
            long missing = Math.min(used, tally.bytes() + nobodys);
            String share = String.format(Locale.ROOT, "%.1f %%", 100.0 * missing / Math.max(1, used));
            return String.format(Locale.ROOT, "%,d of %,d bytes in use (%s) are not in the image", missing, used, share)
                    + (nobodys == 0
                            ? ""
                            : ", of which " + AbsentTally.bytes(nobodys) + " belong to files that are not known");
        }

        /** $Bitmap may lie where nothing was written, and files may not be known: whichever says more. */
        private long used() throws IOException {
            long byFiles = files.clustersUsed() * volume.bootSector().clusterSize();
            try {
                return Math.max(byFiles, volume.usedBytes());
            } catch (ImageException reported) {
                return byFiles; // by the check of the volume
            }
        }

        /** What is marked as used, absent, and belongs to no file that was found. */
        private long nobodys() throws IOException {
            try {
                int clusterSize = volume.bootSector().clusterSize();
                ByteSource bitmap = volume.clusterBitmap();
                Spans spans = absent.spans();
                long marked = 0;
                for (int i = 0; i < spans.count(); i++) {
                    long first = (spans.start(i) + clusterSize - 1) / clusterSize;
                    marked += UsedClusters.count(bitmap, first, spans.end(i) / clusterSize);
                }
                return Math.max(0, marked * clusterSize - files.absentBytes());
            } catch (ImageException reported) {
                return 0; // by the check of the volume
            }
        }
    }
}
