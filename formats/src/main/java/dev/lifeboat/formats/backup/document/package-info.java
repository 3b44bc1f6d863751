/**
 * The XML documents in the folder of one version of a WindowsImageBackup: what was backed up
 * ({@link dev.lifeboat.formats.backup.document.BackupSpecs}), what each VSS writer said of itself
 * ({@link dev.lifeboat.formats.backup.document.WriterMetadata}, for the ASR writer
 * {@link dev.lifeboat.formats.backup.document.AsrMetadata}), and which components were taken
 * ({@link dev.lifeboat.formats.backup.document.BackupComponents}). Start at
 * {@link dev.lifeboat.formats.backup.document.DocumentName}, which tells by its name what a file is.
 *
 * <p>A document is parsed by {@link dev.lifeboat.formats.xml.XmlDocument} into classes named {@code ...Xml}, from which the
 * public records are made.
 *
 * <p>Depends on {@code source} and {@code xml}. Not here: the binary files beside the documents (catalog, MediaId), and what the
 * documents say about a restore.
 */
package dev.lifeboat.formats.backup.document;
