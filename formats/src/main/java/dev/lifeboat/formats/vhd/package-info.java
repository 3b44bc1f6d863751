/**
 * VHD (version 1), read-only: fixed, dynamic and differencing disks, as Windows 7 and Windows Server 2008 R2 write system
 * images. Fields are big-endian, sectors always have 512 bytes. The names are those of Microsoft's Virtual Hard Disk Image
 * Format Specification, version 1.0.
 *
 * <p>Start at {@link dev.lifeboat.formats.vhd.VhdDisk}; then {@link dev.lifeboat.formats.vhd.VhdFooter},
 * {@link dev.lifeboat.formats.vhd.DynamicHeader}, {@link dev.lifeboat.formats.vhd.VhdBlockTable}, in the order in which a file
 * is read. These parts are public so that a check can go on with the next one where a disk cannot be opened.
 *
 * <p>Depends on {@code source} only. Not here: VHDX, and writing.
 */
package dev.lifeboat.formats.vhd;
