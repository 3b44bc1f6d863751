/**
 * One disk image of whatever container: opens it, reads its partition table, and says what each volume is. Start at
 * {@link dev.lifeboat.formats.image.DiskImage}.
 *
 * <p>Depends on the containers ({@code vhdx}, {@code vhd}) and on {@code partition}. Not here: sets of images
 * ({@code backup}) and the file systems' own readers.
 */
package dev.lifeboat.formats.image;
