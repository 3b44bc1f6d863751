package dev.lifeboat.formats.pe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The version resource, VS_VERSIONINFO.
 *
 * @param fileVersion of the fixed part, {@code 10.0.19041.3636}; absent without one
 * @param productVersion likewise
 * @param tables its texts, a table a language
 */
public record VersionInfo(Optional<String> fileVersion, Optional<String> productVersion, List<Table> tables) {
    /**
     * Texts in one language.
     *
     * @param language eight hexadecimal digits: the language, and the code page
     * @param texts by their names, in the order of the file
     */
    public record Table(String language, Map<String, String> texts) {}

    /**
     * Finds a text in the first language that has it.
     *
     * @param name such as {@code ProductName} or {@code OriginalFilename}
     * @return nothing if none has it
     */
    public Optional<String> text(String name) {
        return tables.stream()
                .filter(table -> table.texts().containsKey(name))
                .map(table -> table.texts().get(name))
                .findFirst();
    }
}
