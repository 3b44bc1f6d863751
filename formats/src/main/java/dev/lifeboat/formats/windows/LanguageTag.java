package dev.lifeboat.formats.windows;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of languages as Windows writes them: {@code de-DE}, {@code zh-Hans-CN}. */
public final class LanguageTag {
    private static final Pattern FORM = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");
    private static final int MOST = 8;

    private LanguageTag() {}

    /**
     * Keeps what has the form of a language, since people are shown it.
     *
     * @param names from an image; null ones are left out
     * @return at most eight of them, in the same order
     */
    public static List<String> among(Stream<String> names) {
        return names.filter(Objects::nonNull)
                .map(String::strip)
                .filter(name -> FORM.matcher(name).matches())
                .limit(MOST)
                .toList();
    }
}
