package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Looks at every entry of an image once, from directory to directory, before any is used: no two may share a byte. So the
 * entries make a tree, and to walk it takes no longer than the metadata is large.
 */
final class DentryScan {
    private static final int UNIT = 8;

    private final MetadataBytes metadata;
    private final BitSet taken;
    /** Where directories begin that were not looked into yet. */
    private long[] directories = new long[64];

    private int waiting;
    /** The link groups of all names that have one; in order at the end. */
    private long[] groups = new long[64];

    private int grouped;
    private int files;
    private int directoryCount;

    private DentryScan(MetadataBytes metadata) {
        this.metadata = metadata;
        this.taken = new BitSet((int) (metadata.size() / UNIT) + 1);
    }

    /**
     * Looks at all.
     *
     * @param metadata of an image
     * @param root where the root's entry is
     * @return what was seen, counted
     * @throws CorruptImageException if entries overlap, or one is damaged
     * @throws IOException if the storage cannot be read
     */
    static DentryScan scan(MetadataBytes metadata, long root) throws IOException {
        DentryScan scan = new DentryScan(metadata);
        scan.take(root);
        while (scan.waiting > 0) {
            long at = scan.directories[--scan.waiting];
            while (!metadata.endsAt(at)) {
                at = scan.take(at);
            }
        }
        scan.groups = Arrays.copyOf(scan.groups, scan.grouped);
        Arrays.sort(scan.groups);
        return scan;
    }

    /** Of an image in which there is nothing, not even a root. */
    static DentryScan empty(MetadataBytes metadata) {
        DentryScan scan = new DentryScan(metadata);
        scan.groups = new long[0];
        return scan;
    }

    /** How many names are no directory's. */
    int files() {
        return files;
    }

    /** How many directories there are, the root counted. */
    int directories() {
        return directoryCount;
    }

    /** How many names have a link group; ends soon also where a million of them claim to be one file's. */
    int names(long group) {
        return firstNotBelow(group + 1) - firstNotBelow(group);
    }

    private int firstNotBelow(long group) {
        int low = 0;
        int high = groups.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (groups[middle] < group) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long take(long at) throws IOException {
        Struct s = metadata.entry(at);
        s.expect(0, "offset modulo " + UNIT, at % UNIT, 0);
        long end = at + Dentry.shape(s).end();
        int first = (int) (at / UNIT);
        int last = (int) ((end + UNIT - 1) / UNIT);
        int other = taken.nextSetBit(first);
        if (other >= 0 && other < last) {
            throw s.corrupt(0, "", "overlaps another, or belongs to two directories");
        }
        taken.set(first, last);
        if (Dentry.directory(s)) {
            directoryCount++;
            long children = Dentry.children(s);
            if (children != 0) {
                if (children >= metadata.size()) {
                    throw s.corrupt(16, "offset of subdirectory", "is " + children + " of " + metadata.size());
                }
                directories = withRoom(directories, waiting);
                directories[waiting++] = children;
            }
        } else {
            files++;
            long group = Dentry.linkGroup(s);
            if (group != 0) {
                groups = withRoom(groups, grouped);
                groups[grouped++] = group;
            }
        }
        return end;
    }

    private static long[] withRoom(long[] array, int used) {
        return used < array.length ? array : Arrays.copyOf(array, 2 * used);
    }
}
