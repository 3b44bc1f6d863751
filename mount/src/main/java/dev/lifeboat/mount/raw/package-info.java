/**
 * The bytes of volumes and disks, each under a name: what NBD exports, raw files in a mount, and conversions are made of. Start
 * at {@link dev.lifeboat.mount.raw.RawSet}; {@link dev.lifeboat.mount.raw.Allocation} tells what of such bytes is stored.
 */
package dev.lifeboat.mount.raw;
