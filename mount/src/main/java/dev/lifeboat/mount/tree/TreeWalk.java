package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Walks a tree directory by directory; a directory that is met again, which only a damaged volume has, is not entered. */
final class TreeWalk {
    private TreeWalk() {}

    /**
     * Visits all that lies below a directory.
     *
     * @param tree to walk
     * @param directory where to begin
     * @param visitor receives each name
     * @throws IOException if the storage cannot be read, or the visitor throws
     */
    static void walk(FileTree tree, FileNode directory, NodeVisitor visitor) throws IOException {
        Set<Object> seen = new HashSet<>(Set.of(directory.file()));
        Deque<FileNode> pending = new ArrayDeque<>(List.of(directory));
        while (!pending.isEmpty()) {
            List<FileNode> inside = new ArrayList<>();
            tree.children(pending.pop(), new NodeVisitor() {
                @Override
                public void node(FileNode node) throws IOException {
                    visitor.node(node);
                    if (node.directory() && seen.add(node.file())) {
                        inside.add(node);
                    }
                }

                @Override
                public void damaged(String path, ImageException problem) throws IOException {
                    visitor.damaged(path, problem);
                }
            });
            for (int i = inside.size() - 1; i >= 0; i--) {
                pending.push(inside.get(i));
            }
        }
    }
}
