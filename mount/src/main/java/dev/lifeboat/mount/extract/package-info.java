/**
 * Copies files out of an image into a folder of the host: {@link dev.lifeboat.mount.extract.Selection} says what,
 * {@link dev.lifeboat.mount.extract.TargetFolder} where to, {@link dev.lifeboat.mount.extract.ExtractOptions} what is kept beside
 * contents, {@link dev.lifeboat.mount.extract.Extraction} does it.
 *
 * <p>Inside: {@code TreeCopy} follows the walk of one volume. {@code Levels} and {@code Places} say where each name belongs on the
 * host and make it there; {@code FileCopies} has files filled by two threads ({@code Pipeline}); {@code StreamCopy}, {@code Links},
 * {@code DosAttributes} and {@code AclFile} keep what contents are not.
 *
 * <p>The image is hostile: no name leaves the target folder ({@code HostNames}), no link is followed, links are created when
 * all else is written and only to what is inside, nothing that exists is written to. What cannot be copied is told to an
 * {@link dev.lifeboat.mount.extract.ExtractListener}, and the rest goes on; only a target that cannot be written to ends the work
 * ({@link dev.lifeboat.mount.extract.HostWriteException}).
 *
 * <p>Depends on {@code mount.tree}, {@code formats.source} and {@code formats.security}. Not here: what a person sees of it.
 */
package dev.lifeboat.mount.extract;
