package dev.lifeboat.mount.raw;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import java.util.Optional;

/**
 * The bytes of one volume or one disk, under a name that is the same each time.
 *
 * @param name of a volume what the command line calls it, too: its drive letter ({@code C}), {@code ESP}, or its number
 *     ({@code 3}); of a disk {@code disk-1}, by the place of its image file among those of the set. Unique in its set; letters
 *     of ASCII, digits and a hyphen only
 * @param kind what it is
 * @param description for a person, such as {@code NTFS, "Windows"}; text from the image, not yet made harmless for a terminal
 * @param size in bytes; 0 where it is not known
 * @param sectorSize of the disk, 512 or 4096 bytes; 512 where nothing tells
 * @param source its bytes, usable until the set is closed; absent if they cannot be read
 * @param problem why there is no source
 */
public record RawView(
        String name,
        Kind kind,
        String description,
        long size,
        int sectorSize,
        Optional<ByteSource> source,
        Optional<ImageException> problem) {
    /** What the bytes are. */
    public enum Kind {
        /** A partition, or the whole of a disk without a partition table. */
        VOLUME,
        /** The virtual disk in an image file, with its partition table. */
        DISK
    }

    /**
     * Returns the bytes.
     *
     * @return read-only, for any number of threads
     * @throws ImageException why they cannot be read
     */
    public ByteSource open() throws ImageException {
        if (source.isEmpty()) {
            throw problem.orElseThrow();
        }
        return source.get();
    }
}
