/**
 * Checks of a FAT volume: do the copies of the FAT agree, and does every file have clusters that are its own. Start at
 * {@link dev.lifeboat.verify.check.fat.FatChecks}. The boot sector is checked with the disk ({@code check.disk}).
 *
 * <p>Depends on {@code formats.fat}. Not here: which files have to be on an EFI system partition.
 */
package dev.lifeboat.verify.check.fat;
