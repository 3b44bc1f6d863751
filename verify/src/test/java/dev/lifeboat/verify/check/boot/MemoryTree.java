package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Files in memory, found whatever the case of their letters. Only knows how to find and open. */
public final class MemoryTree implements FileTree {
    /** By path from the root, with a slash before it. */
    public final Map<String, byte[]> files = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Paths where what leads there is torn. */
    public final Set<String> damaged = new HashSet<>();

    /** Paths of files that are there in a form that is not supported. */
    public final Set<String> unsupported = new HashSet<>();

    public MemoryTree put(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    @Override
    public FileNode find(String given) throws IOException {
        String path = (given.startsWith("/") ? "" : "/") + given.replaceFirst("/$", "");
        if (damaged.contains(path)) {
            throw new CorruptImageException(ByteSource.of("volume", new byte[1]), 0, "index", "is torn");
        }
        byte[] content = files.get(path);
        if (content != null) {
            return node(path, FileNode.Type.FILE, content.length);
        }
        String folder = path.toLowerCase(Locale.ROOT) + "/";
        if (files.keySet().stream()
                .anyMatch(file -> file.toLowerCase(Locale.ROOT).startsWith(folder))) {
            return node(path, FileNode.Type.DIRECTORY, 0);
        }
        throw new NoSuchFileException(path);
    }

    private static FileNode node(String path, FileNode.Type type, long size) {
        return new FileNode(path, type, size, Optional.empty(), 0, path, false);
    }

    @Override
    public ByteSource open(FileNode node, String stream) throws IOException {
        if (unsupported.contains(node.path())) {
            throw new UnsupportedImageException(node.path(), "this compression is not supported");
        }
        return ByteSource.of(node.path(), files.get(node.path()));
    }

    @Override
    public FileNode root() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void children(FileNode directory, NodeVisitor visitor) throws IOException {
        String folder = directory.path().toLowerCase(Locale.ROOT) + "/";
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String file : files.keySet()) {
            if (file.toLowerCase(Locale.ROOT).startsWith(folder)) {
                names.add(file.substring(folder.length()).replaceFirst("/.*", ""));
            }
        }
        for (String name : names) {
            visitor.node(find(directory.path() + "/" + name));
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
}
