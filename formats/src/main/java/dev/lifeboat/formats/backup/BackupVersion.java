package dev.lifeboat.formats.backup;

import dev.lifeboat.formats.backup.document.DocumentName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One version of a computer's backup: the folder {@code Backup YYYY-MM-DD HHMMSS}. Only the newest version of a backup lies in
 * such a folder; older ones are shadow copies of the disk that holds it.
 *
 * @param folder itself
 * @param time when the backup was begun; absent if the folder's name does not tell
 * @param images by name
 * @param documents the XML documents, by name
 * @param others whatever else lies there
 * @param problem why the folder cannot be listed
 */
public record BackupVersion(
        Path folder,
        Optional<Instant> time,
        List<SetImage> images,
        List<SetDocument> documents,
        List<Path> others,
        Optional<IOException> problem) {
    private static final Pattern NAME =
            Pattern.compile("Backup (\\d{4}-\\d{2}-\\d{2} \\d{6})", Pattern.CASE_INSENSITIVE);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter IDENTIFIER = DateTimeFormatter.ofPattern("MM/dd/uuuu-HH:mm", Locale.ROOT);

    /**
     * Looks into a version's folder.
     *
     * @param folder any
     * @return what is there
     */
    static BackupVersion of(Path folder) {
        FolderContent content = FolderContent.of(folder);
        List<SetImage> images = new ArrayList<>();
        List<SetDocument> documents = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        for (Path entry : content.entries()) {
            Optional<SetImage> image = SetImage.of(entry);
            Optional<DocumentName> document = DocumentName.parse(FolderContent.name(entry));
            boolean named = image.isPresent() || document.isPresent();
            if (!named || !FolderContent.Kind.of(entry).mayBeFile()) {
                others.add(entry);
            } else if (image.isPresent()) {
                images.add(image.get());
            } else {
                documents.add(new SetDocument(entry, document.get()));
            }
        }
        return new BackupVersion(
                folder,
                time(FolderContent.name(folder)),
                List.copyOf(images),
                List.copyOf(documents),
                List.copyOf(others),
                content.problem());
    }

    /**
     * Reads the time in the name of a version's folder, which is UTC, as the identifiers of wbadmin are. Observed on three
     * computers of different time zones.
     *
     * @param folderName the last part of its path
     * @return empty for any other name; case does not matter, as nowhere in Windows
     */
    static Optional<Instant> time(String folderName) {
        Matcher matcher = NAME.matcher(folderName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(matcher.group(1), TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    public String name() {
        return FolderContent.name(folder);
    }

    /**
     * Returns what wbadmin calls the version, as far as the folder's name tells: both are the time of the backup.
     *
     * @return such as {@code 01/31/2026-12:00}, always in this order, UTC
     */
    public Optional<String> identifier() {
        return time.map(t -> IDENTIFIER.format(t.atOffset(ZoneOffset.UTC)));
    }

    /**
     * Finds documents.
     *
     * @param kind of document
     * @return those of the kind, by name
     */
    public List<SetDocument> documents(DocumentName.Kind kind) {
        return documents.stream().filter(d -> d.name().kind() == kind).toList();
    }
}
