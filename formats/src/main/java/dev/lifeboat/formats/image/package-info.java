/**
 * One image file of whatever container. Start at {@link dev.lifeboat.formats.image.Image}: a
 * {@link dev.lifeboat.formats.image.DiskImage} has a partition table and says what each volume is, a
 * {@link dev.lifeboat.formats.image.WimArchive} has neither disk nor partitions, and its images are the volumes.
 *
 * <p>Depends on the containers ({@code vhdx}, {@code vhd}, {@code wim}) and on {@code partition}. Not here: sets of images
 * ({@code backup}) and the file systems' own readers.
 */
package dev.lifeboat.formats.image;
