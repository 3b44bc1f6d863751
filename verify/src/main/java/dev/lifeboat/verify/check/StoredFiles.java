package dev.lifeboat.verify.check;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.windows.WindowsFiles;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * Files that are looked up by their paths, from the root, with {@code /} between their parts.
 *
 * @param tree of a volume, or of an image of a WIM
 */
public record StoredFiles(FileTree tree) implements WindowsFiles {
    /**
     * Finds a file or folder.
     *
     * @param path from the root
     * @return empty if there is none
     * @throws ImageException if a folder on the way is damaged
     * @throws IOException if the storage cannot be read
     */
    public Optional<FileNode> find(String path) throws IOException {
        try {
            return Optional.of(tree.find(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Opens a file.
     *
     * @param path likewise
     * @return empty if there is none, it has no bytes, or it is no file
     * @throws ImageException if it cannot be read
     * @throws IOException if the storage cannot be read
     */
    @Override
    public Optional<ByteSource> open(String path) throws IOException {
        Optional<FileNode> node = find(path).filter(found -> found.type() == FileNode.Type.FILE && found.size() > 0);
        return node.isPresent() ? Optional.of(tree.open(node.get(), "")) : Optional.empty();
    }

    /**
     * Tells whether a file is there and has bytes; what is damaged on the way is as good as none. One in a form that is not supported
     * counts as there: those who read it tell what they could not judge.
     *
     * @param path likewise
     * @return whether it can be opened, as far as that can be told
     * @throws IOException if the storage cannot be read
     */
    public boolean has(String path) throws IOException {
        try {
            return open(path).isPresent();
        } catch (UnsupportedImageException e) {
            return true;
        } catch (ImageException e) {
            return false;
        }
    }
}
