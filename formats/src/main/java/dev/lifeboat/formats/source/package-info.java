/**
 * What every format stands on: read-only bytes addressed by offset ({@link dev.lifeboat.formats.source.ByteSource}), one
 * helper for the fields of a structure ({@link dev.lifeboat.formats.source.Struct}), and the two ways in which an image can
 * be at fault ({@link dev.lifeboat.formats.source.ImageException}). For virtual disks also what is stored where
 * ({@link dev.lifeboat.formats.source.SparseSource}), tables larger than memory
 * ({@link dev.lifeboat.formats.source.PageCache}), and files made on other files
 * ({@link dev.lifeboat.formats.source.ParentChain}).
 *
 * <p>Depends on nothing. Not here: anything that knows a format.
 */
package dev.lifeboat.formats.source;
