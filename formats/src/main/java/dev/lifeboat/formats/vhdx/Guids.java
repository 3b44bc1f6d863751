package dev.lifeboat.formats.vhdx;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** GUIDs as Windows writes them in text. */
final class Guids {
    private static final Pattern BRACED =
            Pattern.compile("\\{\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}}");

    private Guids() {}

    static String braced(UUID guid) {
        return "{" + guid + "}";
    }

    static Optional<UUID> parse(String text) {
        return BRACED.matcher(text).matches()
                ? Optional.of(UUID.fromString(text.substring(1, text.length() - 1)))
                : Optional.empty();
    }
}
