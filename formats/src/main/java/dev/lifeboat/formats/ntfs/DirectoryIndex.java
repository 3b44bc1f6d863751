package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.Optional;

/** The index of a directory, $I30: names in the order of $UpCase. */
public final class DirectoryIndex {
    private static final IndexTree.Kind NAMES = new IndexTree.Kind("$I30", AttributeType.FILE_NAME, 1);

    private final IndexTree<IndexEntry> tree;
    private final UpCase upCase;

    private DirectoryIndex(IndexTree<IndexEntry> tree, UpCase upCase) {
        this.tree = tree;
        this.upCase = upCase;
    }

    /** Receives the entries of a directory. */
    public interface Visitor extends IndexTree.Visitor<IndexEntry> {
        /**
         * Takes an entry.
         *
         * @param entry in the order of the index
         * @throws IOException ends the walk
         */
        @Override
        void entry(IndexEntry entry) throws IOException;

        /**
         * Takes note of a part of the index that cannot be read; the walk goes on behind it.
         *
         * @param problem what is wrong
         * @throws IOException ends the walk
         */
        @Override
        default void damaged(CorruptImageException problem) throws IOException {
            throw problem;
        }

        /**
         * Takes note of a block that holds a node.
         *
         * @param block its number
         * @throws IOException ends the walk
         */
        @Override
        default void block(long block) throws IOException {}
    }

    /**
     * Opens the index of a directory.
     *
     * @param directory the file
     * @param upCase the volume's table
     * @param clusterSize of the volume
     * @return the index
     * @throws CorruptImageException if the directory has none, or its root is damaged
     * @throws IOException if the storage cannot be read
     */
    static DirectoryIndex of(NtfsFile directory, UpCase upCase, int clusterSize) throws IOException {
        return new DirectoryIndex(IndexTree.of(directory, NAMES, clusterSize, DirectoryIndex::entry), upCase);
    }

    private static IndexEntry entry(Struct s, int keyLength) throws CorruptImageException {
        return new IndexEntry(s.bits64(0), FileName.read(s.part(IndexTree.ENTRY_HEADER, keyLength, "key")));
    }

    /**
     * Returns the number of blocks that the index has room for.
     *
     * @return 0 or more
     */
    public long blockCount() {
        return tree.blockCount();
    }

    /**
     * Returns the size of each block.
     *
     * @return in bytes, a power of two from 512 to 65536
     */
    public int blockSize() {
        return tree.blockSize();
    }

    /**
     * Visits every entry in order.
     *
     * @param visitor receives the entries
     * @throws CorruptImageException if a node is damaged and the visitor does not go on
     * @throws IOException if the storage cannot be read
     */
    public void forEach(Visitor visitor) throws IOException {
        tree.forEach(visitor);
    }

    /**
     * Finds a name as Windows does: whatever its case, and by its short form too. Where names differ only in case, the
     * exact one is preferred.
     *
     * @param name one part of a path
     * @return the entry, or empty
     * @throws CorruptImageException if a node on the way is damaged
     * @throws IOException if the storage cannot be read
     */
    public Optional<IndexEntry> find(String name) throws IOException {
        Optional<IndexEntry> found =
                tree.find(entry -> upCase.compare(name, entry.name().name()));
        if (found.isEmpty() || found.get().name().name().equals(name)) {
            return found;
        }
        return Optional.of(exact(name, found.get()));
    }

    /** Names that differ only in case are rare and lie side by side, but perhaps in two nodes: look at all. */
    private IndexEntry exact(String name, IndexEntry similar) throws IOException {
        IndexEntry[] best = {similar};
        forEach(new Visitor() {
            @Override
            public void entry(IndexEntry entry) {
                if (entry.name().name().equals(name)) {
                    best[0] = entry;
                }
            }

            @Override
            public void damaged(CorruptImageException problem) {
                // a name that fits was found; damage elsewhere in the directory does not make it wrong
            }
        });
        return best[0];
    }
}
