package dev.lifeboat.mount.raw;

import dev.lifeboat.formats.backup.ImageSet;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The raw views of the images of one version of a backup, or of one image file. The images are opened when they are first asked
 * for. For any thread.
 */
public final class RawSet implements Closeable {
    private final List<String> folder;
    private final Opener opener;
    private Closeable open;
    private List<RawView> views;
    private boolean closed;

    /** Opens the images of a set. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens them.
         *
         * @return the images, which closing the set closes
         * @throws IOException if there is nothing that can be opened
         */
        Opened open() throws IOException;
    }

    /**
     * Open images.
     *
     * @param images all of them
     * @param owner closed instead of the images, which it owns
     */
    public record Opened(ImageSet images, Closeable owner) {}

    /**
     * Takes note of where images are; opens nothing.
     *
     * @param folder the parts of a name that the names of the views follow: computer and version; empty for a single image
     * @param opener of the images
     */
    public RawSet(List<String> folder, Opener opener) {
        this.folder = List.copyOf(folder);
        this.opener = opener;
    }

    /**
     * Returns what tells this set from others.
     *
     * @return computer and version, such as {@code OFFICE-PC} and {@code Backup 2026-01-31 120000}; empty for a single image
     */
    public List<String> folder() {
        return folder;
    }

    /**
     * Returns what opens the images, for who shows more of them than their bytes.
     *
     * @return may be called again and again
     */
    public Opener opener() {
        return opener;
    }

    /**
     * Returns the views; opens the images if nobody has yet. What failed is tried again by the next call.
     *
     * @return volumes by number, then disks; those of a damaged image with the problem instead of bytes. Empty for a WIM
     * @throws IOException if nothing can be opened, or the set is closed
     */
    public synchronized List<RawView> views() throws IOException {
        if (closed) {
            throw new IOException("these images are closed");
        }
        if (views == null) {
            Opened opened = opener.open();
            try {
                views = RawViews.of(opened.images());
                open = opened.owner();
            } finally {
                if (open == null) {
                    opened.owner().close();
                }
            }
        }
        return views;
    }

    /**
     * Finds a view.
     *
     * @param name of it, as {@link RawView#name}; letters in whatever case
     * @return empty if there is none
     * @throws IOException as {@link #views}
     */
    public Optional<RawView> find(String name) throws IOException {
        return views().stream()
                .filter(view -> view.name().equalsIgnoreCase(name))
                .findFirst();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        views = null;
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
