package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What {@code info} tells of a registry, against hivexregedit; of hives that hivex made, too. */
class RegistryInfoTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    @BeforeAll
    static void requireTools() {
        SampleVolumes.requireTools();
        Tools.require("hivexsh", "hivexregedit");
    }

    private static Path hive(String name) throws IOException {
        return SampleVolumes.windows(folder).resolve("Windows/System32/config").resolve(name);
    }

    private static JsonNode info(int exit, Object... args) throws IOException {
        List<Object> all = new ArrayList<>(List.of("info", "--json"));
        all.addAll(List.of(args));
        Tools.Result result = Lifeboat.run(folder, all.toArray());
        assertThat(result.exit()).as(result.output()).isEqualTo(exit);
        return JSON.readTree(result.output());
    }

    private static JsonNode windows() throws IOException {
        for (JsonNode image : info(0, SampleVolumes.SAMPLE).get("images")) {
            for (JsonNode volume : image.get("volumes")) {
                if (volume.has("windows")) {
                    return volume.get("windows");
                }
            }
        }
        throw new AssertionError("no volume with Windows");
    }

    @Test
    void windowsOfTheSample() throws IOException {
        JsonNode windows = windows();
        RegistryExport software = RegistryExport.of(hive("SOFTWARE"));
        RegistryExport system = RegistryExport.of(hive("SYSTEM"));
        String version = "Microsoft\\Windows NT\\CurrentVersion";
        assertThat(windows.get("product").asString())
                .isEqualTo(software.text(version, "ProductName").replace("10", "11"));
        assertThat(windows.get("edition").asString()).isEqualTo(software.text(version, "EditionID"));
        assertThat(windows.get("displayVersion").asString()).isEqualTo(software.text(version, "DisplayVersion"));
        assertThat(windows.get("build").asString())
                .isEqualTo(software.text(version, "CurrentBuildNumber") + "." + number(software.value(version, "UBR")));
        assertThat(windows.get("systemRoot").asString()).isEqualTo(software.text(version, "SystemRoot"));
        assertThat(windows.get("computer").asString())
                .isEqualTo(system.text("ControlSet001\\Control\\ComputerName\\ComputerName", "ComputerName"));
        assertThat(windows.get("timeZone").asString())
                .isEqualTo(system.text("ControlSet001\\Control\\TimeZoneInformation", "TimeZoneKeyName"));
        assertThat(windows.get("users")).hasSize(1);
        assertThat(windows.get("users").get(0).get("name").asString()).isEqualTo("Anna");
    }

    private static long number(String exported) {
        return Long.parseLong(exported.substring("dword:".length()), 16);
    }

    @Test
    void bootEntriesOfTheSampleNameItsVolumes() throws IOException {
        Tools.Result result = Lifeboat.run(folder, "info", "--boot", SampleVolumes.SAMPLE);
        assertThat(result.exit()).isZero();
        assertThat(result.output().lines())
                .startsWith("Boot store volume 3 (SYSTEM): EFI/Microsoft/Boot/BCD, clean", "", "Windows Boot Manager")
                .contains(
                        "device                  partition=volume 3 (SYSTEM)",
                        "osdevice                partition=C: (volume 1)",
                        "nx                      OptIn",
                        "ramdisksdidevice        partition=volume 2 (Recovery)")
                .anyMatch(line -> line.startsWith("device                  ramdisk=[volume 2 (Recovery)]\\Recovery"));
        assertThat(info(0, "--boot", SampleVolumes.SAMPLE).get("stores").get(0).get("entries"))
                .hasSize(13);
    }

    /** A hive that hivex filled, with what a registry may hold; the keys are counted by our own reader of its listing. */
    @Test
    void aHiveThatHivexMade() throws IOException {
        Path hive = folder.resolve("MADE");
        Files.write(hive, Files.readAllBytes(hive("SAM")));
        Files.writeString(
                folder.resolve("add.reg"),
                """
                Windows Registry Editor Version 5.00

                [\\SAM\\New]
                "text"="a"
                "number"=dword:0000002a
                "bytes"=hex(3):01,02,03,04,05
                "list"=hex(7):61,00,00,00,62,00,00,00,00,00

                [\\SAM\\New\\Below]
                @="default"

                """);
        Tools.run(folder, "hivexregedit", "--merge", hive.toString(), "--prefix", "\\SAM", "add.reg");
        JsonNode facts = info(0, hive);
        RegistryExport export = RegistryExport.of(hive);
        assertThat(facts.get("keys").asInt()).isEqualTo(export.keys().size());
        assertThat(facts.get("values").asInt())
                .isEqualTo(export.keys().values().stream()
                        .mapToInt(values -> values.size())
                        .sum());
        assertThat(facts.get("state").asString()).isEqualTo("clean");
        assertThat(facts.get("bootStore").asBoolean()).isFalse();
    }

    @Test
    void otherCommandsSayWhatAHiveIs() throws IOException {
        Tools.Result result = Lifeboat.run(folder, "ls", hive("SAM"));
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.output()).contains("is a registry hive, not an image; 'lifeboat info' shows it");
    }
}
