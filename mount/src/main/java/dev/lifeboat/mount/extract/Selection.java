package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be copied from one volume. The file system's own files are left out, unless one is named.
 *
 * @param tree of the volume
 * @param starts files, and directories with all that lies below; none lies in another
 */
public record Selection(FileTree tree, List<FileNode> starts) {
    /**
     * How much there is to copy.
     *
     * @param files number of names
     * @param bytes sum of their sizes, holes included; at most {@link Long#MAX_VALUE}, which only a hostile image reaches
     */
    public record Size(long files, long bytes) {
        /**
         * Adds another.
         *
         * @param other to add
         * @return the sum
         */
        public Size plus(Size other) {
            long sum = bytes + other.bytes;
            return new Size(files + other.files, sum < 0 ? Long.MAX_VALUE : sum);
        }
    }

    /**
     * Finds what is named.
     *
     * @param tree of the volume
     * @param paths in it; a path in another of them adds nothing
     * @return the selection
     * @throws NoSuchFileException if one does not exist
     * @throws ImageException if a directory on the way is damaged
     * @throws IOException if the storage cannot be read
     */
    public static Selection of(FileTree tree, List<String> paths) throws IOException {
        List<FileNode> starts = new ArrayList<>();
        for (String path : paths) {
            FileNode node = tree.find(path);
            if (starts.stream().noneMatch(start -> covers(start, node))) {
                starts.removeIf(start -> covers(node, start));
                starts.add(node);
            }
        }
        return new Selection(tree, List.copyOf(starts));
    }

    private static boolean covers(FileNode outer, FileNode inner) {
        String below = outer.path().equals("/") ? "/" : outer.path() + "/";
        return inner.path().equals(outer.path()) || inner.path().startsWith(below);
    }

    /**
     * Counts what there is. What cannot be read is not counted, and not complained about.
     *
     * @return the size
     * @throws IOException if the storage cannot be read
     */
    public Size size() throws IOException {
        Counter counter = new Counter();
        for (FileNode start : starts) {
            counter.internals = start.internal();
            if (start.directory()) {
                tree.walk(start, counter);
            } else {
                counter.node(start);
            }
        }
        return counter.size;
    }

    private static final class Counter implements NodeVisitor {
        private boolean internals;
        private Size size = new Size(0, 0);

        @Override
        public void node(FileNode node) {
            if (node.type() == FileNode.Type.FILE && (internals || !node.internal())) {
                size = size.plus(new Size(1, node.size()));
            }
        }

        @Override
        public void damaged(String path, ImageException problem) {
            // the copy will tell
        }
    }
}
