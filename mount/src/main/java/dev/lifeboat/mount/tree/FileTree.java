package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.security.SecurityDescriptor;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The files of a volume, read-only. Owns nothing: whoever opened the image closes it. */
public interface FileTree {
    /**
     * Returns the root directory.
     *
     * @return its node, with the path {@code /}
     * @throws IOException if it cannot be read
     */
    FileNode root() throws IOException;

    /**
     * Finds a file as its file system does: whatever the case of the letters, and by short names. A name that is spelled
     * exactly so is found before one that differs in case; this holds in directories too where Windows takes such names for
     * different ones ({@link FileExtras#caseSensitive}), so that what people type without regard to case is found there.
     *
     * @param path with {@code /} between its parts; the first and last may be left out
     * @return the node, its path in the spelling of the volume
     * @throws NoSuchFileException if there is none
     * @throws ImageException if a directory on the way is damaged
     * @throws IOException if the storage cannot be read
     */
    FileNode find(String path) throws IOException;

    /**
     * Visits what a directory holds, in the order of names.
     *
     * @param directory a node of this tree
     * @param visitor receives each name
     * @throws IOException if the storage cannot be read, or the visitor throws
     */
    void children(FileNode directory, NodeVisitor visitor) throws IOException;

    /**
     * Visits all that lies below a directory, each directory before what it holds. Links are not followed. The names of a
     * directory come together; then follows all below its first subdirectory, all below the second, and so on.
     *
     * @param directory a node of this tree, itself not visited
     * @param visitor receives each name
     * @throws IOException if the storage cannot be read, or the visitor throws
     */
    void walk(FileNode directory, NodeVisitor visitor) throws IOException;

    /**
     * Returns what a directory listing does not show.
     *
     * @param node of this tree
     * @return times, links and streams
     * @throws ImageException if the file is damaged
     * @throws IOException if the storage cannot be read
     */
    FileDetails details(FileNode node) throws IOException;

    /**
     * Returns what few files have: reparse point, extended attributes, object id.
     *
     * @param node of this tree
     * @return all that the file system keeps of it
     * @throws ImageException if one of these is damaged
     * @throws IOException if the storage cannot be read
     */
    default FileExtras extras(FileNode node) throws IOException {
        return FileExtras.NONE;
    }

    /**
     * Visits the files that were deleted, and of which the file system still tells.
     *
     * @param visitor receives them
     * @throws UnsupportedImageException if this program does not look for them on this file system
     * @throws CorruptImageException if what tells free from used is damaged
     * @throws IOException if the storage cannot be read, or the visitor throws
     */
    default void deleted(DeletedNode.Visitor visitor) throws IOException {
        throw new UnsupportedImageException("volume", "deleted files are looked for on NTFS only");
    }

    /**
     * Returns who owns a file and who may do what with it.
     *
     * @param node of this tree
     * @return its security descriptor; empty where the file system keeps none
     * @throws ImageException if it is damaged
     * @throws IOException if the storage cannot be read
     */
    default Optional<SecurityDescriptor> security(FileNode node) throws IOException {
        return Optional.empty();
    }

    /**
     * Opens a stream of a file, as a program on Windows would read it.
     *
     * @param node of this tree
     * @param stream empty for the main one
     * @return its bytes
     * @throws NoSuchFileException if there is no such stream
     * @throws UnsupportedImageException if this program cannot decode it
     * @throws CorruptImageException if it is damaged
     * @throws IOException if the storage cannot be read
     */
    ByteSource open(FileNode node, String stream) throws IOException;

    /**
     * Tells whether any stream has an {@link #order}.
     *
     * @return false if all can be read at any time
     */
    default boolean ordered() {
        return false;
    }

    /**
     * Tells where a stream lies among those that are compressed together, so that reading one expands what lies before it.
     * Whoever reads many files does so in this order, in one thread, or it takes a hundred times as long.
     *
     * @param node of a file in this tree
     * @param stream empty for the main one
     * @return a number that is the larger the further behind it lies, the same for files with the same content; empty if it
     *     can be read at any time
     * @throws IOException if the storage cannot be read
     */
    default OptionalLong order(FileNode node, String stream) throws IOException {
        return OptionalLong.empty();
    }

    /**
     * Opens a file for a copy: what {@link #details} and {@link #open} tell together.
     *
     * @param node of a file in this tree
     * @return its details and its main stream
     * @throws IOException as these two
     */
    default FileContent content(FileNode node) throws IOException {
        return new FileContent(details(node), open(node, ""));
    }

    /**
     * Returns a name in the letters by which the volume compares names: equal for two names that {@link #find} takes for one.
     *
     * @param name one part of a path
     * @return in capital letters
     */
    default String fold(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
