/**
 * The files of a volume in an image as {@code java.nio.file} paths, read-only, so that all that works on paths works inside
 * an image too: {@code Files}, {@code FileChannel.open}, and this program's own readers. Start at
 * {@link dev.lifeboat.mount.nio.ImageFileSystem}.
 *
 * <p>Depends on {@code mount.tree}. Not here: finding out which volume is wanted, and closing the image
 * ({@code mount.contained}). Nothing is installed: no URI leads here.
 */
package dev.lifeboat.mount.nio;
