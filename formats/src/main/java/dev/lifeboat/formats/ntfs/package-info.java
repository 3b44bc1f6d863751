/**
 * NTFS volumes, read-only: boot sector, MFT records with their fixups, attributes, data runs, directories. Start at
 * {@link dev.lifeboat.formats.ntfs.NtfsVolume}; then {@link dev.lifeboat.formats.ntfs.Mft},
 * {@link dev.lifeboat.formats.ntfs.FileRecord} and {@link dev.lifeboat.formats.ntfs.NtfsFile}.
 *
 * <p>There is no public specification of NTFS; the layout follows the documentation of the libfsntfs project
 * ("New Technologies File System"), and was checked against volumes that Windows wrote. docs/formats/ntfs.md has the
 * details. Compressed content is expanded; what needs decryption or a chunk store is refused by name, never read as zeros.
 *
 * <p>Depends on {@code source}, {@code compress} and {@code security}. Not here: replaying $LogFile, the content of deleted files,
 * writing.
 */
package dev.lifeboat.formats.ntfs;
