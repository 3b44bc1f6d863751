/**
 * Copies files out of an image into a folder of the host: {@link dev.lifeboat.mount.extract.Selection} says what,
 * {@link dev.lifeboat.mount.extract.TargetFolder} where to, {@link dev.lifeboat.mount.extract.Extraction} does it.
 *
 * <p>The image is hostile: no name leaves the target folder ({@code HostNames}), no link is created or followed, nothing
 * that exists is written to. What cannot be copied is told to an {@link dev.lifeboat.mount.extract.ExtractListener}, and
 * the rest goes on; only a target that cannot be written to ends the work
 * ({@link dev.lifeboat.mount.extract.HostWriteException}).
 *
 * <p>Depends on {@code mount.tree} and {@code formats.source}. Not here: what a person sees of it.
 */
package dev.lifeboat.mount.extract;
