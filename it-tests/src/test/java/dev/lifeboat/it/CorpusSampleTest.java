package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The sample's BCD store beside one that Windows wrote: with the GUIDs of the sample in place of its own, they agree. */
@ExtendWith(Corpus.class)
class CorpusSampleTest {
    private static final String REAL = "Fisummer+winefi/win10_uefi_fis_BCD";
    private static final String OBJECTS = "Objects\\";
    private static final String LOADER = "a1c4e7f0-fe9b-11f0-8d2c-0a1b2c3d4e01";

    /** Partitions, disk and objects: the GUID in Windows' store, and the sample's. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            entry("236538dd-1103-424b-80ef-c54841d0a445", SampleVolumes.ESP),
            entry("ecd43012-88cf-4f80-a8de-8d3719d0653a", SampleVolumes.WINDOWS),
            entry("fb3fd5c6-af83-4c23-9d60-772453d0623d", SampleVolumes.RECOVERY),
            entry("d148fb7c-be81-4d12-8dcf-62260299abde", SampleVolumes.DISK),
            entry("347518e1-f3cc-11ea-911e-c7eaa7d84b6c", LOADER),
            entry("347518e0-f3cc-11ea-911e-c7eaa7d84b6c", "a1c4e7f0-fe9b-11f0-8d2c-0a1b2c3d4e02"),
            entry("347518e2-f3cc-11ea-911e-c7eaa7d84b6c", "a1c4e7f0-fe9b-11f0-8d2c-0a1b2c3d4e03"),
            entry("347518e3-f3cc-11ea-911e-c7eaa7d84b6c", "a1c4e7f0-fe9b-11f0-8d2c-0a1b2c3d4e04"));

    @TempDir
    private static Path folder;

    @BeforeAll
    static void requireTools() {
        SampleVolumes.requireTools();
    }

    @Test
    void bootStoreHasTheElementsOfARealOne() throws IOException {
        Map<String, String> sample = elements(SampleVolumes.bcd(folder));
        Map<String, String> real = new TreeMap<>();
        elements(Corpus.unpack(Corpus.entry(REAL))).forEach((key, value) -> real.put(renamed(key), renamed(value)));
        String description = OBJECTS + "{" + LOADER + "}\\Elements\\12000004";
        assertThat(sample.remove(description)).isEqualTo("windows 11");
        assertThat(real.remove(description)).isEqualTo("windows 10");
        assertThat(sample).hasSizeGreaterThan(70);
        assertThat(real).containsAllEntriesOf(sample);
    }

    /** Types and elements by their keys; of text only what Windows looks at: small letters, no NUL at the end. */
    private static Map<String, String> elements(Path store) throws IOException {
        RegistryExport export = RegistryExport.of(store);
        Map<String, String> elements = new TreeMap<>();
        export.keys()
                .forEach((key, values) -> values.forEach((name, value) -> {
                    if (key.startsWith(OBJECTS)) {
                        elements.put(key, value.startsWith("hex(1)") ? text(value) : value);
                    }
                }));
        return elements;
    }

    private static String text(String exported) {
        return new String(RegistryExport.bytes(exported), UTF_16LE)
                .replaceFirst("\0+$", "")
                .toLowerCase(Locale.ROOT);
    }

    private static String renamed(String value) {
        String renamed = value;
        for (Map.Entry<String, String> guid : RENAMED.entrySet()) {
            renamed = renamed.replace(guid.getKey(), guid.getValue())
                    .replace(hexadecimal(binary(guid.getKey())), hexadecimal(binary(guid.getValue())))
                    .replace(
                            hexadecimal(guid.getKey().getBytes(UTF_16LE)),
                            hexadecimal(guid.getValue().getBytes(UTF_16LE)));
        }
        return renamed;
    }

    private static String hexadecimal(byte[] bytes) {
        return HexFormat.ofDelimiter(",").formatHex(bytes);
    }

    /** As GUIDs stand in files of Windows: three numbers in little-endian order, eight bytes. */
    private static byte[] binary(String guid) {
        UUID value = UUID.fromString(guid);
        long high = value.getMostSignificantBits();
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (high >> 32))
                .putShort((short) (high >> 16))
                .putShort((short) high)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(value.getLeastSignificantBits())
                .array();
    }
}
