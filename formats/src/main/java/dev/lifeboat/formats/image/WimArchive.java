package dev.lifeboat.formats.image;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.wim.WimFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A WIM, open for reading, with all parts of it that are there. */
public final class WimArchive implements Image {
    private final Path path;
    private final WimFile wim;

    private WimArchive(Path path, WimFile wim) {
        this.path = path;
        this.wim = wim;
    }

    /**
     * Opens a WIM.
     *
     * @param path the file, or any part of a split set
     * @return the archive, which the caller closes
     * @throws ImageException if it cannot be read
     * @throws IOException if the file cannot be opened or read
     */
    public static WimArchive open(Path path) throws IOException {
        return new WimArchive(path, WimFile.open(path));
    }

    /**
     * Returns the reader.
     *
     * @return which this closes
     */
    public WimFile wim() {
        return wim;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Container container() {
        return Container.WIM;
    }

    @Override
    public List<WimVolume> volumes() {
        return wim.images().stream().map(WimVolume::new).toList();
    }

    @Override
    public void close() throws IOException {
        wim.close();
    }
}
