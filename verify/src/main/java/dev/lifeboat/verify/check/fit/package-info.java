/**
 * Whether a backup fits a new computer: its disks, by number and size, their sectors, and its firmware. Predicts the errors with
 * which Windows' recovery refuses a target (0x80042407, 0x80042408, 0x80042412, "different firmware").
 *
 * <p>Start at {@link dev.lifeboat.verify.check.fit.Fit}: an {@link dev.lifeboat.verify.check.fit.OriginalComputer} and a
 * {@link dev.lifeboat.verify.check.fit.Target}. Of a target nothing is read but size, sectors and partition table. Not here: whether
 * the restored computer starts, and whether Windows' recovery has a driver for the target's disk, which nothing here can tell.
 */
package dev.lifeboat.verify.check.fit;
