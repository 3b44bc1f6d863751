/**
 * UDF 1.02 to 2.60 as discs and sticks hold it, read-only. "n/m.k" refers to part n of ECMA-167 (3rd edition), "UDF m.k" to
 * OSTA's Universal Disk Format 2.60. Start at {@link dev.lifeboat.formats.udf.UdfVolume}; then, in the order of a disc,
 * {@link dev.lifeboat.formats.udf.VolumeDescriptors}, {@link dev.lifeboat.formats.udf.Partitions},
 * {@link dev.lifeboat.formats.udf.FileEntry}, {@link dev.lifeboat.formats.udf.UdfDirectory}.
 *
 * <p>Depends on {@code source} only. Not here: virtual and sparable partitions (refused by name), named streams, extended
 * attributes, and writing.
 */
package dev.lifeboat.formats.udf;
