package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Walks a tree directory by directory; a directory that is met again, which only a damaged volume has, is not entered. */
final class TreeWalk {
    /** Far above what volumes have: about half a million directories beside each other. */
    private static final long MOST_MEMORY = 64 << 20;

    private static final int BYTES_A_DIRECTORY = 120;

    private final FileTree tree;
    private final NodeVisitor visitor;
    private final Set<Object> seen = new HashSet<>();
    private final Deque<Level> levels = new ArrayDeque<>();
    /** Of the directory that is entered. Whole paths are not kept: a hostile volume has many, of 32,767 characters each. */
    private final StringBuilder path = new StringBuilder();

    private long memory;

    /**
     * Directories still to be entered.
     *
     * @param pathLength of the directory that holds them
     * @param inside with names in place of paths
     */
    private record Level(int pathLength, Deque<FileNode> inside) {}

    private TreeWalk(FileTree tree, NodeVisitor visitor) {
        this.tree = tree;
        this.visitor = visitor;
    }

    /**
     * Visits all that lies below a directory.
     *
     * @param tree to walk
     * @param directory where to begin
     * @param visitor receives each name
     * @throws IOException if the storage cannot be read, or the visitor throws
     */
    static void walk(FileTree tree, FileNode directory, NodeVisitor visitor) throws IOException {
        new TreeWalk(tree, visitor).walk(directory);
    }

    private void walk(FileNode start) throws IOException {
        seen.add(start.file());
        path.append(start.path().length() == 1 ? "" : start.path());
        enter(start);
        while (!levels.isEmpty()) {
            Level level = levels.element();
            FileNode next = level.inside().poll();
            path.setLength(level.pathLength());
            if (next == null) {
                levels.pop();
            } else {
                memory -= memoryOf(next.path());
                path.append('/').append(next.path());
                enter(at(next, path.toString()));
            }
        }
    }

    private void enter(FileNode directory) throws IOException {
        Deque<FileNode> inside = new ArrayDeque<>();
        tree.children(directory, new NodeVisitor() {
            @Override
            public void node(FileNode node) throws IOException {
                visitor.node(node);
                if (node.directory()) {
                    remember(node, inside);
                }
            }

            @Override
            public void damaged(String damaged, ImageException problem) throws IOException {
                visitor.damaged(damaged, problem);
            }
        });
        levels.push(new Level(path.length(), inside));
    }

    private void remember(FileNode node, Deque<FileNode> inside) throws IOException {
        String name = node.name();
        if (!seen.add(node.file())) {
            visitor.damaged(node.path(), metBefore(node.path()));
        } else if (memory > MOST_MEMORY - memoryOf(name)) {
            visitor.damaged(
                    node.path(),
                    new UnsupportedImageException(
                            node.path(), "lies beside too many other directories, and is not entered"));
        } else {
            memory += memoryOf(name);
            inside.add(at(node, name));
        }
    }

    private static long memoryOf(String name) {
        return BYTES_A_DIRECTORY + 2L * name.length();
    }

    private static FileNode at(FileNode node, String path) {
        return new FileNode(
                path, node.type(), node.size(), node.modified(), node.attributes(), node.file(), node.internal());
    }

    /** Complains about a directory that has another name already, so that nobody misses what is in it. */
    static CorruptImageException metBefore(String path) {
        return new CorruptImageException(
                ByteSource.of(path, new byte[0]),
                0,
                "directory",
                "is the same directory as another; it is not entered twice");
    }
}
