/**
 * The WindowsImageBackup folder: finds the computer, the version and the image files that a path means, and opens the
 * images as one set of numbered volumes. Start at {@link dev.lifeboat.formats.backup.ImageSet}.
 *
 * <p>Depends on {@code image} and may use any format. Not here yet: the catalog and the XML documents beside the images.
 */
package dev.lifeboat.formats.backup;
