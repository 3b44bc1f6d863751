/**
 * Writes the bytes of a volume or disk into a file of another format: raw, VHDX, VHD or qcow2. Start at
 * {@link dev.lifeboat.mount.export.Export}. The file has another name until it is complete; what was written of it is noted in a
 * journal beside it, with checksums, so that a run that was interrupted can be gone on with and the result be compared.
 */
package dev.lifeboat.mount.export;
