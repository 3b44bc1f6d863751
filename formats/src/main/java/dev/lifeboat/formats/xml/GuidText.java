package dev.lifeboat.formats.xml;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** GUIDs as text, in upper or lower case, with braces or without. */
public final class GuidText {
    /** The text of a GUID without braces. */
    public static final String FORM = "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}";

    private static final Pattern GUID = Pattern.compile("\\{" + FORM + "\\}|" + FORM);

    private GuidText() {}

    /**
     * Reads a GUID.
     *
     * @param text any
     * @return empty if it is none
     */
    public static Optional<UUID> parse(String text) {
        return GUID.matcher(text).matches()
                ? Optional.of(UUID.fromString(text.replaceAll("[{}]", "")))
                : Optional.empty();
    }
}
