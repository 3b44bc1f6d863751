package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * A place in an image as people write it: {@code 1:/Users/me}, {@code C:\Users}, {@code /Users}, {@code ESP:}.
 *
 * @param volume what stands before the colon; absent if nothing does
 * @param path what stands behind it, with {@code /}; empty for the root
 */
record VolumePath(Optional<String> volume, String path) {
    /**
     * Takes text apart. What begins with a slash has no volume; otherwise the volume ends at the first colon.
     *
     * @param text from the command line
     * @return its parts
     */
    static VolumePath parse(String text) {
        int colon = text.indexOf(':');
        boolean bare = colon < 0 || text.startsWith("/") || text.startsWith("\\");
        String path = bare ? text : text.substring(colon + 1);
        // Backslashes are what Windows users type; a path with slashes may hold them in its names.
        String slashed = path.indexOf('/') < 0 ? path.replace('\\', '/') : path;
        return new VolumePath(bare ? Optional.empty() : Optional.of(text.substring(0, colon)), slashed);
    }

    /**
     * Finds the volume that is meant.
     *
     * @param set the images
     * @return the one that is named, or the only one
     * @throws NoSuchFileException if there is no such volume, or none is named and there are several
     */
    NumberedVolume volume(ImageSet set) throws NoSuchFileException {
        if (volume.isPresent()) {
            return set.volume(volume.get());
        }
        return set.onlyVolume()
                .orElseThrow(() -> new NoSuchFileException(
                        path,
                        null,
                        "on which volume? There are " + set.volumes().size() + "; write 1:"
                                + (path.startsWith("/") ? "" : "/") + path));
    }
}
