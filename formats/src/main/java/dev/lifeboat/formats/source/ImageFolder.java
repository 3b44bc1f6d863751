package dev.lifeboat.formats.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The folder of an image: the only place where files that the image names are looked for.
 */
final class ImageFolder {
    private final Path root;

    private ImageFolder(Path root) {
        this.root = root;
    }

    /**
     * Takes the folder that an image lies in.
     *
     * @param image an existing file
     * @return its folder
     * @throws IOException if the file does not exist or its real place cannot be told
     */
    static ImageFolder of(Path image) throws IOException {
        Path folder = image.toRealPath().getParent();
        if (folder == null) {
            throw new IOException(image + " is not a file in a folder");
        }
        return new ImageFolder(folder);
    }

    /**
     * Finds the file that a Windows path in an image means. A relative path is followed from the file that names it, as long
     * as it stays in this folder or below. Of an absolute path only the file name counts, and is looked for beside the file
     * that names it. A network path means nothing.
     *
     * @param from the file that names the other
     * @param windowsPath as it stands in the image
     * @return the real path of an existing file in this folder or below, if there is one
     * @throws IOException if the folder of {@code from} cannot be read
     */
    Optional<Path> find(Path from, String windowsPath) throws IOException {
        Path folder = from.toRealPath().getParent();
        String path = windowsPath.replace('/', '\\');
        if (folder == null || isNetworkPath(path)) {
            return Optional.empty();
        }
        boolean relative = !path.startsWith("\\") && path.indexOf(':') < 0;
        return resolve(folder, relative ? path : path.substring(path.lastIndexOf('\\') + 1));
    }

    private static boolean isNetworkPath(String path) {
        boolean device = path.startsWith("\\\\?\\") || path.startsWith("\\\\.\\");
        return device ? path.substring(4).toUpperCase(Locale.ROOT).startsWith("UNC\\") : path.startsWith("\\\\");
    }

    private Optional<Path> resolve(Path folder, String path) throws IOException {
        List<String> parts = new ArrayList<>(List.of(path.split("\\\\")));
        parts.removeIf(String::isEmpty);
        if (parts.isEmpty() || path.indexOf(':') >= 0) { // a colon would name a stream of a file, or a drive
            return Optional.empty();
        }
        try {
            Path candidate = folder;
            for (String part : parts) {
                candidate = candidate.resolve(part);
            }
            candidate = candidate.normalize();
            if (!candidate.startsWith(root) || !Files.isRegularFile(candidate)) {
                return Optional.empty();
            }
            Path real = candidate.toRealPath(); // a link may lead out
            return real.startsWith(root) ? Optional.of(real) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty(); // no file of this system has such a name
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
