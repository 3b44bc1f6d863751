package dev.lifeboat.verify.check.boot;

/**
 * A file that something names, there or not.
 *
 * @param volume that it is on
 * @param path from the root, with a slash before it and between its parts
 */
public record StoredFile(BootVolume volume, String path) {
    /**
     * Returns the words for it.
     *
     * @return the volume and the path
     */
    public String where() {
        return volume.name() + path;
    }
}
