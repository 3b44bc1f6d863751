/**
 * ISO 9660 with Joliet, and El Torito, read-only. Section numbers in this package are those of ECMA-119 (2nd edition) unless
 * they say El Torito or Joliet. Start at {@link dev.lifeboat.formats.iso.IsoVolume}; then, in the order of a disc,
 * {@link dev.lifeboat.formats.iso.VolumeDescriptor}, {@link dev.lifeboat.formats.iso.DirectoryRecord};
 * {@link dev.lifeboat.formats.iso.BootCatalog} says what firmware starts.
 *
 * <p>Depends on {@code source} only. Not here: UDF ({@code udf}), Rock Ridge, earlier sessions of a disc, and writing.
 */
package dev.lifeboat.formats.iso;
