package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.source.ImageException;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a visitor is shown: paths, and what cannot be read as {@code path! problem}. */
final class Seen implements NodeVisitor {
    final List<String> all = new ArrayList<>();

    @Override
    public void node(FileNode node) {
        all.add(node.path());
    }

    @Override
    public void damaged(String path, ImageException problem) {
        all.add(path + "! " + problem.getMessage());
    }

    List<String> withoutInternal() {
        return all.stream().filter(path -> !path.startsWith("/$")).toList();
    }
}
