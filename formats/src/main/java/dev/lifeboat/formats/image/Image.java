package dev.lifeboat.formats.image;

import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a file holds that people call an image: a disk with volumes, or an archive of trees of files. */
public sealed interface Image extends Closeable permits DiskImage, WimArchive {
    /**
     * Opens an image. A differencing disk brings its parents and a split WIM its parts, from its own folder only.
     *
     * @param path a VHDX, a VHD, a WIM, or the plain bytes of a disk or volume
     * @return the image, which the caller closes
     * @throws ImageException if it cannot be read
     * @throws IOException if the file cannot be opened or read
     */
    static Image open(Path path) throws IOException {
        Container container;
        try (FileSource file = FileSource.open(path)) {
            container = Container.of(file);
        }
        return container == Container.WIM ? WimArchive.open(path) : DiskImage.open(path);
    }

    /**
     * Returns the file.
     *
     * @return as it was opened
     */
    Path path();

    /**
     * Returns what kind of file it is.
     *
     * @return as its bytes say
     */
    Container container();

    /**
     * Returns what can hold files.
     *
     * @return in the order by which people number them; may be empty
     */
    List<? extends Volume> volumes();
}
