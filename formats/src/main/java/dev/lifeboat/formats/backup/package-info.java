/**
 * The WindowsImageBackup folder: its computers, versions, documents and image files, and which of them a path means. Start at
 * {@link dev.lifeboat.formats.backup.BackupLocation} for the files, at {@link dev.lifeboat.formats.backup.ImageSet} for the
 * volumes in them.
 *
 * <p>Depends on {@code image} and {@code backup.document}, and may use any format.
 */
package dev.lifeboat.formats.backup;
