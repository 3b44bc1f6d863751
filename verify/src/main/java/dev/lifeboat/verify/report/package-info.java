/**
 * From findings to a verdict: {@link dev.lifeboat.verify.report.Verifier} runs every check of a level over a backup and
 * makes a {@link dev.lifeboat.verify.report.Report}. Depends on {@code verify.check}, {@code formats} and, for
 * backups inside an image, {@code mount.contained}. Not here: how a
 * report looks on a screen.
 */
package dev.lifeboat.verify.report;
