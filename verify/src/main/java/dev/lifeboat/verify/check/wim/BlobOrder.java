package dev.lifeboat.verify.check.wim;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.wim.Blob;
import dev.lifeboat.formats.wim.BlobTable;
import dev.lifeboat.formats.wim.ResourceHeader;
import java.util.Arrays;
import java.util.function.Predicate;

/** Contents of a blob table in the order in which they lie in one part: 8 bytes for each. */
final class BlobOrder {
    private static final int INDEX_BITS = 20;
    private static final long LARGEST_OFFSET = 1L << (63 - INDEX_BITS);

    private final BlobTable table;
    private final long[] order;

    private BlobOrder(BlobTable table, long[] order) {
        this.table = table;
        this.order = order;
    }

    /**
     * Sorts contents.
     *
     * @param table of at most 2^20 entries
     * @param wanted which of them; what lies beyond 8 TB is left out in any case
     * @return in the order of their offsets
     */
    static BlobOrder of(BlobTable table, Predicate<Blob> wanted) throws CorruptImageException {
        long[] order = new long[table.count()];
        int count = 0;
        for (int i = 0; i < order.length; i++) {
            Blob blob = table.blob(i);
            if (blob.resource().offset() < LARGEST_OFFSET && wanted.test(blob)) {
                order[count++] = blob.resource().offset() << INDEX_BITS | i;
            }
        }
        long[] used = Arrays.copyOf(order, count);
        Arrays.sort(used);
        return new BlobOrder(table, used);
    }

    int count() {
        return order.length;
    }

    Blob blob(int place) throws CorruptImageException {
        return table.blob((int) (order[place] & ((1L << INDEX_BITS) - 1)));
    }

    /** Where a resource ends that is not solid. */
    static long end(ResourceHeader resource) {
        return resource.offset() + resource.stored();
    }
}
