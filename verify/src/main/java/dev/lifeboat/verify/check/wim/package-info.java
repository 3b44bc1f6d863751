/**
 * The questions asked of a WIM, in {@link dev.lifeboat.verify.check.wim.WimChecks}. A WIM is no system image: what they find
 * says whether its files can be had back, not whether a computer starts.
 *
 * <p>Contents that turn out damaged are gathered by their SHA-1 ({@link dev.lifeboat.verify.check.wim.BlobFaults}); the last
 * question tells which files have them.
 */
package dev.lifeboat.verify.check.wim;
