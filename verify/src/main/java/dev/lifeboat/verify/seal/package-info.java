/**
 * Seals: the SHA-256 of every MiB of every file of a backup, to compare with later. {@link dev.lifeboat.verify.seal.Sealer}
 * makes one, {@link dev.lifeboat.verify.seal.SealCheck} compares; {@link dev.lifeboat.verify.seal.SealReader} reads the file
 * of docs/formats/seal.md, {@link dev.lifeboat.verify.seal.SealPlaces} says where it lies.
 *
 * <p>Depends on {@code formats} and {@code verify.check}. Bytes of a seal are as hostile as those of an image: no name in one
 * is ever opened, only compared with the names of files that are there. Not here: what becomes of findings ({@code
 * verify.report}).
 */
package dev.lifeboat.verify.seal;
