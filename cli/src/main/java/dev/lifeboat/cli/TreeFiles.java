package dev.lifeboat.cli;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.windows.WindowsFiles;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** The files of a volume in an image. */
final class TreeFiles implements WindowsFiles {
    private final FileTree tree;

    TreeFiles(FileTree tree) {
        this.tree = tree;
    }

    @Override
    public Optional<ByteSource> open(String path) throws IOException {
        try {
            FileNode node = tree.find(path);
            return node.type() == FileNode.Type.FILE ? Optional.of(tree.open(node, "")) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
