/**
 * What every format stands on: read-only bytes addressed by offset ({@link dev.lifeboat.formats.source.ByteSource}), one
 * helper for the fields of a structure ({@link dev.lifeboat.formats.source.Struct}), and the two ways in which an image can
 * be at fault ({@link dev.lifeboat.formats.source.ImageException}).
 *
 * <p>Depends on nothing. Not here: anything that knows a format.
 */
package dev.lifeboat.formats.source;
