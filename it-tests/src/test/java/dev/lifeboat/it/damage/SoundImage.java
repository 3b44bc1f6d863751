package dev.lifeboat.it.damage;

import java.nio.file.Path;

/**
 * An image without damage.
 *
 * @param kind a short name for tables, and for repeating a case
 * @param file the image, in a folder of its own; a parent may lie beside it
 * @param map what stands where in the file
 */
record SoundImage(String kind, Path file, StructureMap map) {}
