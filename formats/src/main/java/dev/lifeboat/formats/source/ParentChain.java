package dev.lifeboat.formats.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Opens a virtual disk together with the parents that its file needs, all of them in the folder of the first file or below.
 * An image may come from anyone; a path in it must not make this program open a file elsewhere on the computer, or ask a
 * server for one.
 *
 * @param <F> one file, read but not yet put on its parent
 * @param <D> a disk that can be read
 */
public final class ParentChain<F, D extends Closeable> {
    private static final int MOST_FILES = 64;

    private final Format<F, D> format;
    private final ImageFolder folder;
    /** The files on the way from the first one to the one being opened. */
    private final Set<Path> descendants = new LinkedHashSet<>();

    private ParentChain(Format<F, D> format, ImageFolder folder) {
        this.format = format;
        this.folder = folder;
    }

    /**
     * What a file says about the file below it.
     *
     * @param identity of the parent, for messages: {@code parent {1e5a...}}
     * @param paths where it was when the child was made, as Windows paths and in the order in which they are tried
     */
    public record Parent(String identity, List<String> paths) {}

    /**
     * The format's part.
     *
     * @param <F> as in {@link ParentChain}
     * @param <D> as in {@link ParentChain}
     */
    public interface Format<F, D> {
        /**
         * Reads a file without its parent.
         *
         * @param file which stays open
         * @return its parts
         * @throws IOException if it is damaged or cannot be read
         */
        F read(ByteSource file) throws IOException;

        /**
         * Returns what the file says about its parent.
         *
         * @param file a file
         * @return nothing if it needs no parent
         */
        Optional<Parent> parentOf(F file);

        /**
         * Insists that one file is the parent of another.
         *
         * @param child needs a parent
         * @param parent may be it
         * @throws ImageException if it is not
         */
        void requireParent(F child, F parent) throws ImageException;

        /**
         * Makes a disk of a file.
         *
         * @param file the file
         * @param parent the disk below, or null
         * @param owned to be closed with the disk
         * @return the disk
         * @throws IOException if the two do not fit
         */
        D disk(F file, D parent, Closeable owned) throws IOException;
    }

    /**
     * Opens a disk.
     *
     * @param format of the file
     * @param path of the file
     * @param <F> as in {@link ParentChain}
     * @param <D> as in {@link ParentChain}
     * @return the disk, which owns the files
     * @throws CorruptImageException if a file is damaged, or is its own ancestor
     * @throws UnsupportedImageException if a parent is missing or not the right one
     * @throws IOException if a file cannot be read
     */
    public static <F, D extends Closeable> D open(Format<F, D> format, Path path) throws IOException {
        FileSource file = FileSource.open(path);
        try {
            F parts = format.read(file);
            return new ParentChain<>(format, ImageFolder.of(path)).complete(path.toRealPath(), file, parts);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The disk of a file that is open. If there will be none, the file is still the caller's. */
    private D complete(Path path, FileSource file, F parts) throws IOException {
        Optional<Parent> named = format.parentOf(parts);
        if (named.isEmpty()) {
            return format.disk(parts, null, file);
        }
        descendants.add(path);
        if (descendants.size() > MOST_FILES) {
            throw new UnsupportedImageException(
                    file.name(), "a chain of more than " + MOST_FILES + " differencing disks is not supported");
        }
        D parent = openParent(path, file, parts, named.get());
        try {
            return format.disk(parts, parent, () -> {
                try {
                    file.close();
                } finally {
                    parent.close();
                }
            });
        } catch (IOException | RuntimeException e) {
            parent.close();
            throw e;
        }
    }

    /**
     * Opens the first file among those named that is the parent. What is wrong further down the chain is final: trying every
     * way down could take for ever.
     */
    private D openParent(Path path, FileSource child, F childParts, Parent named) throws IOException {
        ImageException failure = null;
        for (Path candidate : candidates(path, named)) {
            FileSource file = FileSource.open(candidate);
            try {
                F parts = readParent(file, childParts);
                if (descendants.contains(candidate)) {
                    throw new CorruptImageException(child, 0, "", "its ancestor " + file.name() + " is made from it");
                }
                return complete(candidate, file, parts);
            } catch (NotTheParent e) {
                file.close();
                failure = failure == null ? e.reason : failure;
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        throw new UnsupportedImageException(
                child.name(),
                named.identity + " is missing; looked in " + folder + " for " + String.join(" and ", named.paths));
    }

    private F readParent(FileSource file, F child) throws IOException, NotTheParent {
        try {
            F parts = format.read(file);
            format.requireParent(child, parts);
            return parts;
        } catch (ImageException e) {
            throw new NotTheParent(e);
        }
    }

    /** A file has the name of the parent and is not it, or is damaged; another may be it. */
    private static final class NotTheParent extends Exception {
        private final ImageException reason;

        private NotTheParent(ImageException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    private Set<Path> candidates(Path child, Parent named) throws IOException {
        Set<Path> candidates = new LinkedHashSet<>();
        for (String path : named.paths) {
            folder.find(child, path).ifPresent(candidates::add);
        }
        return candidates;
    }
}
