package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The index of a directory, $I30: a B-tree of names whose root lies in the record and whose other nodes lie in blocks. */
public final class DirectoryIndex {
    private static final String NAME = "$I30";
    private static final int MAX_DEPTH = 32;
    private static final int BLOCK_HEADER = 24;
    private static final int ENTRY_HEADER = 16;
    private static final int HAS_CHILD = 1;
    private static final int LAST = 2;

    private final Struct root;
    private final ByteSource blocks;
    private final UpCase upCase;
    private final int blockSize;
    private final int vcnSize;

    private DirectoryIndex(Struct root, ByteSource blocks, UpCase upCase, int blockSize, int vcnSize) {
        this.root = root;
        this.blocks = blocks;
        this.upCase = upCase;
        this.blockSize = blockSize;
        this.vcnSize = vcnSize;
    }

    /** Receives the entries of a directory. */
    public interface Visitor {
        /**
         * Takes an entry.
         *
         * @param entry in the order of the index
         * @throws IOException ends the walk
         */
        void entry(IndexEntry entry) throws IOException;

        /**
         * Takes note of a part of the index that cannot be read; the walk goes on behind it.
         *
         * @param problem what is wrong
         * @throws IOException ends the walk
         */
        default void damaged(CorruptImageException problem) throws IOException {
            throw problem;
        }

        /**
         * Takes note of a block that holds a node.
         *
         * @param block its number
         * @throws IOException ends the walk
         */
        default void block(long block) throws IOException {}
    }

    /** An entry of a node; {@code file} is null in the last one, which only leads to what is greater than all names. */
    private record NodeEntry(IndexEntry file, long childVcn) {
        static final long NO_CHILD = -1;
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
        ByteSource source = directory.openRaw(AttributeType.INDEX_ROOT, NAME);
        if (source.size() > 64 << 10) {
            throw directory.record().corrupt("$INDEX_ROOT has " + source.size() + " bytes");
        }
        Struct root = Struct.read(source, 0, (int) source.size(), "$INDEX_ROOT");
        root.expect(0, "indexed attribute", root.u32(0), AttributeType.FILE_NAME);
        root.expect(4, "collation", root.u32(4), 1);
        long blockSize = root.u32(8);
        if (Long.bitCount(blockSize) != 1 || blockSize < 512 || blockSize > 64 << 10) {
            throw root.corrupt(8, "size of a block", "is " + blockSize + ", expected a power of two up to 65536");
        }
        ByteSource blocks = directory.has(AttributeType.INDEX_ALLOCATION, NAME)
                ? directory.openRaw(AttributeType.INDEX_ALLOCATION, NAME)
                : ByteSource.of(source.name(), new byte[0]);
        // A block smaller than a cluster is addressed in units of 512 bytes.
        int vcnSize = clusterSize <= blockSize ? clusterSize : 512;
        return new DirectoryIndex(root, blocks, upCase, (int) blockSize, vcnSize);
    }

    /**
     * Returns the number of blocks that the index has room for.
     *
     * @return 0 or more
     */
    public long blockCount() {
        return blocks.size() / blockSize;
    }

    /**
     * Returns the size of each block.
     *
     * @return in bytes, a power of two from 512 to 65536
     */
    public int blockSize() {
        return blockSize;
    }

    /**
     * Visits every entry in order.
     *
     * @param visitor receives the entries
     * @throws CorruptImageException if a node is damaged and the visitor does not go on
     * @throws IOException if the storage cannot be read
     */
    public void forEach(Visitor visitor) throws IOException {
        Set<Long> visited = new HashSet<>();
        Deque<List<NodeEntry>> nodes = new ArrayDeque<>();
        Deque<Integer> positions = new ArrayDeque<>();
        List<NodeEntry> node = tolerate(visitor, () -> entries(root.part(16, root.size() - 16, "root node")));
        int at = 0;
        boolean descended = false;
        while (true) {
            if (at == node.size()) {
                if (nodes.isEmpty()) {
                    return;
                }
                node = nodes.pop();
                at = positions.pop();
                descended = true;
                continue;
            }
            NodeEntry entry = node.get(at);
            if (entry.childVcn() != NodeEntry.NO_CHILD && !descended) {
                nodes.push(node);
                positions.push(at);
                int depth = nodes.size();
                node = tolerate(visitor, () -> child(entry.childVcn(), visited, depth, visitor));
                at = 0;
                continue;
            }
            descended = false;
            if (entry.file() != null) {
                visitor.entry(entry.file());
            }
            at++;
        }
    }

    private interface NodeReader {
        List<NodeEntry> read() throws IOException;
    }

    private static List<NodeEntry> tolerate(Visitor visitor, NodeReader reader) throws IOException {
        try {
            return reader.read();
        } catch (CorruptImageException e) {
            visitor.damaged(e);
            return List.of();
        }
    }

    private List<NodeEntry> child(long vcn, Set<Long> visited, int depth, Visitor visitor) throws IOException {
        long block = blockNumber(vcn);
        if (depth > MAX_DEPTH || !visited.add(block)) {
            throw new CorruptImageException(
                    blocks, block * blockSize, "index", "block " + block + " is reached twice or too deep");
        }
        visitor.block(block);
        return entries(block(vcn));
    }

    private long blockNumber(long vcn) throws CorruptImageException {
        if (vcn < 0
                || vcn > Long.MAX_VALUE / vcnSize
                || vcn * vcnSize % blockSize != 0
                || vcn * vcnSize / blockSize >= blockCount()) {
            throw new CorruptImageException(
                    blocks, 0, "index", "VCN " + vcn + " is no block of the " + blockCount() + " there are");
        }
        return vcn * vcnSize / blockSize;
    }

    /** The node of a block: everything behind the block's own header. */
    private Struct block(long vcn) throws IOException {
        long at = blockNumber(vcn) * blockSize;
        byte[] bytes = blocks.bytes(at, blockSize);
        Struct s = Struct.of(blocks, at, bytes, "index block");
        s.expectAscii(0, "INDX");
        UpdateSequence.apply(blocks, at, bytes, 0, blockSize, "index block");
        s.expect(16, "VCN", s.bits64(16), vcn);
        return s.part(BLOCK_HEADER, blockSize - BLOCK_HEADER, "node");
    }

    private static List<NodeEntry> entries(Struct node) throws CorruptImageException {
        long first = node.u32(0);
        long used = node.u32(4);
        if (used > node.size() || first < 16 || first > used) {
            throw node.corrupt(0, "entries", "from " + first + " to " + used + " do not fit in " + node.size());
        }
        List<NodeEntry> entries = new ArrayList<>();
        int at = (int) first;
        while (true) {
            int length = node.u16(at + 8);
            int keyLength = node.u16(at + 10);
            int flags = node.u16(at + 12);
            int childSize = (flags & HAS_CHILD) != 0 ? 8 : 0;
            if (length < ENTRY_HEADER
                    || (length & 7) != 0
                    || at + length > used
                    || ENTRY_HEADER + keyLength + childSize > length) {
                throw node.corrupt(
                        at + 8, "entry", "has " + length + " bytes of the " + (used - at) + " that are left");
            }
            long child = childSize > 0 ? node.bits64(at + length - 8) : NodeEntry.NO_CHILD;
            if (childSize > 0 && child < 0) {
                throw node.corrupt(at + length - 8, "VCN of a sub-node", "is " + child);
            }
            if ((flags & LAST) != 0) {
                entries.add(new NodeEntry(null, child));
                return entries;
            }
            FileName name = FileName.read(node.part(at + ENTRY_HEADER, keyLength, "entry"));
            entries.add(new NodeEntry(new IndexEntry(node.bits64(at), name), child));
            at += length;
        }
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
        Optional<IndexEntry> found = descend(name);
        if (found.isEmpty() || found.get().name().name().equals(name)) {
            return found;
        }
        return Optional.of(exact(name, found.get()));
    }

    private Optional<IndexEntry> descend(String name) throws IOException {
        Set<Long> visited = new HashSet<>();
        List<NodeEntry> node = entries(root.part(16, root.size() - 16, "root node"));
        for (int depth = 1; ; depth++) {
            long next = NodeEntry.NO_CHILD;
            for (NodeEntry entry : node) {
                int order = entry.file() == null
                        ? -1
                        : upCase.compare(name, entry.file().name().name());
                if (order == 0) {
                    return Optional.of(entry.file());
                }
                if (order < 0) {
                    next = entry.childVcn();
                    break;
                }
            }
            if (next == NodeEntry.NO_CHILD) {
                return Optional.empty();
            }
            node = child(next, visited, depth, e -> {});
        }
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
