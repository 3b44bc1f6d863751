package dev.lifeboat.mount.windows;

import java.nio.file.Path;
import java.util.List;

/**
 * What is to be mounted by Windows.
 *
 * @param where the place that was named, which all volumes of a set have in common
 * @param image a VHDX or VHD
 * @param volumes which of its volumes are to be shown, and where
 * @param overlay whether Windows may write: into a temporary file, never into the image
 * @param background whether it stays when this process ends
 * @param notes the folder in which mounts are noted
 */
public record NativeRequest(
        String where, Path image, List<Showing> volumes, boolean overlay, boolean background, Path notes) {
    /**
     * A volume and its place.
     *
     * @param name for a person
     * @param offset of its first byte on the disk
     * @param place <code>V:\</code>, or a folder on NTFS, empty or yet to be made, with a backslash at its end
     */
    public record Showing(String name, long offset, String place) {
        boolean inFolder() {
            return place.length() > "V:\\".length();
        }
    }
}
