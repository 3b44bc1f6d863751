/**
 * From findings to a verdict: {@link dev.lifeboat.verify.report.Verifier} runs every check of a level over a backup and
 * makes a {@link dev.lifeboat.verify.report.Report}. Depends on {@code verify.check} and {@code formats}. Not here: how a
 * report looks on a screen.
 */
package dev.lifeboat.verify.report;
