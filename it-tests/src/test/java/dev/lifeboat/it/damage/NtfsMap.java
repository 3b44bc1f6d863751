package dev.lifeboat.it.damage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Draws an NTFS volume: every record in use with its attributes, and every cluster that they name. */
final class NtfsMap {
    private static final int STRIDE = 512;
    private static final int END = 0xffff_ffff;

    private static final int STANDARD_INFORMATION = 0x10;
    private static final int ATTRIBUTE_LIST = 0x20;
    private static final int FILE_NAME = 0x30;
    private static final int VOLUME_NAME = 0x60;
    private static final int VOLUME_INFORMATION = 0x70;
    private static final int DATA = 0x80;
    private static final int INDEX_ROOT = 0x90;
    private static final int INDEX_ALLOCATION = 0xa0;
    private static final int BITMAP = 0xb0;
    private static final int REPARSE_POINT = 0xc0;

    private static final int COMPRESSED = 0x00ff;

    private static final int MFT = 0;
    private static final int MFT_MIRROR = 1;
    private static final int LOG_FILE = 2;
    private static final int ROOT = 5;
    private static final int CLUSTER_BITMAP = 6;
    private static final int UP_CASE = 10;
    /** $Quota, $ObjId and $Reparse in $Extend are the last of NTFS' own files that mkntfs makes. */
    private static final int FIRST_USER_RECORD = 27;

    private final Layer volume;
    private final long clusterSize;
    private final int recordSize;
    private final List<Run> mft;
    /** Files whose attribute list repeats what stands in their attributes' headers. */
    private final Set<Long> listed = new HashSet<>();

    /** Clusters of a value; those of a hole are not here. */
    private record Run(long vcn, long lcn, long length) {}

    private NtfsMap(Layer volume) {
        this.volume = volume;
        this.clusterSize = (long) volume.u16(11) * volume.u8(13);
        int size = volume.s8(64);
        this.recordSize = (int) (size < 0 ? 1L << -size : size * clusterSize);
        this.mft = mftRuns(volume.part(volume.u64(48) * clusterSize, recordSize));
    }

    static void paint(Layer volume) {
        new NtfsMap(volume).paint();
    }

    /** The sound images have a $MFT that needs no second record. */
    private List<Run> mftRuns(Layer first) {
        Layer record = withoutFixups(first);
        for (int at = record.u16(20); (int) record.u32(at) != END; at += record.u16(at + 4)) {
            if ((int) record.u32(at) == DATA) {
                return runs(record, at);
            }
        }
        throw new IllegalStateException("$MFT has no $DATA");
    }

    private void paint() {
        long records = mft.stream().mapToLong(Run::length).sum() * clusterSize / recordSize;
        for (long number = 0; number < records; number++) {
            Layer record = recordAt(number);
            if (record.startsWith(0, "FILE") && (record.u16(22) & 1) != 0) {
                noteList(record, number);
            }
        }
        for (long number = 0; number < records; number++) {
            Layer record = recordAt(number);
            if (record.startsWith(0, "FILE") && (record.u16(22) & 1) != 0) {
                paintRecord(record, number);
            }
        }
        volume.paint(0, STRIDE, Structure.NTFS_BOOT_SECTOR);
        volume.paint(volume.size() - volume.u16(11), STRIDE, Structure.NTFS_BOOT_BACKUP);
    }

    private Layer recordAt(long number) {
        long at = number * recordSize;
        for (Run run : mft) {
            long inRun = at - run.vcn() * clusterSize;
            if (inRun >= 0 && inRun < run.length() * clusterSize) {
                return volume.part(run.lcn() * clusterSize + inRun, recordSize);
            }
        }
        throw new IllegalStateException("record " + number + " lies outside $MFT");
    }

    /** A record as it is read: the last bytes of each stride stand in the array behind the header, and are painted there. */
    private static Layer withoutFixups(Layer stored) {
        int array = stored.u16(4);
        byte[] bytes = stored.copy(0, (int) stored.size());
        for (int i = 1; i <= bytes.length / STRIDE; i++) {
            bytes[i * STRIDE - 2] = (byte) stored.u8(array + 2 * i);
            bytes[i * STRIDE - 1] = (byte) stored.u8(array + 2 * i + 1);
        }
        return Layer.of(bytes, (from, to, structure, unit) -> {
            for (long at = from; at < to; ) {
                long next = at / STRIDE + 1;
                long tail = next * STRIDE - 2;
                long end = Math.min(to, at < tail ? tail : tail + 2);
                long place = at < tail ? at : array + 2 * next + at - tail;
                stored.brush().paint(place, place + end - at, structure, end - at == to - from ? unit : 0);
                at = end;
            }
        });
    }

    private void noteList(Layer stored, long number) {
        Layer record = withoutFixups(stored);
        for (int at = record.u16(20); (int) record.u32(at) != END; at += record.u16(at + 4)) {
            if ((int) record.u32(at) == ATTRIBUTE_LIST) {
                listed.add(number);
            }
        }
    }

    private void paintRecord(Layer stored, long number) {
        Layer record = withoutFixups(stored);
        long base = record.u64(32) & 0xffff_ffff_ffffL;
        long file = base == 0 ? number : base;
        int at = record.u16(20);
        record.paint(0, at, Structure.MFT_RECORD_HEADER);
        stored.paint(stored.u16(4), 2 + 2L * recordSize / STRIDE, Structure.UPDATE_SEQUENCE);
        while ((int) record.u32(at) != END) {
            paintAttribute(record, at, file);
            at += record.u16(at + 4);
        }
        record.paint(at, 4, Structure.ATTRIBUTE_HEADER);
        for (int tail = STRIDE - 2; tail < recordSize; tail += STRIDE) {
            stored.paint(tail, 2, Structure.UPDATE_SEQUENCE);
        }
    }

    private static boolean isSystem(long file) {
        return file < FIRST_USER_RECORD && file != ROOT;
    }

    private void paintAttribute(Layer record, int at, long file) {
        int type = (int) record.u32(at);
        int nameLength = record.u8(at + 9);
        boolean userData = type == DATA && !isSystem(file);
        record.paint(at, record.u16(at + 4), Structure.ATTRIBUTE_HEADER);
        if (userData && nameLength > 0 && !listed.contains(file)) {
            record.paint(at + record.u16(at + 10), 2L * nameLength, Structure.STREAM_NAME);
        }
        if (record.u8(at + 8) == 0) {
            paintResident(record, at, file, userData && nameLength > 0);
        } else {
            paintNonResident(record, at, file, userData);
        }
    }

    private static void paintResident(Layer record, int at, long file, boolean namedStream) {
        long length = record.u32(at + 16);
        Layer value = record.part(at + record.u16(at + 20), length);
        if (namedStream) {
            record.paintCount(at + 16, 4, Structure.STREAM_SIZE, 8);
        } else if ((int) record.u32(at) == DATA) {
            record.paint(at + 16, 4, Structure.DATA_SIZE);
        }
        value.paint(0, length, ofValue((int) record.u32(at), file, Structure.RESIDENT_DATA));
        if ((int) record.u32(at) == REPARSE_POINT) {
            value.paint(8, length - 8, Structure.LINK_TARGET);
        }
    }

    private void paintNonResident(Layer record, int at, long file, boolean userData) {
        int type = (int) record.u32(at);
        int runsAt = record.u16(at + 32);
        if (record.u64(at + 16) == 0) {
            record.paint(at + 40, 24, Structure.DATA_SIZE);
            if (userData && record.u8(at + 9) > 0) {
                record.paintCount(at + 48, 8, Structure.STREAM_SIZE, clusterSize);
            }
            if (userData) {
                record.paint(at + 56, 8, Structure.INITIALIZED_SIZE);
            }
        }
        record.paint(at + runsAt, record.u16(at + 4) - runsAt, Structure.RUN_LIST);
        if (file == MFT && type == DATA) {
            return; // its records paint themselves
        }
        boolean compressed = (record.u16(at + 12) & COMPRESSED) != 0;
        Structure content = ofValue(type, file, compressed ? Structure.COMPRESSED_DATA : Structure.FILE_DATA);
        boolean whole = compressed || record.u64(at + 16) > 0; // the size of a further piece stands elsewhere
        long size = whole ? Long.MAX_VALUE : record.u64(at + 48);
        for (Run run : runs(record, at)) {
            long left = size - run.vcn() * clusterSize;
            volume.paint(run.lcn() * clusterSize, Math.min(run.length() * clusterSize, left), content);
        }
    }

    private static Structure ofValue(int type, long file, Structure data) {
        return switch (type) {
            case STANDARD_INFORMATION -> Structure.STANDARD_INFORMATION;
            case ATTRIBUTE_LIST -> Structure.ATTRIBUTE_LIST;
            case FILE_NAME -> Structure.FILE_NAME;
            case VOLUME_NAME -> Structure.VOLUME_LABEL;
            case VOLUME_INFORMATION -> Structure.VOLUME_INFORMATION;
            case REPARSE_POINT -> Structure.REPARSE_POINT;
            case INDEX_ROOT -> isSystem(file) ? Structure.SYSTEM_FILE : Structure.INDEX_ROOT;
            case INDEX_ALLOCATION -> isSystem(file) ? Structure.SYSTEM_FILE : Structure.INDEX_BLOCK;
            case BITMAP -> file == MFT ? Structure.MFT_BITMAP : Structure.INDEX_BITMAP;
            case DATA -> ofData(file, data);
            default -> Structure.OTHER_ATTRIBUTE;
        };
    }

    private static Structure ofData(long file, Structure data) {
        if (file == MFT_MIRROR) {
            return Structure.MFT_MIRROR;
        }
        if (file == LOG_FILE) {
            return Structure.LOG_FILE;
        }
        if (file == CLUSTER_BITMAP) {
            return Structure.CLUSTER_BITMAP;
        }
        if (file == UP_CASE) {
            return Structure.UP_CASE;
        }
        return isSystem(file) ? Structure.SYSTEM_FILE : data;
    }

    private static List<Run> runs(Layer record, int attribute) {
        List<Run> runs = new ArrayList<>();
        long vcn = record.u64(attribute + 16);
        long lcn = 0;
        int at = attribute + record.u16(attribute + 32);
        while (record.u8(at) != 0) {
            int lengthSize = record.u8(at) & 15;
            int offsetSize = record.u8(at) >>> 4;
            long length = signed(record, at + 1, lengthSize);
            if (offsetSize > 0) {
                lcn += signed(record, at + 1 + lengthSize, offsetSize);
                runs.add(new Run(vcn, lcn, length));
            }
            vcn += length;
            at += 1 + lengthSize + offsetSize;
        }
        return runs;
    }

    private static long signed(Layer record, int at, int size) {
        long value = record.s8(at + size - 1);
        for (int i = size - 2; i >= 0; i--) {
            value = value << 8 | record.u8(at + i);
        }
        return value;
    }
}
