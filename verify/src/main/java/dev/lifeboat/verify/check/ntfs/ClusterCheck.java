package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.Attribute;
import dev.lifeboat.formats.ntfs.FileRecord;
import dev.lifeboat.formats.ntfs.FileReference;
import dev.lifeboat.formats.ntfs.Mft;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.RunDecoder;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Asks whether each cluster belongs to at most one file, and whether $Bitmap agrees. Volumes of more than 2^29 clusters (2
 * TiB at 4 KiB) are looked at in windows of that many, so that memory stays at 64 MiB; each window costs a scan of the MFT.
 */
final class ClusterCheck implements Check<NtfsVolume> {
    private static final String CHKDSK = "Run 'chkdsk /f' on the computer, and make the image again.";
    private static final Rule TWICE = new Rule(
            "ntfs.cluster-shared",
            Severity.DAMAGED,
            "Two files claim the same place on the disk; at most one of them still has its content.",
            "Open the files named to see which is good. " + CHKDSK);
    private static final Rule TWICE_SYSTEM = new Rule(
            "ntfs.cluster-shared-system",
            Severity.LOST,
            "A file and one of the file system's own structures claim the same place on the disk. Windows may not mount the"
                    + " restored volume, and damages it further when it writes.",
            CHKDSK);
    private static final Rule MARKED_FREE = new Rule(
            "ntfs.cluster-marked-free",
            Severity.DAMAGED,
            "A file lies where the volume says that there is free space. It can be read now; after a restore Windows may write"
                    + " other data over it.",
            "Run 'chkdsk /f' on the volume right after a restore. " + CHKDSK);
    private static final Rule UNOWNED = new Rule(
            "ntfs.cluster-unowned",
            Severity.NOTE,
            "Space is marked as used, but no file has it. Nothing is lost but the space - unless another finding says that a"
                    + " file's place is wrong.",
            "Run 'chkdsk /f' on the volume after a restore to get the space back.");
    private static final Rule NO_BITMAP = new Rule(
            "ntfs.bitmap",
            Severity.LOST,
            "The volume's map of used space cannot be read. Windows would not mount the restored volume.",
            CHKDSK);
    private static final Rule GOOD = new Rule(
            "ntfs.clusters",
            Severity.GOOD,
            "Every used cluster belongs to exactly one file, and is marked as used.",
            "");

    private static final long WINDOW = 1L << 29;

    @Override
    public String question() {
        return "Does each place on the disk belong to one file only?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(TWICE, TWICE_SYSTEM, MARKED_FREE, UNOWNED, NO_BITMAP, GOOD);
    }

    @Override
    public void run(NtfsVolume volume, Consumer<Finding> findings) throws IOException {
        ByteSource bitmap;
        try {
            bitmap = volume.clusterBitmap();
        } catch (CorruptImageException e) {
            findings.accept(Finding.of(NO_BITMAP, e));
            return;
        }
        boolean good = true;
        NtfsFindings found = new NtfsFindings(findings);
        long clusters = volume.bootSector().clusters();
        for (long first = 0; first < clusters; first += WINDOW) {
            ClusterMap map = new ClusterMap(first, Math.min(clusters, first + WINDOW));
            good &= new Window(volume, map, found).run(bitmap);
        }
        if (good) {
            findings.accept(GOOD.at(volume.source().name() + "/$Bitmap", clusters + " clusters"));
        }
    }

    /** Receives the runs of all files. */
    private interface RunVisitor {
        void run(long file, long cluster, long length) throws IOException;
    }

    /** Damaged pieces are passed over here: they are what {@link MftRecordCheck} reports. */
    private static void forEachRun(NtfsVolume volume, RunVisitor visitor) throws IOException {
        long clusters = volume.bootSector().clusters();
        volume.mft().scan(new Mft.RecordVisitor() {
            @Override
            public void record(FileRecord record) throws IOException {
                long file = record.base() ? record.number() : FileReference.number(record.baseReference());
                for (Attribute attribute : record.attributes()) {
                    if (attribute instanceof Attribute.NonResident piece) {
                        runs(file, piece);
                    }
                }
            }

            private void runs(long file, Attribute.NonResident piece) throws IOException {
                RunDecoder decoder = new RunDecoder(piece, clusters);
                try {
                    while (decoder.next()) {
                        if (decoder.lcn() != RunDecoder.HOLE) {
                            visitor.run(file, decoder.lcn(), decoder.length());
                        }
                    }
                } catch (CorruptImageException e) {
                    return;
                }
            }
        });
    }

    /** One part of the volume, small enough to hold a bit for each of its clusters. */
    private static final class Window {
        private static final int MOST_SPANS = 1000;
        private static final int MOST_OWNERS = 8;

        private final NtfsVolume volume;
        private final ClusterMap map;
        private final NtfsFindings findings;
        private final FilePaths paths;
        private final TreeMap<Long, Span> shared = new TreeMap<>();
        private final List<Span> markedFree = new ArrayList<>();
        private long unowned;
        private long firstUnowned = -1;
        private boolean good = true;

        /** Clusters in question, and who claims them. */
        private static final class Span {
            private final long first;
            private final long end;
            private final List<Long> owners = new ArrayList<>(2);

            Span(long first, long end) {
                this.first = first;
                this.end = end;
            }
        }

        Window(NtfsVolume volume, ClusterMap map, NtfsFindings findings) {
            this.volume = volume;
            this.map = map;
            this.findings = findings;
            this.paths = new FilePaths(volume);
        }

        boolean run(ByteSource bitmap) throws IOException {
            forEachRun(volume, (file, cluster, length) -> {
                long twice = map.claim(cluster, length);
                if (twice >= 0) {
                    good = false;
                    if (shared.size() < MOST_SPANS) {
                        shared.putIfAbsent(twice, new Span(twice, twice + 1));
                    }
                }
            });
            compare(bitmap);
            if (!good) {
                report();
            }
            return good;
        }

        private void compare(ByteSource bitmap) throws IOException {
            byte[] chunk = new byte[1 << 16];
            for (long at = map.first(); at < map.end(); at += chunk.length * 8L) {
                int bytes = (int) Math.min(chunk.length, (map.end() - at + 7) / 8);
                Arrays.fill(chunk, (byte) 0);
                bitmap.read(at / 8, ByteBuffer.wrap(chunk, 0, bytes));
                ByteBuffer marks = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
                for (long cluster = at; cluster < at + bytes * 8L && cluster < map.end(); cluster += 64) {
                    long inside = map.end() - cluster >= 64 ? -1L : (1L << (map.end() - cluster)) - 1;
                    long marked = marks.getLong((int) ((cluster - at) / 8)) & inside;
                    long owned = map.bits(cluster);
                    if (marked != owned) {
                        differ(cluster, owned & ~marked, marked & ~owned);
                    }
                }
            }
        }

        private void differ(long cluster, long free, long nobodys) {
            good = false;
            if (nobodys != 0) {
                unowned += Long.bitCount(nobodys);
                firstUnowned = firstUnowned < 0 ? cluster + Long.numberOfTrailingZeros(nobodys) : firstUnowned;
            }
            for (long bits = free; bits != 0 && markedFree.size() < MOST_SPANS; ) {
                int from = Long.numberOfTrailingZeros(bits);
                int length = Long.numberOfTrailingZeros(~(bits >>> from));
                add(cluster + from, cluster + from + length);
                bits = from + length == 64 ? 0 : bits >>> (from + length) << (from + length);
            }
        }

        private void add(long first, long end) {
            int last = markedFree.size() - 1;
            if (last >= 0 && markedFree.get(last).end == first) {
                first = markedFree.remove(last).first;
            }
            markedFree.add(new Span(first, end));
        }

        /** A second scan finds out whose the clusters in question are; on good volumes it never runs. */
        private void report() throws IOException {
            TreeMap<Long, Span> sharedLeft = new TreeMap<>(shared);
            TreeMap<Long, Span> markedFreeLeft = new TreeMap<>();
            markedFree.forEach(span -> markedFreeLeft.put(span.first, span));
            forEachRun(volume, (file, cluster, length) -> {
                claim(sharedLeft, file, cluster, length);
                claim(markedFreeLeft, file, cluster, length);
            });
            for (Span span : shared.values()) {
                boolean system = span.owners.stream().anyMatch(owner -> owner < NtfsVolume.FIRST_USER_RECORD);
                findings.add(
                        system ? TWICE_SYSTEM : TWICE, () -> where(span.first), () -> "is claimed by " + owners(span));
            }
            for (Span span : markedFree) {
                findings.add(
                        MARKED_FREE,
                        () -> where(span.first),
                        () -> (span.end - span.first) + " clusters of " + owners(span) + " are marked as free");
            }
            if (unowned > 0) {
                findings.add(UNOWNED.at(
                        where(firstUnowned), unowned + " clusters are marked as used, but belong to no file"));
            }
        }

        /**
         * Adds an owner to spans, which do not overlap. Those that have enough are taken out, so that a million runs do not
         * look at a thousand spans each.
         */
        private static void claim(NavigableMap<Long, Span> spans, long file, long cluster, long length) {
            Long before = spans.floorKey(cluster);
            spans.subMap(before == null ? cluster : before, true, cluster + length, false)
                    .values()
                    .removeIf(span -> {
                        if (cluster < span.end) {
                            span.owners.add(file);
                        }
                        return span.owners.size() == MOST_OWNERS;
                    });
        }

        private String owners(Span span) throws IOException {
            List<String> names = new ArrayList<>();
            for (long owner : span.owners) {
                names.add(paths.name(owner));
            }
            return String.join(" and ", names);
        }

        private String where(long cluster) {
            return volume.source().name() + " at 0x"
                    + Long.toHexString(cluster * volume.bootSector().clusterSize());
        }
    }
}
