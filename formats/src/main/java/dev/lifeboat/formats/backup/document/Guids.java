package dev.lifeboat.formats.backup.document;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** GUIDs as text, in upper or lower case, with braces or without. */
final class Guids {
    /** The text of a GUID without braces. */
    static final String FORM = "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}";

    private static final Pattern GUID = Pattern.compile("\\{" + FORM + "\\}|" + FORM);

    private Guids() {}

    static Optional<UUID> parse(String text) {
        return GUID.matcher(text).matches()
                ? Optional.of(UUID.fromString(text.replaceAll("[{}]", "")))
                : Optional.empty();
    }
}
