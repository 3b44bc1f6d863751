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

/**
 * The B-tree of an index: its root lies in the record, its other nodes in blocks. What the entries say is the caller's
 * business: names in directories, numbers in $Secure.
 *
 * @param <T> what an entry is read into
 */
final class IndexTree<T> {
    static final int ENTRY_HEADER = 16;

    private static final int MAX_DEPTH = 32;
    private static final int BLOCK_HEADER = 24;
    private static final int HAS_CHILD = 1;
    private static final int LAST = 2;

    private final Struct root;
    private final ByteSource blocks;
    private final Reader<T> reader;
    private final int blockSize;
    private final int vcnSize;

    private IndexTree(Struct root, ByteSource blocks, Reader<T> reader, int blockSize, int vcnSize) {
        this.root = root;
        this.blocks = blocks;
        this.reader = reader;
        this.blockSize = blockSize;
        this.vcnSize = vcnSize;
    }

    /**
     * Which index, and how it is ordered.
     *
     * @param name of the attributes
     * @param indexed type of the attribute that is the key; 0 if the key is none
     * @param collation number of the order
     */
    record Kind(String name, int indexed, int collation) {}

    /** Makes sense of an entry. */
    interface Reader<T> {
        /**
         * Reads an entry.
         *
         * @param entry all of it, its header too
         * @param keyLength of the key behind the header, known to fit
         * @return what it says
         * @throws CorruptImageException if it contradicts itself
         */
        T read(Struct entry, int keyLength) throws CorruptImageException;
    }

    /** Receives the entries of an index. */
    interface Visitor<T> {
        void entry(T entry) throws IOException;

        void damaged(CorruptImageException problem) throws IOException;

        void block(long block) throws IOException;
    }

    /** Compares what is looked for with an entry. */
    interface Order<T> {
        /**
         * Compares.
         *
         * @param entry of the index
         * @return below 0 if what is looked for comes before it, 0 if it is this
         */
        int compare(T entry);
    }

    /** An entry of a node; {@code value} is null in the last one, which only leads to what is greater than all keys. */
    private record NodeEntry<T>(T value, long childVcn) {
        static final long NO_CHILD = -1;
    }

    /**
     * Opens an index.
     *
     * @param file that has it
     * @param kind which one
     * @param clusterSize of the volume
     * @param reader of the entries
     * @return the index
     * @throws CorruptImageException if the file has none, or its root is damaged
     * @throws IOException if the storage cannot be read
     */
    static <T> IndexTree<T> of(NtfsFile file, Kind kind, int clusterSize, Reader<T> reader) throws IOException {
        ByteSource source = file.openRaw(AttributeType.INDEX_ROOT, kind.name());
        if (source.size() > 64 << 10) {
            throw file.record().corrupt("$INDEX_ROOT has " + source.size() + " bytes");
        }
        Struct root = Struct.read(source, 0, (int) source.size(), "$INDEX_ROOT");
        root.expect(0, "indexed attribute", root.u32(0), kind.indexed());
        root.expect(4, "collation", root.u32(4), kind.collation());
        long blockSize = root.u32(8);
        if (Long.bitCount(blockSize) != 1 || blockSize < 512 || blockSize > 64 << 10) {
            throw root.corrupt(8, "size of a block", "is " + blockSize + ", expected a power of two up to 65536");
        }
        ByteSource blocks = file.has(AttributeType.INDEX_ALLOCATION, kind.name())
                ? file.openRaw(AttributeType.INDEX_ALLOCATION, kind.name())
                : ByteSource.of(source.name(), new byte[0]);
        // A block smaller than a cluster is addressed in units of 512 bytes.
        int vcnSize = clusterSize <= blockSize ? clusterSize : 512;
        return new IndexTree<>(root, blocks, reader, (int) blockSize, vcnSize);
    }

    long blockCount() {
        return blocks.size() / blockSize;
    }

    int blockSize() {
        return blockSize;
    }

    /**
     * Visits every entry in order.
     *
     * @param visitor receives the entries
     * @throws CorruptImageException if a node is damaged and the visitor does not go on
     * @throws IOException if the storage cannot be read
     */
    void forEach(Visitor<T> visitor) throws IOException {
        Set<Long> visited = new HashSet<>();
        Deque<List<NodeEntry<T>>> nodes = new ArrayDeque<>();
        Deque<Integer> positions = new ArrayDeque<>();
        List<NodeEntry<T>> node = tolerate(visitor, this::rootEntries);
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
            NodeEntry<T> entry = node.get(at);
            if (entry.childVcn() != NodeEntry.NO_CHILD && !descended) {
                nodes.push(node);
                positions.push(at);
                int depth = nodes.size();
                node = tolerate(visitor, () -> {
                    long block = enter(entry.childVcn(), visited, depth);
                    visitor.block(block);
                    return entries(block(entry.childVcn()));
                });
                at = 0;
                continue;
            }
            descended = false;
            if (entry.value() != null) {
                visitor.entry(entry.value());
            }
            at++;
        }
    }

    private interface NodeReader<T> {
        List<NodeEntry<T>> read() throws IOException;
    }

    private static <T> List<NodeEntry<T>> tolerate(Visitor<T> visitor, NodeReader<T> reader) throws IOException {
        try {
            return reader.read();
        } catch (CorruptImageException e) {
            visitor.damaged(e);
            return List.of();
        }
    }

    /**
     * Finds an entry.
     *
     * @param order where it stands
     * @return the entry, or empty
     * @throws CorruptImageException if a node on the way is damaged
     * @throws IOException if the storage cannot be read
     */
    Optional<T> find(Order<T> order) throws IOException {
        Set<Long> visited = new HashSet<>();
        List<NodeEntry<T>> node = rootEntries();
        for (int depth = 1; ; depth++) {
            long next = NodeEntry.NO_CHILD;
            for (NodeEntry<T> entry : node) {
                int difference = entry.value() == null ? -1 : order.compare(entry.value());
                if (difference == 0) {
                    return Optional.of(entry.value());
                }
                if (difference < 0) {
                    next = entry.childVcn();
                    break;
                }
            }
            if (next == NodeEntry.NO_CHILD) {
                return Optional.empty();
            }
            enter(next, visited, depth);
            node = entries(block(next));
        }
    }

    private List<NodeEntry<T>> rootEntries() throws CorruptImageException {
        return entries(root.part(16, root.size() - 16, "root node"));
    }

    private long enter(long vcn, Set<Long> visited, int depth) throws CorruptImageException {
        long block = blockNumber(vcn);
        if (depth > MAX_DEPTH || !visited.add(block)) {
            throw new CorruptImageException(
                    blocks, block * blockSize, "index", "block " + block + " is reached twice or too deep");
        }
        return block;
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

    private List<NodeEntry<T>> entries(Struct node) throws CorruptImageException {
        long first = node.u32(0);
        long used = node.u32(4);
        if (used > node.size() || first < 16 || first > used) {
            throw node.corrupt(0, "entries", "from " + first + " to " + used + " do not fit in " + node.size());
        }
        List<NodeEntry<T>> entries = new ArrayList<>();
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
                entries.add(new NodeEntry<>(null, child));
                return entries;
            }
            entries.add(new NodeEntry<>(reader.read(node.part(at, length, "entry"), keyLength), child));
            at += length;
        }
    }
}
