package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.SetDocuments;
import java.nio.file.Path;
import java.util.List;

/**
 * A set with all that was learnt of it, the subject of these checks.
 *
 * @param set where it lies
 * @param documents what its documents say
 * @param unread the images that could not, or not wholly
 * @param changed files that changed while the images were checked
 * @param writer a program that writes backups and runs on this computer; empty if none was seen
 */
public record SetContents(
        BackupSet set, SetDocuments documents, List<UnreadImage> unread, List<Path> changed, String writer) {}
