package dev.lifeboat.formats.backup.document;

import dev.lifeboat.formats.xml.GuidText;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a file in a version's folder says about it. Names are compared without regard to case, as Windows does.
 *
 * @param kind of document
 * @param prefix the GUID before the underscore, that of the version's SPPMetadataCache file; absent for BackupSpecs.xml
 * @param id the GUID in the second half: a writer's class, or {@link #ADDITIONAL_FILES_ID}; absent for the other kinds
 */
public record DocumentName(Kind kind, Optional<UUID> prefix, Optional<UUID> id) {
    /** The GUID in the name of every AdditionalFiles document seen. */
    public static final UUID ADDITIONAL_FILES_ID = UUID.fromString("c3b9f3c7-5e52-4d5e-8b20-19adc95a34c7");

    private static final String BACKUP_SPECS_XML = "backupspecs.xml";
    private static final Pattern FORM = Pattern.compile("(" + GuidText.FORM
            + ")_(components|registryexcludes|(writer|additionalfiles)(" + GuidText.FORM + "))\\.xml");

    /** The kinds of document. */
    public enum Kind {
        /** {@code BackupSpecs.xml}. */
        BACKUP_SPECS,
        /** {@code <guid>_Components.xml}. */
        COMPONENTS,
        /** {@code <guid>_Writer<guid>.xml}. */
        WRITER,
        /** {@code <guid>_AdditionalFiles<guid>.xml}. */
        ADDITIONAL_FILES,
        /** {@code <guid>_RegistryExcludes.xml}. */
        REGISTRY_EXCLUDES
    }

    /**
     * Reads a name.
     *
     * @param fileName the last part of a path
     * @return empty for a file that is no such document, and for anything with a separator or {@code ..} in it
     */
    public static Optional<DocumentName> parse(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.equals(BACKUP_SPECS_XML)) {
            return Optional.of(new DocumentName(Kind.BACKUP_SPECS, Optional.empty(), Optional.empty()));
        }
        Matcher matcher = FORM.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<UUID> prefix = Optional.of(UUID.fromString(matcher.group(1)));
        Optional<UUID> id = Optional.ofNullable(matcher.group(4)).map(UUID::fromString);
        return Optional.of(new DocumentName(kind(matcher), prefix, id));
    }

    private static Kind kind(Matcher matcher) {
        if (matcher.group(3) == null) {
            return matcher.group(2).equals("components") ? Kind.COMPONENTS : Kind.REGISTRY_EXCLUDES;
        }
        return matcher.group(3).equals("writer") ? Kind.WRITER : Kind.ADDITIONAL_FILES;
    }

    /**
     * Returns whose document it is.
     *
     * @return empty for other documents, and for a writer that does not come with Windows
     */
    public Optional<WellKnownWriter> writer() {
        return kind == Kind.WRITER ? id.flatMap(WellKnownWriter::of) : Optional.empty();
    }
}
