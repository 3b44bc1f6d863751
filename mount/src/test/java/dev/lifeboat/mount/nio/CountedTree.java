package dev.lifeboat.mount.nio;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.util.Optional;

/** A folder {@code /many} of any number of files, all with the same content, that counts how often it is asked. */
public final class CountedTree implements FileTree {
    private final int files;
    private final ByteSource content;
    int finds;
    int opens;

    public CountedTree(int files, ByteSource content) {
        this.files = files;
        this.content = content;
    }

    private FileNode node(String path, FileNode.Type type) {
        return new FileNode(path, type, content.size(), Optional.empty(), 0, path, false);
    }

    @Override
    public FileNode root() {
        return node("/", FileNode.Type.DIRECTORY);
    }

    @Override
    public FileNode find(String path) {
        finds++;
        return node(path, path.matches("/|/many") ? FileNode.Type.DIRECTORY : FileNode.Type.FILE);
    }

    @Override
    public void children(FileNode directory, NodeVisitor visitor) throws IOException {
        for (int i = 0; i < files; i++) {
            visitor.node(node("/many/" + i, FileNode.Type.FILE));
        }
    }

    @Override
    public void walk(FileNode directory, NodeVisitor visitor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileDetails details(FileNode node) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ByteSource open(FileNode node, String stream) {
        opens++;
        return content;
    }
}
