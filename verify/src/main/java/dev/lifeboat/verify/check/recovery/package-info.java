/**
 * Whether Windows' own recovery can restore a backup: the recovery environments (WinRE) in it and beside it, and where none will do, the
 * media that are needed. {@link dev.lifeboat.verify.check.recovery.RecoveryJudge} judges one WIM against what is asked of it
 * ({@link dev.lifeboat.verify.check.recovery.RecoveryNeed}), wherever it lies; {@link
 * dev.lifeboat.verify.check.recovery.RecoveryEnvironmentCheck} finds those of a backup.
 *
 * <p>The computer restored from a backup starts without any of this, so that nothing here makes a backup one that cannot be restored:
 * a WIM whose bytes are damaged is a loss, all else is a note.
 */
package dev.lifeboat.verify.check.recovery;
