package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.Attribute;
import dev.lifeboat.formats.ntfs.AttributeType;
import dev.lifeboat.formats.ntfs.NtfsFile;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.verify.check.Spans;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * Which absent parts of NTFS' own structures cannot have been zeros. No guess is made: the structures' bitmaps say what is in
 * use, and of the others it is known where they begin with a signature.
 */
final class AbsentStructures {
    private static final long ATTRIBUTE_DEFINITIONS = 4;
    private static final long SECURITY = 9;
    /** $SDS has its entries twice, in turns of so many bytes; each turn begins with an entry. */
    private static final long SECURITY_TURN = 256 << 10;

    private static final int MOST_INDEX_BITMAP = 1 << 20;

    private final NtfsVolume volume;
    private final AbsentBytes absent;
    private final AbsentTally tally;
    /** Clusters whose marks in $Bitmap are absent. */
    private final Spans unmarkedClusters = new Spans();
    /** Records whose marks in $MFT's $BITMAP are absent. */
    private final Spans unmarkedRecords = new Spans();

    private final Spans records = new Spans();
    private byte[] recordsInUse = new byte[0];
    private long clustersFoundUsed;
    private long recordsFoundUsed;

    AbsentStructures(NtfsVolume volume, AbsentBytes absent, AbsentTally tally) throws IOException {
        this.volume = volume;
        this.absent = absent;
        this.tally = tally;
        long recordSize = volume.bootSector().recordSize();
        locate(0, AttributeType.DATA, (from, to) -> records.add(from / recordSize, (to - 1) / recordSize + 1));
        locate(0, AttributeType.BITMAP, (from, to) -> addBits(unmarkedRecords, from, to));
        locate(NtfsVolume.BITMAP, AttributeType.DATA, (from, to) -> addBits(unmarkedClusters, from, to));
        if (!records.isEmpty()) {
            try {
                recordsInUse = volume.mft().recordsInUse();
            } catch (ImageException reported) {
                // by the check of the records
            }
        }
    }

    private static void addBits(Spans spans, long from, long to) {
        if (to <= Long.MAX_VALUE / Byte.SIZE) { // else the size is a lie
            spans.add(Byte.SIZE * from, Byte.SIZE * to);
        }
    }

    private void locate(long number, int type, AbsentBytes.Part parts) throws IOException {
        try {
            NtfsFile file = volume.file(number);
            long initialized = 0;
            for (Attribute attribute : file.attributes()) {
                if (attribute.type() == type
                        && attribute.name().isEmpty()
                        && attribute instanceof Attribute.NonResident piece) {
                    initialized = piece.lowestVcn() == 0 ? piece.initializedSize() : initialized;
                    absent.parts(piece, initialized, parts);
                }
            }
        } catch (ImageException reported) {
            // by the check of the records, or of the volume
        }
    }

    /** Takes note of clusters that a file has: a mark that is absent would have to say so. */
    void used(long cluster, long length) {
        clustersFoundUsed += unmarkedClusters.within(cluster, cluster + length);
    }

    /** Takes note of a record in use. */
    void used(long record) {
        recordsFoundUsed += unmarkedRecords.contains(record) ? 1 : 0;
    }

    /** Whether any record is absent, so that files may be missing that nobody knows of. */
    boolean recordsAreAbsent() {
        return !records.isEmpty();
    }

    /** Tells what was found out about $MFT and $Bitmap, after all records were seen. */
    void finish(boolean storesZeros) {
        long inUse = 0;
        for (int i = 0; i < records.count(); i++) {
            long last = Math.min(records.end(i), 8L * recordsInUse.length);
            for (long number = records.start(i); number < last; number++) {
                inUse += recordsInUse[(int) (number / 8)] >> (number % 8) & 1;
            }
        }
        if (inUse > 0) {
            add(0, inUse * volume.bootSector().recordSize(), count(inUse, "record") + " in use");
        }
        long nobodyKnows = 0;
        for (int i = 0; i < records.count(); i++) {
            nobodyKnows += unmarkedRecords.within(records.start(i), records.end(i));
        }
        if (nobodyKnows > 0 && storesZeros) {
            add(0, nobodyKnows * volume.bootSector().recordSize(), count(nobodyKnows, "record") + ", perhaps in use");
        }
        if (recordsFoundUsed > 0 || unmarkedRecords.contains(0)) {
            add(0, unmarkedRecords.total() / Byte.SIZE, "the list of records in use");
        }
        if (clustersFoundUsed > 0) {
            add(NtfsVolume.BITMAP, unmarkedClusters.total() / Byte.SIZE, "the map of used space");
        }
    }

    private void add(long record, long bytes, String what) {
        tally.add(AbsentOwner.STRUCTURE, new AbsentTally.Entry(record, bytes, what));
    }

    /** Whether this class has looked after a value, or nobody needs it. */
    static boolean isKnown(long file, Attribute attribute) {
        boolean data = attribute.type() == AttributeType.DATA;
        return file == 0 || (data && (file == NtfsVolume.BITMAP || file == NtfsVolume.BOOT));
    }

    /** Whether a value of a system file that is absent from one offset to another cannot have been zeros there. */
    static boolean cannotBeZero(long file, Attribute attribute, long from, long to) {
        if (attribute.type() != AttributeType.DATA) {
            return attribute.type() != AttributeType.BITMAP || from == 0;
        }
        if (file == SECURITY) {
            return from % SECURITY_TURN == 0 || from / SECURITY_TURN != (to - 1) / SECURITY_TURN;
        }
        if (file == NtfsVolume.UP_CASE) {
            return to > Character.BYTES; // but for NUL every character has a capital
        }
        return from == 0 && (file == NtfsVolume.LOG_FILE || file == ATTRIBUTE_DEFINITIONS);
    }

    /**
     * Counts the blocks of an index that are in use and absent.
     *
     * @param file that has the index
     * @param parts absent parts of its $INDEX_ALLOCATION: start and end in bytes, by the name of the index
     * @throws IOException if the storage cannot be read
     */
    void index(NtfsFile file, Map<String, Spans> parts) throws IOException {
        for (Map.Entry<String, Spans> index : parts.entrySet()) {
            try {
                index(file, index.getKey(), index.getValue());
            } catch (ImageException reported) {
                // by the check of the directories
            }
        }
    }

    private void index(NtfsFile file, String name, Spans parts) throws IOException {
        Struct root = Struct.read(file.openRaw(AttributeType.INDEX_ROOT, name), 0, 16, "$INDEX_ROOT");
        long blockSize = Math.max(512, root.u32(8));
        ByteSource bitmap = file.openRaw(AttributeType.BITMAP, name);
        byte[] inUse = bitmap.bytes(0, (int) Math.min(bitmap.size(), MOST_INDEX_BITMAP));
        long blocks = 0;
        long next = 0;
        for (int i = 0; i < parts.count(); i++) {
            long end = Math.min((parts.end(i) - 1) / blockSize + 1, 8L * inUse.length);
            for (next = Math.max(next, parts.start(i) / blockSize); next < end && absent.goOn(); next++) {
                blocks += inUse[(int) (next / 8)] >> (next % 8) & 1;
            }
        }
        if (blocks > 0) {
            add(file.number(), blocks * blockSize, count(blocks, "block") + " of its index");
        }
    }

    private static String count(long n, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", n, what, n == 1 ? "" : "s");
    }
}
