package dev.lifeboat.mount.tree;

import java.time.Instant;

/**
 * One name in a tree: a file, a directory, or a link, under one of its names.
 *
 * @param path from the root of the volume: {@code /Users/me/photo.jpg}; {@code /} for the root itself
 * @param type what it is
 * @param size of the main data in bytes; 0 for directories
 * @param modified when the data was last written
 * @param attributes FILE_ATTRIBUTE_ bits of Windows
 * @param id the file system's own number for the file, the same for each of its names
 * @param internal whether it belongs to the file system itself, such as {@code $MFT}
 */
public record FileNode(String path, Type type, long size, Instant modified, int attributes, long id, boolean internal) {
    /** What a name stands for. */
    public enum Type {
        FILE,
        DIRECTORY,
        /** A symbolic link or a mount point; it is never followed. */
        LINK
    }

    /**
     * Returns the last part of the path.
     *
     * @return empty for the root
     */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public boolean directory() {
        return type == Type.DIRECTORY;
    }

    /**
     * Returns the path that a child of this node has.
     *
     * @param name of the child
     * @return its path
     */
    String child(String name) {
        return path.length() == 1 ? "/" + name : path + "/" + name;
    }
}
