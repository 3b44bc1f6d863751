package dev.lifeboat.formats.backup;

import dev.lifeboat.formats.backup.document.DocumentName;
import java.nio.file.Path;

/**
 * An XML document in a version's folder.
 *
 * @param file where it is
 * @param name what it is
 */
public record SetDocument(Path file, DocumentName name) {}
