package dev.lifeboat.formats.image;

import dev.lifeboat.formats.partition.VolumeKind;
import java.io.IOException;

/** A part of an image that may hold a tree of files: a partition of a disk, or an image of a WIM. */
public sealed interface Volume permits DiskVolume, WimVolume {
    /**
     * Returns what it is.
     *
     * @return as its bytes say
     */
    VolumeKind kind();

    /**
     * Returns how large it is.
     *
     * @return of a partition its size, of an image of a WIM that of its files, in bytes; 0 if that is not known
     * @throws IOException if the storage cannot be read
     */
    long size() throws IOException;

    /**
     * Tells whether it can hold files at all.
     *
     * @return false for what Windows only keeps free
     */
    boolean holdsVolume();
}
