package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.Attribute;
import dev.lifeboat.formats.ntfs.AttributeType;
import dev.lifeboat.formats.ntfs.FileName;
import dev.lifeboat.formats.ntfs.FileRecord;
import dev.lifeboat.formats.ntfs.FileReference;
import dev.lifeboat.formats.ntfs.Mft;
import dev.lifeboat.formats.ntfs.NtfsFile;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.RunDecoder;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Spans;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds the files that have clusters in bytes that are absent. One scan of the MFT; only those files are looked at closely. */
final class AbsentFiles implements Mft.RecordVisitor {
    /** More than Windows can have. */
    private static final long MOST_RECORDS = 1 << 30;
    /** Units are 16 clusters, 4 bits; a wild number must not overflow. */
    private static final int MOST_UNIT_BITS = 16;

    /** What Windows makes anew, in the root directory. */
    private static final Predicate<String> RENEWED_IN_ROOT =
            ignoringCase("(pagefile|hiberfil|swapfile)\\.sys").asMatchPredicate();
    /** The storage of a shadow copy: its own GUID, and that of all. */
    private static final Predicate<String> SHADOW_STORAGE = ignoringCase(
                    "(\\{[0-9a-f-]{36}\\})?\\{3808876b-c176-4e48-b7ae-04046e6cc752\\}")
            .asMatchPredicate();
    /** Programs begin with "MZ", hives with "regf". */
    private static final Predicate<String> NEVER_BEGINS_WITH_ZERO = ignoringCase(
                    ".+\\.(exe|dll|sys)|system|software|sam|security|default")
            .asMatchPredicate();

    private static final Predicate<String> OF_WINDOWS =
            ignoringCase("/Windows/System32/(.+\\.(exe|dll|sys)|config/[a-z]+)").asMatchPredicate();

    private final NtfsVolume volume;
    private final AbsentBytes absent;
    private final AbsentStructures structures;
    private final AbsentTally tally;
    private final FilePaths paths;
    private final boolean storesZeros;
    /** Base records of files that have something absent, and more records than one. */
    private final BitSet scattered = new BitSet();

    private long clustersUsed;
    private long absentBytes;

    AbsentFiles(
            NtfsVolume volume,
            AbsentBytes absent,
            AbsentStructures structures,
            AbsentTally tally,
            boolean storesZeros) {
        this.volume = volume;
        this.absent = absent;
        this.structures = structures;
        this.tally = tally;
        this.paths = new FilePaths(volume);
        this.storesZeros = storesZeros;
    }

    private static Pattern ignoringCase(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }

    void run() throws IOException {
        volume.mft().scan(this);
        for (int number = scattered.nextSetBit(0); number >= 0; number = scattered.nextSetBit(number + 1)) {
            try {
                examine(volume.file(number));
            } catch (ImageException reported) {
                // by the check of the records
            }
        }
    }

    /** Clusters that the files have which were found. */
    long clustersUsed() {
        return clustersUsed;
    }

    /** Of the clusters of all files, the bytes that are absent, needed or not. */
    long absentBytes() {
        return absentBytes;
    }

    @Override
    public void record(FileRecord record) throws IOException {
        structures.used(record.number());
        boolean list = false;
        long missing = 0;
        for (Attribute attribute : record.attributes()) {
            list |= attribute.type() == AttributeType.ATTRIBUTE_LIST;
            missing += attribute instanceof Attribute.NonResident piece ? runs(piece) : 0;
        }
        absentBytes += missing;
        if (missing == 0) {
            return;
        }
        long base = record.base() ? record.number() : FileReference.number(record.baseReference());
        if (!record.base() || list) {
            if (base < Math.min(volume.mft().count(), MOST_RECORDS)) {
                scattered.set((int) base);
            }
            return;
        }
        try {
            examine(volume.file(record));
        } catch (ImageException reported) {
            // by the check of the records
        }
    }

    private long runs(Attribute.NonResident piece) {
        long missing = 0;
        RunDecoder run = new RunDecoder(piece, volume.bootSector().clusters());
        try {
            while (run.next()) {
                if (run.lcn() != RunDecoder.HOLE) {
                    clustersUsed += run.length();
                    structures.used(run.lcn(), run.length());
                    missing += absent.clusters(run.lcn(), run.length());
                }
            }
        } catch (CorruptImageException reported) {
            // by the check of the records
        }
        return missing;
    }

    private void examine(NtfsFile file) throws IOException {
        Map<String, Long> initialized = initializedSizes(file.attributes());
        Map<String, Spans> indexes = new HashMap<>();
        Missing missing = new Missing(file.number());
        for (Attribute attribute : file.attributes()) {
            if (!(attribute instanceof Attribute.NonResident piece) || AbsentStructures.isKnown(file.number(), piece)) {
                continue;
            }
            long size = initialized.getOrDefault(key(piece), 0L);
            if (piece.type() == AttributeType.INDEX_ALLOCATION) {
                Spans parts = indexes.computeIfAbsent(piece.name(), name -> new Spans());
                absent.parts(piece, size, parts::add);
            } else if (file.number() < NtfsVolume.FIRST_USER_RECORD) {
                absent.parts(piece, size, (from, to) -> missing.add(piece, from, to));
            } else {
                missing.add(piece, size);
            }
        }
        structures.index(file, indexes);
        missing.report(file);
    }

    private static String key(Attribute attribute) {
        return attribute.type() + ":" + attribute.name();
    }

    /** Only the first piece of a value has its size. */
    private Map<String, Long> initializedSizes(List<Attribute> attributes) {
        Map<String, Long> sizes = new HashMap<>();
        for (Attribute attribute : attributes) {
            if (attribute instanceof Attribute.NonResident piece && piece.lowestVcn() == 0) {
                sizes.put(key(piece), needed(piece));
            }
        }
        return sizes;
    }

    /** Of a compressed value every stored cluster of a unit is needed: a byte of it may lie in any. */
    private long needed(Attribute.NonResident first) {
        long initialized = first.initializedSize();
        boolean compressed = (first.flags() & Attribute.COMPRESSION_MASK) != 0;
        long unit = (long) volume.bootSector().clusterSize() << Math.min(first.compressionUnit(), MOST_UNIT_BITS);
        long left = initialized % unit == 0 ? 0 : unit - initialized % unit;
        return compressed ? initialized + Math.min(left, first.allocatedSize() - initialized) : initialized;
    }

    /** What is missing of one file. */
    private final class Missing {
        private final long file;
        private long bytes;
        private boolean notZero;
        private boolean mapOfIndex;
        private boolean beginning;

        Missing(long file) {
            this.file = file;
        }

        /** Part of a system file. */
        void add(Attribute attribute, long from, long to) {
            bytes += to - from;
            notZero |= AbsentStructures.cannotBeZero(file, attribute, from, to);
        }

        /** What is absent of a piece of any other file. */
        void add(Attribute.NonResident piece, long initialized) throws CorruptImageException {
            long absentHere = absent.bytes(piece, initialized);
            if (absentHere > 0) {
                boolean begins = absent.beginning(piece, initialized);
                boolean data = piece.type() == AttributeType.DATA;
                boolean map = piece.type() == AttributeType.BITMAP;
                bytes += absentHere;
                beginning |= begins && data && piece.name().isEmpty();
                mapOfIndex |= begins && map;
                notZero |= !data && !map;
            }
        }

        void report(NtfsFile of) throws IOException {
            if (bytes > 0) {
                AbsentOwner owner = file < NtfsVolume.FIRST_USER_RECORD ? system() : owner(of);
                if (owner != null) {
                    tally.add(owner, new AbsentTally.Entry(file, bytes, ""));
                }
            }
        }

        /** Null where zeros are as good. */
        private AbsentOwner system() {
            if (notZero) {
                return AbsentOwner.STRUCTURE;
            }
            return file == NtfsVolume.LOG_FILE && storesZeros ? AbsentOwner.RENEWED : null;
        }

        private AbsentOwner owner(NtfsFile of) throws IOException {
            if (mapOfIndex) {
                return AbsentOwner.STRUCTURE;
            }
            for (FileName name : of.names()) {
                boolean inRoot = FileReference.number(name.parent()) == NtfsVolume.ROOT;
                if ((inRoot && RENEWED_IN_ROOT.test(name.name())) || SHADOW_STORAGE.test(name.name())) {
                    return AbsentOwner.RENEWED;
                }
                if (beginning && NEVER_BEGINS_WITH_ZERO.test(name.name()) && OF_WINDOWS.test(paths.path(file))) {
                    return AbsentOwner.WINDOWS;
                }
            }
            return notZero || storesZeros ? AbsentOwner.FILE : AbsentOwner.PERHAPS_ZERO;
        }
    }
}
