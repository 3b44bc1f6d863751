package dev.lifeboat.mount.inode;

/** A name above the files of volumes: a folder of computers or versions, a volume, a volume as one file. */
public sealed interface Place permits Folder, VolumePlace, FilePlace, BrokenPlace {
    /**
     * Returns how the host shows it.
     *
     * @return empty for the root of a mount
     */
    String name();
}
