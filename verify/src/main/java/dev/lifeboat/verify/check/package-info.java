/**
 * The questions asked of an image, one small class each, and what an answer looks like. A
 * {@link dev.lifeboat.verify.check.Check} turns the exceptions of the strict readers into
 * {@link dev.lifeboat.verify.check.Finding}s and goes on with the next part; its
 * {@link dev.lifeboat.verify.check.Rule}s say what each kind of finding means for a restore and what to do.
 *
 * <p>Depends on {@code formats}. Not here: how findings become a verdict and a report ({@code verify.report}).
 */
package dev.lifeboat.verify.check;
