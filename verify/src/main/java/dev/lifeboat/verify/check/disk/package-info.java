/**
 * Checks of a disk: can its partition table be read, do the partitions fit, is there a volume in each and does it have its
 * boot sector twice. Start at {@link dev.lifeboat.verify.check.disk.DiskChecks}.
 *
 * <p>Depends on {@code formats.partition}. Not here: what is inside the volumes.
 */
package dev.lifeboat.verify.check.disk;
