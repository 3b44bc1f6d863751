package dev.lifeboat.formats.image;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.vhd.VhdDisk;
import dev.lifeboat.formats.vhdx.VhdxDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The disk in an image file, whatever the container, before anything on it is read. */
public final class ImageDisk implements Closeable {
    private static final int USUAL_SECTOR = 512;

    private final Path path;
    private final Container container;
    private final ByteSource bytes;
    private final int sectorSize;
    private final Closeable owned;

    private ImageDisk(Path path, Container container, ByteSource bytes, int sectorSize, Closeable owned) {
        this.path = path;
        this.container = container;
        this.bytes = bytes;
        this.sectorSize = sectorSize;
        this.owned = owned;
    }

    /**
     * Opens a container; a differencing disk brings its parents, from its own folder only.
     *
     * @param path a VHDX, a VHD, or the plain bytes of a disk or volume
     * @return the disk, which the caller closes
     * @throws ImageException if the container cannot be read
     * @throws IOException if the file cannot be opened or read
     */
    public static ImageDisk open(Path path) throws IOException {
        Container container;
        try (FileSource file = FileSource.open(path)) {
            container = Container.of(file);
            if (container == Container.RAW) {
                ForeignFormat.refuse(file);
            }
        }
        return switch (container) {
            case VHDX -> {
                VhdxDisk disk = VhdxDisk.open(path);
                yield new ImageDisk(path, container, disk, disk.metadata().logicalSectorSize(), disk);
            }
            case VHD -> {
                VhdDisk disk = VhdDisk.open(path);
                yield new ImageDisk(path, container, disk, USUAL_SECTOR, disk);
            }
            case WIM -> throw new UnsupportedImageException(
                    String.valueOf(path.getFileName()), "is a WIM, which holds files but no disk");
            case RAW -> {
                FileSource disk = FileSource.open(path);
                yield new ImageDisk(path, container, disk, USUAL_SECTOR, disk);
            }
        };
    }

    public Path path() {
        return path;
    }

    public Container container() {
        return container;
    }

    /**
     * Returns what the disk holds.
     *
     * @return its bytes
     */
    public ByteSource bytes() {
        return bytes;
    }

    /**
     * Returns the size of a logical sector, as far as the container knows.
     *
     * @return 512 or 4096 bytes; 512 where nobody knows
     */
    public int sectorSize() {
        return sectorSize;
    }

    @Override
    public void close() throws IOException {
        owned.close();
    }
}
