package dev.lifeboat.verify.seal;

import java.nio.file.Path;

/**
 * A file that is sealed, as it lies there now.
 *
 * @param name below the folder that is sealed, parts divided by {@code /}
 * @param path where it is
 * @param image whether it is an image; the others are documents, catalogs and their like
 */
public record SetFile(String name, Path path, boolean image) {}
