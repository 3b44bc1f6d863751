package dev.lifeboat.mount.tree;

import java.time.Instant;
import java.util.Optional;

/**
 * One name in a tree: a file, a directory, or a link, under one of its names.
 *
 * @param path from the root of the volume: {@code /Users/me/photo.jpg}; {@code /} for the root itself
 * @param type what it is
 * @param size of the main data in bytes; 0 for directories
 * @param modified when the data was last written; absent if nobody noted it
 * @param attributes FILE_ATTRIBUTE_ bits of Windows
 * @param file the tree's own key for the file, equal for each of its names
 * @param internal whether it belongs to the file system itself, such as {@code $MFT}
 */
public record FileNode(
        String path, Type type, long size, Optional<Instant> modified, int attributes, Object file, boolean internal) {
    /** The bits of {@link #attributes} that people see, with the names Windows gives them. */
    public enum Attribute {
        READ_ONLY(0x1),
        HIDDEN(0x2),
        SYSTEM(0x4),
        ARCHIVE(0x20),
        TEMPORARY(0x100),
        SPARSE(0x200),
        REPARSE_POINT(0x400),
        COMPRESSED(0x800),
        OFFLINE(0x1000),
        NOT_INDEXED(0x2000),
        ENCRYPTED(0x4000);

        private final int bit;

        Attribute(int bit) {
            this.bit = bit;
        }

        /**
         * Returns the bit.
         *
         * @return its value in {@link FileNode#attributes}
         */
        public int bit() {
            return bit;
        }
    }

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
