package dev.lifeboat.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Goes through a tree as commands do: the walk of the volume, then directory by directory; details and every stream. */
final class TreeProbe implements NodeVisitor {
    /** Far more than any image here has room for. */
    private static final int MOST_NODES = 50_000;

    private static final int MOST_OPENED = 200;

    private final FileTree tree;
    private final String name;
    private final Set<Object> files = new HashSet<>();
    private final Deque<FileNode> directories = new ArrayDeque<>();
    private int nodes;

    private TreeProbe(FileTree tree, String name) {
        this.tree = tree;
        this.name = name;
    }

    /**
     * Looks at everything.
     *
     * @param tree to go through
     * @param name of the source, with which complaints begin
     */
    static void tree(FileTree tree, String name) throws IOException {
        Optional<FileNode> root = Probe.read(name, tree::root);
        if (root.isEmpty()) {
            return;
        }
        TreeProbe probe = new TreeProbe(tree, name);
        Probe.read(name, () -> {
            tree.walk(root.get(), probe);
            return true;
        });
        probe.directories.clear();
        probe.directories.add(root.get());
        Set<Object> entered = new HashSet<>();
        while (!probe.directories.isEmpty()) {
            FileNode directory = probe.directories.remove();
            if (entered.add(directory.file())) {
                Probe.read(name, () -> {
                    tree.children(directory, probe);
                    return true;
                });
            }
        }
    }

    @Override
    public void node(FileNode node) throws IOException {
        assertThat(++nodes).isLessThan(MOST_NODES);
        assertThat(node.path()).startsWith("/").doesNotContain("\0").doesNotContain("//");
        assertThat(node.path().length()).isLessThanOrEqualTo(32_767);
        assertThat(node.size()).isNotNegative();
        if (node.directory()) {
            directories.add(node);
        }
        if (files.add(node.file()) && files.size() < MOST_OPENED) {
            Probe.read(name, () -> details(node));
            Probe.read(name, () -> tree.extras(node));
            found(node);
        }
    }

    private FileDetails details(FileNode node) throws IOException {
        FileDetails details = tree.details(node);
        for (FileDetails.Stream stream : details.streams()) {
            Probe.read(name, () -> {
                Probe.source("", tree.open(node, stream.name()));
                return true;
            });
        }
        return details;
    }

    /** Where a directory lies about a name, there may be another file, or none; but an answer there must be. */
    private void found(FileNode node) throws IOException {
        try {
            Optional<FileNode> found = Probe.read(name, () -> tree.find(node.path()));
            found.ifPresent(other -> assertThat(other.path()).startsWith("/"));
        } catch (NoSuchFileException expected) {
            assertThat(expected).hasMessageContaining(node.path());
        }
    }

    @Override
    public void damaged(String path, ImageException problem) {
        Probe.refusal("", problem);
    }
}
