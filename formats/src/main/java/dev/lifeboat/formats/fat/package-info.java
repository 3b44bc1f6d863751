/**
 * FAT12, FAT16 and FAT32 with long names, read-only. Section numbers in this package are those of Microsoft's "FAT: General
 * Overview of On-Disk Format" 1.03. Start at {@link dev.lifeboat.formats.fat.FatVolume}; below it, in the order of the
 * disk, are {@link dev.lifeboat.formats.fat.BiosParameterBlock}, {@link dev.lifeboat.formats.fat.FatTable},
 * {@link dev.lifeboat.formats.fat.ClusterChain} and {@link dev.lifeboat.formats.fat.FatDirectory}.
 *
 * <p>Depends on {@code source} only. Not here: exFAT, deleted files, the sector FSInfo (a cache that nobody keeps right),
 * and writing.
 */
package dev.lifeboat.formats.fat;
