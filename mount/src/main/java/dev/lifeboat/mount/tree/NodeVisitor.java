package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;

/** Receives the names of a tree. */
@FunctionalInterface
public interface NodeVisitor {
    /**
     * Takes a name.
     *
     * @param node the name and what it stands for
     * @throws IOException ends the walk
     */
    void node(FileNode node) throws IOException;

    /**
     * Takes note of something that cannot be read; the walk goes on behind it.
     *
     * @param path what is affected: a file, or a directory of which part or all is missing
     * @param problem what is wrong
     * @throws IOException ends the walk
     */
    default void damaged(String path, ImageException problem) throws IOException {
        throw problem;
    }
}
