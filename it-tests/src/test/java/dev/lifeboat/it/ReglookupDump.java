package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.regf.RegistryValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * A hive as reglookup lists it: each key, its values, then the keys below it. Bytes that are not plain ASCII are written as
 * {@code %E4}. A name in UTF-16 stands as its bytes, and so does text that is not ASCII. A name ends with a NUL in it; no data
 * is {@code (null)}.
 */
final class ReglookupDump {
    private static final List<String> TYPES = List.of(
            "NONE",
            "SZ",
            "EXPAND_SZ",
            "BINARY",
            "DWORD",
            "DWORD_BE",
            "LINK",
            "MULTI_SZ",
            "RSRC_LIST",
            "RSRC_DESC",
            "RSRC_REQ_LIST",
            "QWORD");

    private final List<String[]> lines;
    private int keys;
    private int values;

    private ReglookupDump(List<String[]> lines) {
        this.lines = lines;
    }

    static ReglookupDump read(Path packed) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
            return parse(new String(in.readAllBytes(), ISO_8859_1));
        }
    }

    static ReglookupDump parse(String text) {
        return new ReglookupDump(
                text.lines().skip(1).map(line -> line.split(",", -1)).toList());
    }

    /** Compares it with what we read, line by line. */
    void assertSame(Hive hive) throws IOException {
        Iterator<String[]> left = lines.iterator();
        hive.walk(key -> {
            List<String> path = new ArrayList<>(names(key));
            assertKey(left.next(), key, path);
            for (RegistryValue value : key.values()) {
                assertValue(left.next(), value, path);
            }
        });
        assertThat(left).isExhausted();
        assertThat(keys + values).isEqualTo(lines.size());
    }

    int keys() {
        return keys;
    }

    int values() {
        return values;
    }

    private static List<String> names(RegistryKey key) {
        return key.path().isEmpty() ? List.of() : Arrays.asList(key.path().split("\\\\"));
    }

    private void assertKey(String[] line, RegistryKey key, List<String> path) throws IOException {
        keys++;
        assertThat(line[1]).as(String.join(",", line)).isEqualTo("KEY");
        assertPath(line[0], path);
        if (!line[3].isEmpty()) {
            assertThat(key.lastWritten().orElse(Instant.EPOCH).truncatedTo(ChronoUnit.SECONDS))
                    .as(line[0])
                    .isEqualTo(Instant.parse(line[3].replace(' ', 'T') + "Z"));
        }
    }

    private void assertValue(String[] line, RegistryValue value, List<String> path) throws IOException {
        values++;
        List<String> whole = new ArrayList<>(path);
        whole.add(value.name());
        assertPath(line[0], whole);
        String what = String.join(",", line);
        String type = value.typeCode() < TYPES.size()
                ? TYPES.get((int) value.typeCode())
                : String.format(Locale.ROOT, "0x%08X", value.typeCode());
        assertThat(type).as(what).isEqualTo(line[1]);
        byte[] data = value.data();
        byte[] bytes = data.length == 0 && line[2].equals("(null)") ? data : unquote(line[2]);
        switch (value.type()) {
            case REG_DWORD, REG_DWORD_BIG_ENDIAN, REG_QWORD -> assertNumber(line[2], value, what);
            case REG_SZ, REG_EXPAND_SZ, REG_LINK -> {
                if (!Arrays.equals(bytes, data)) {
                    assertThat(value.text().orElseThrow()).as(what).isEqualTo(new String(bytes, ISO_8859_1));
                }
            }
            case REG_MULTI_SZ -> {
                if (!Arrays.equals(bytes, data)) {
                    List<String> texts = new ArrayList<>(value.texts());
                    texts.removeIf(String::isEmpty); // reglookup leaves them out
                    assertThat(String.join("|", texts)).as(what).isEqualTo(new String(bytes, ISO_8859_1));
                }
            }
            default -> assertThat(data).as(what).isEqualTo(bytes);
        }
    }

    private static void assertNumber(String shown, RegistryValue value, String what) throws IOException {
        if (value.number().isPresent()) {
            assertThat(value.number().getAsLong()).as(what).isEqualTo(Long.parseUnsignedLong(shown.substring(2), 16));
        } else {
            assertThat(value.size()).as(what).isNotIn(4L, 8L);
        }
    }

    private static void assertPath(String shown, List<String> names) {
        String[] parts = shown.split("/", -1);
        if (names.isEmpty()) {
            assertThat(shown).isEqualTo("/");
            return;
        }
        assertThat(parts).as(shown).hasSize(names.size() + 1);
        for (int i = 0; i < names.size(); i++) {
            byte[] part = unquote(parts[i + 1]);
            String name = names.get(i);
            if (!Arrays.equals(part, name.getBytes(UTF_16LE))) {
                assertThat(new String(part, ISO_8859_1)).as(shown).isEqualTo(name.replaceFirst("\0.*", ""));
            }
        }
    }

    private static byte[] unquote(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(text.charAt(i));
            }
        }
        return bytes.toByteArray();
    }
}
