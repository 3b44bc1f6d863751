/**
 * The XML documents in the folder of one version of a WindowsImageBackup: what was backed up
 * ({@link dev.lifeboat.formats.backup.document.BackupSpecs}), what each VSS writer said of itself
 * ({@link dev.lifeboat.formats.backup.document.WriterMetadata}, for the ASR writer
 * {@link dev.lifeboat.formats.backup.document.AsrMetadata}), and which components were taken
 * ({@link dev.lifeboat.formats.backup.document.BackupComponents}). Start at
 * {@link dev.lifeboat.formats.backup.document.DocumentName}, which tells by its name what a file is.
 *
 * <p>A document goes through {@link dev.lifeboat.formats.backup.document.DocumentText} (bytes to characters), the JDK's StAX
 * parser between two guards that bound what it may cost, and JAXB into classes named {@code ...Xml}, from which the public
 * records are made. JAXB is loaded when the first document is read, not before.
 *
 * <p>Depends on {@code source} only. Not here: the binary files beside the documents (catalog, MediaId), and what the
 * documents say about a restore.
 */
package dev.lifeboat.formats.backup.document;
