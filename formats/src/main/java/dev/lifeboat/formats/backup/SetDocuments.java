package dev.lifeboat.formats.backup;

import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.BackupComponents;
import dev.lifeboat.formats.backup.document.BackupSpecs;
import dev.lifeboat.formats.backup.document.DocumentName;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.formats.backup.document.WellKnownWriter;
import dev.lifeboat.formats.backup.document.WriterMetadata;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.xml.DocumentOutline;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The documents of a version, read. One that cannot be read does not keep the others from being read. */
public final class SetDocuments {
    /** Real backups have 11 to about 40. */
    private static final int MOST = 1000;

    /** As much as one document may have; those of a real backup have 5 MB together. */
    private static final long LARGEST = 64L << 20;

    private static final Set<DocumentName.Kind> IMPORTANT =
            EnumSet.of(DocumentName.Kind.BACKUP_SPECS, DocumentName.Kind.COMPONENTS);

    /** What names the volumes comes first, so that no heap of others can keep it from being read. */
    private static final Comparator<SetDocument> IMPORTANT_FIRST =
            Comparator.comparing(d -> !isAsr(d) && !IMPORTANT.contains(d.name().kind()));

    private final Map<SetDocument, DocumentOutline> outlines = new LinkedHashMap<>();
    private final Map<SetDocument, WriterMetadata> writers = new LinkedHashMap<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private final List<SetDocument> repeated = new ArrayList<>();
    private final Map<VolumeName, String> letters = new HashMap<>();
    private Optional<BackupSpecs> specs = Optional.empty();
    private Optional<BackupComponents> components = Optional.empty();
    private Optional<AsrMetadata> asr = Optional.empty();

    /**
     * A document that cannot be read.
     *
     * @param document which
     * @param problem an {@link dev.lifeboat.formats.source.ImageException} if its bytes are bad
     */
    public record Unreadable(SetDocument document, IOException problem) {}

    private SetDocuments() {}

    /**
     * Reads all documents.
     *
     * @param version whose
     * @return what they say
     */
    public static SetDocuments read(BackupVersion version) {
        return read(version.documents());
    }

    /**
     * Reads only what names the volumes: BackupSpecs.xml and the ASR writer's document, a few KB of up to several MB.
     *
     * @param version whose
     * @return what these documents say
     */
    public static SetDocuments readVolumes(BackupVersion version) {
        return read(version.documents().stream()
                .filter(d -> d.name().kind() == DocumentName.Kind.BACKUP_SPECS || isAsr(d))
                .toList());
    }

    private static SetDocuments read(List<SetDocument> documents) {
        SetDocuments read = new SetDocuments();
        IOException tooMany = new UnsupportedImageException(
                "documents", "of a backup with more than " + MOST + " documents, or 64 MiB of them, not all are read");
        long left = LARGEST;
        int count = 0;
        for (SetDocument document : documents.stream().sorted(IMPORTANT_FIRST).toList()) {
            try {
                long size = Files.size(document.file());
                if (size <= LARGEST) { // else it is refused at once, and says so itself
                    if (size > left || count >= MOST) {
                        read.unreadable.add(new Unreadable(document, tooMany));
                        continue;
                    }
                    left -= size;
                    count++;
                }
                read.add(document);
            } catch (IOException e) {
                read.unreadable.add(new Unreadable(document, e));
            }
        }
        read.findLetters();
        return read;
    }

    private void findLetters() {
        specs.ifPresent(s -> {
            for (BackupSpecs.Volume v : s.volumes()) {
                String path = v.originalAccessPath().isEmpty() ? v.accessPath() : v.originalAccessPath();
                v.volumeName().ifPresent(name -> takeLetter(name, path));
            }
        });
        asr.ifPresent(a -> a.volumes().forEach(v -> v.letter().ifPresent(letter -> takeLetter(v.name(), letter))));
    }

    private void takeLetter(VolumeName volume, String path) {
        if (isLetter(path)) {
            letters.putIfAbsent(volume, path.substring(0, 1).toUpperCase(Locale.ROOT));
        }
    }

    private void add(SetDocument document) throws IOException {
        try (FileSource source = FileSource.open(document.file())) {
            switch (document.name().kind()) {
                case BACKUP_SPECS -> {
                    once(document, specs);
                    specs = Optional.of(BackupSpecs.read(source));
                }
                case COMPONENTS -> {
                    once(document, components);
                    components = Optional.of(BackupComponents.read(source));
                }
                case WRITER -> {
                    if (isAsr(document)) {
                        once(document, asr);
                        asr = Optional.of(AsrMetadata.read(source));
                        writers.put(document, asr.get().document());
                    } else {
                        writers.put(document, WriterMetadata.read(source));
                    }
                }
                case ADDITIONAL_FILES, REGISTRY_EXCLUDES -> outlines.put(document, DocumentOutline.read(source));
                default -> throw new IllegalStateException(document.toString());
            }
        }
    }

    private void once(SetDocument document, Optional<?> earlier) {
        if (earlier.isPresent()) {
            repeated.add(document);
        }
    }

    private static boolean isAsr(SetDocument document) {
        return document.name().writer().filter(w -> w == WellKnownWriter.ASR).isPresent();
    }

    public Optional<BackupSpecs> specs() {
        return specs;
    }

    public Optional<BackupComponents> components() {
        return components;
    }

    public Optional<AsrMetadata> asr() {
        return asr;
    }

    public Map<SetDocument, WriterMetadata> writers() {
        return writers;
    }

    public Map<SetDocument, DocumentOutline> outlines() {
        return outlines;
    }

    public List<Unreadable> unreadable() {
        return unreadable;
    }

    /**
     * Returns the documents of which there should be one, but a backup has two: what is read here is what the last one says.
     *
     * @return the second of each kind, and those behind it
     */
    public List<SetDocument> repeated() {
        return repeated;
    }

    /**
     * Returns the drive letter that a volume had when the backup was made.
     *
     * @param volume by its name
     * @return a letter without its colon, in upper case; empty if it had none or no document tells
     */
    public Optional<String> letter(VolumeName volume) {
        return Optional.ofNullable(letters.get(volume));
    }

    private static boolean isLetter(String path) {
        return path.matches("[A-Za-z]:\\\\?");
    }

    /**
     * Returns what a person calls a volume that is not here.
     *
     * @param volume by its name
     * @return its letter with a colon if known, and its GUID
     */
    public String describe(VolumeName volume) {
        return letter(volume)
                .map(l -> l + ": (" + volume.guid() + ")")
                .orElse(volume.guid().toString());
    }
}
