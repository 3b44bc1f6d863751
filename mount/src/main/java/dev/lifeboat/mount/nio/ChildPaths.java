package dev.lifeboat.mount.nio;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.util.ArrayList;
import java.util.List;

/** Collects the paths in a directory. */
final class ChildPaths implements NodeVisitor {
    private final ImagePath directory;
    private final FileNode node;
    private final List<ImagePath> paths = new ArrayList<>();
    private ImageException failure;

    ChildPaths(ImagePath directory, FileNode node) {
        this.directory = directory;
        this.node = node;
    }

    @Override
    public void node(FileNode child) throws UnsupportedImageException {
        String name = child.name();
        if (child.internal()) {
            return;
        }
        directory.getFileSystem().countName();
        if (name.equals(".") || name.equals("..")) { // no path could mean them; only a damaged volume has them
            directory
                    .getFileSystem()
                    .damaged(new UnsupportedImageException(
                            directory.toString(), "holds the impossible name '" + name + "', which is left out"));
            return;
        }
        paths.add(directory.child(child));
    }

    @Override
    public void damaged(String path, ImageException problem) {
        directory.getFileSystem().damaged(problem);
        if (path.equals(node.path()) && failure == null) {
            failure = problem;
        }
    }

    /**
     * Returns what was found.
     *
     * @return the paths, in the order of the directory
     * @throws ImageException if nothing was found because the directory itself cannot be read
     */
    List<ImagePath> paths() throws ImageException {
        if (failure != null && paths.isEmpty()) {
            throw failure;
        }
        return paths;
    }
}
