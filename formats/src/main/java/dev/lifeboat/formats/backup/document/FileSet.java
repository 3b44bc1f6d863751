package dev.lifeboat.formats.backup.document;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that a VSS writer names.
 *
 * @param path the folder, absolute or beginning with an environment variable such as {@code %SystemRoot%}
 * @param pattern names in it, with wildcards
 * @param recursive whether folders below belong to it
 * @param backupType flags of when it has to be backed up and shadow-copied ({@code VSS_FILE_SPEC_BACKUP_TYPE}); 0xf0f, always,
 *     in every real document; 0 where it is not given
 */
public record FileSet(String path, String pattern, boolean recursive, long backupType) {
    static List<FileSet> of(ByteSource source, List<WriterMetadataXml.Files> elements) throws CorruptImageException {
        List<FileSet> sets = new ArrayList<>(elements.size());
        for (WriterMetadataXml.Files files : elements) {
            sets.add(new FileSet(
                    files.required(source, "path of files", files.path),
                    files.required(source, "filespec", files.filespec),
                    files.flagOrNo(source, "recursive", files.recursive),
                    files.number(source, "filespecBackupType", files.filespecBackupType)));
        }
        return List.copyOf(sets);
    }
}
