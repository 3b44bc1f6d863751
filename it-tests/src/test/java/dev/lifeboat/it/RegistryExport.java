package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What hivexregedit reads in a registry hive. */
final class RegistryExport {
    private static final HexFormat HEXADECIMAL = HexFormat.ofDelimiter(",");

    private final Map<String, Map<String, String>> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private RegistryExport() {}

    static RegistryExport of(Path hive) throws IOException {
        RegistryExport export = new RegistryExport();
        String text = Tools.run(hive.getParent(), "hivexregedit", "--export", hive.toString(), "\\");
        Map<String, String> values = Map.of();
        for (String line : text.lines().toList()) {
            if (line.startsWith("[")) {
                values = new TreeMap<>();
                export.keys.put(line.substring(2, line.length() - 1), values);
            } else if (line.startsWith("@=")) {
                values.put("", line.substring(2));
            } else if (line.startsWith("\"")) {
                int end = line.indexOf("\"=");
                values.put(line.substring(1, end).replace("\\\\", "\\"), line.substring(end + 2));
            }
        }
        return export;
    }

    /** Every key by its path from the root, {@code A\B}, without regard to case. */
    Map<String, Map<String, String>> keys() {
        return keys;
    }

    /** As exported: {@code dword:00000001}, or {@code hex(3):} and the bytes. */
    String value(String key, String name) {
        return keys.get(key).get(name);
    }

    /** A text of a value; several stand with a NUL behind each. */
    String text(String key, String name) {
        return new String(bytes(key, name), UTF_16LE).replaceFirst("\0+$", "");
    }

    byte[] bytes(String key, String name) {
        return bytes(value(key, name));
    }

    /** The bytes of a value {@code hex(3):01,02}. */
    static byte[] bytes(String exported) {
        return HEXADECIMAL.parseHex(exported.substring(exported.indexOf(':') + 1));
    }
}
