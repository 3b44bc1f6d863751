/**
 * A backup that lies inside a disk image, opened where it is. Start at
 * {@link dev.lifeboat.mount.contained.ContainedBackup}.
 *
 * <p>Depends on {@code formats}, {@code mount.tree} and {@code mount.nio}. Not here: images in a backup in an image, which
 * nobody has and which could be nested without end.
 */
package dev.lifeboat.mount.contained;
