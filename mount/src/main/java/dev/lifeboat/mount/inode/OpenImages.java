package dev.lifeboat.mount.inode;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.mount.raw.RawSet;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;

/**
 * The images of one version, opened when somebody needs them, and closed again when nobody does and others are open instead:
 * a folder may hold many versions.
 */
public final class OpenImages implements Closeable {
    /** What failed is tried again after this, since a disk may be plugged in again; in nanoseconds. */
    private static final long FAILURE_LASTS = 2_000_000_000L;

    private final RawSet.Opener opener;
    private final OpenLimit limit;
    private final Map<Long, Inodes> inodes = new HashMap<>();
    private RawSet.Opened set;
    private int users;
    private long used;
    private boolean ended;
    private IOException failure;
    private long failedAt;

    /**
     * @param opener called again after the images were closed
     * @param limit of the mount
     */
    public OpenImages(RawSet.Opener opener, OpenLimit limit) {
        this.opener = opener;
        this.limit = limit;
    }

    /** Keeps the images open until it is closed. */
    final class Lease implements Closeable {
        private boolean over;

        ImageSet set() {
            synchronized (OpenImages.this) {
                return set.images();
            }
        }

        /** The files of a volume, opened once. */
        Inodes inodes(VolumePlace volume, NodeTable table, long place) throws IOException {
            synchronized (OpenImages.this) {
                Inodes known = inodes.get(place);
                if (known == null) {
                    known = opened(volume, table, place);
                    inodes.put(place, known);
                }
                return known;
            }
        }

        private Inodes opened(VolumePlace volume, NodeTable table, long place) throws IOException {
            try {
                return volume.open(set.images(), table, place);
            } catch (NoSuchFileException e) {
                throw new IOException("volume " + volume.number() + " is not in the images any more", e);
            }
        }

        @Override
        public void close() {
            synchronized (OpenImages.this) {
                users -= over ? 0 : 1;
                over = true;
            }
        }
    }

    /**
     * Begins a use.
     *
     * @return to be closed
     * @throws IOException if the images cannot be opened
     */
    Lease enter() throws IOException {
        boolean opened = false;
        Lease lease;
        synchronized (this) {
            if (set == null) {
                open();
                opened = true;
            }
            users++;
            used = System.nanoTime();
            lease = new Lease();
        }
        try {
            if (opened) {
                limit.opened(this);
            }
            return lease;
        } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private void open() throws IOException {
        if (ended) {
            throw new IOException("the mount has ended");
        }
        if (failure != null && System.nanoTime() - failedAt < FAILURE_LASTS) {
            throw failure;
        }
        try {
            set = opened();
            failure = null;
        } catch (IOException e) {
            failure = e;
            failedAt = System.nanoTime();
            throw e;
        }
    }

    /** That an image is away, as with a disk that was unplugged, must not look as if the file in it did not exist. */
    private RawSet.Opened opened() throws IOException {
        try {
            return opener.open();
        } catch (NoSuchFileException e) {
            throw new IOException(e.getFile() + ": " + (e.getReason() == null ? "does not exist" : e.getReason()), e);
        }
    }

    synchronized long used() {
        return used;
    }

    /** Closes them unless somebody uses them; tells whether they are closed. */
    synchronized boolean closeIfIdle() throws IOException {
        if (users > 0 || set == null) {
            return set == null;
        }
        inodes.clear();
        RawSet.Opened open = set;
        set = null;
        open.owner().close();
        return true;
    }

    @Override
    public synchronized void close() throws IOException {
        ended = true;
        inodes.clear();
        if (set != null) {
            RawSet.Opened open = set;
            set = null;
            open.owner().close();
        }
    }
}
