package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.Optional;

/** The index $O of $Extend/$ObjId: by object id, the file and what it was called where it was made. */
final class ObjectIdIndex {
    private static final IndexTree.Kind OBJECT_IDS = new IndexTree.Kind("$O", 0, 0x13);
    private static final int KEY_SIZE = 16;

    private final IndexTree<ObjectId> tree;

    /** Behind the key, which is the id, stands the file, and then the births. */
    private static ObjectId row(Struct entry, int keyLength) throws CorruptImageException {
        entry.expect(10, "length of a key", keyLength, KEY_SIZE);
        int data = entry.u16(0);
        return new ObjectId(
                entry.guid(IndexTree.ENTRY_HEADER),
                Optional.of(entry.guid(data + 8L)),
                Optional.of(entry.guid(data + 24L)),
                Optional.of(entry.guid(data + 40L)));
    }

    private ObjectIdIndex(IndexTree<ObjectId> tree) {
        this.tree = tree;
    }

    /**
     * Opens the index.
     *
     * @param objectIds the file $Extend/$ObjId
     * @param clusterSize of the volume
     * @return the index
     * @throws CorruptImageException if the file has none
     * @throws IOException if the storage cannot be read
     */
    static ObjectIdIndex of(NtfsFile objectIds, int clusterSize) throws IOException {
        return new ObjectIdIndex(IndexTree.of(objectIds, OBJECT_IDS, clusterSize, ObjectIdIndex::row));
    }

    /**
     * Completes what a file's own attribute says.
     *
     * @param own object id of a file
     * @return with its births; as it was if the index does not have it
     * @throws CorruptImageException if the index is damaged
     * @throws IOException if the storage cannot be read
     */
    ObjectId complete(ObjectId own) throws IOException {
        long[] wanted = words(own);
        return tree.find(row -> compare(wanted, words(row))).orElse(own);
    }

    /** The numbers of a GUID in the order of its bytes. */
    private static long[] words(ObjectId id) {
        long high = id.id().getMostSignificantBits();
        long low = Long.reverseBytes(id.id().getLeastSignificantBits());
        return new long[] {high >>> 32, (high >>> 16 & 0xffff) | (high & 0xffff) << 16, low & 0xffff_ffffL, low >>> 32};
    }

    private static int compare(long[] a, long[] b) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return Long.compare(a[i], b[i]);
            }
        }
        return 0;
    }
}
