package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.extract.Selection.Size;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileNode.Attribute;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.util.BitSet;

/** Counts what there is to copy, and what of it takes up room for certain. */
final class SizeCounter implements NodeVisitor {
    /** Files of this size are looked at if anything about them is special; smaller ones are then not counted. */
    private static final long WORTH_A_LOOK = 1 << 20;
    /** And files of this size always: what a damaged record says is not to keep anybody from copying the rest. */
    private static final long UNBELIEVABLE = 1 << 30;

    private static final int SPECIAL = Attribute.SPARSE.bit()
            | Attribute.COMPRESSED.bit()
            | Attribute.ENCRYPTED.bit()
            | Attribute.OFFLINE.bit()
            | Attribute.REPARSE_POINT.bit();
    /** Bits for files that were met. Two files may share one: then the second is not counted. */
    private static final int FILES = 1 << 24;

    private final FileTree tree;
    private final boolean holes;
    private final BitSet met = new BitSet();
    private boolean internals;
    private Size size = new Size(0, 0, 0);

    SizeCounter(FileTree tree, boolean holes) {
        this.tree = tree;
        this.holes = holes;
    }

    /** Says where the walk begins. */
    void begin(FileNode start) {
        internals = start.internal();
    }

    Size size() {
        return size;
    }

    @Override
    public void node(FileNode node) {
        if (node.type() == FileNode.Type.FILE && (internals || !node.internal())) {
            size = size.plus(new Size(1, node.size(), least(node)));
        }
    }

    private long least(FileNode node) {
        int bit = node.file().hashCode() & FILES - 1;
        if (node.size() == 0 || met.get(bit)) {
            return 0;
        }
        met.set(bit);
        boolean special = (node.attributes() & SPECIAL) != 0;
        if (node.size() < UNBELIEVABLE && !special) {
            return node.size();
        }
        return node.size() < WORTH_A_LOOK ? 0 : stored(node);
    }

    private long stored(FileNode node) {
        try {
            ByteSource content = tree.open(node, "");
            return holes ? Holes.stored(content) : content.size();
        } catch (IOException e) {
            return 0; // the copy will tell
        }
    }

    @Override
    public void damaged(String path, ImageException problem) {
        // the copy will tell
    }
}
