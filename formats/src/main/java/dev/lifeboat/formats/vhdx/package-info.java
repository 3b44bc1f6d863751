/**
 * VHDX and VHDX differencing disks, read-only. Section numbers in this package are those of [MS-VHDX].
 *
 * <p>Start at {@link dev.lifeboat.formats.vhdx.VhdxDisk}; then, in the order in which a file is read,
 * {@link dev.lifeboat.formats.vhdx.VhdxHeader}, {@link dev.lifeboat.formats.vhdx.VhdxLog},
 * {@link dev.lifeboat.formats.vhdx.RegionTable}, {@link dev.lifeboat.formats.vhdx.VhdxMetadata},
 * {@link dev.lifeboat.formats.vhdx.BlockTable}. These parts are public so that a check can go on with the next one where a
 * disk cannot be opened.
 *
 * <p>A log that has to be replayed is replayed in memory: everything behind the headers is read through
 * {@link dev.lifeboat.formats.vhdx.VhdxLog#contents}. Depends on {@code source} only. Not here: VHD (version 1), and writing.
 */
package dev.lifeboat.formats.vhdx;
