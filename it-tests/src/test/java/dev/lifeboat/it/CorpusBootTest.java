package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.windows.ClassFilter;
import dev.lifeboat.formats.windows.ControlSet;
import dev.lifeboat.formats.windows.DriverPath;
import dev.lifeboat.formats.windows.DriverService;
import dev.lifeboat.formats.windows.MountedDevices;
import dev.lifeboat.formats.windows.VolumeId;
import dev.lifeboat.verify.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What starts a Windows 7 and a Windows 10, by us and by reglookup's listing; and a real boot store and registry in the sample. */
@ExtendWith(Corpus.class)
class CorpusBootTest {
    private static final String SYSTEM_7 = "mkorman90+regipy/SYSTEM.gz";
    private static final String SYSTEM_10 = "mkorman90+regipy/SYSTEM_B.gz";
    private static final String STORE = "Fisummer+winefi/win10_uefi_fis_BCD";
    private static final String SERVICES = "/controlset001/services/";
    private static final String CONFIG = "Windows/System32/config/";

    @TempDir
    private static Path folder;

    /** The values of a hive, by their path in small letters, as reglookup writes them. */
    private static Map<String, String> listed(String name) throws IOException {
        Map<String, String> values = new TreeMap<>();
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(Corpus.entry(name).beside(".reglookup.csv.gz")))) {
            new String(in.readAllBytes(), ISO_8859_1).lines().skip(1).forEach(line -> {
                String[] fields = line.split(",", -1);
                if (!fields[1].equals("KEY")) {
                    values.put(fields[0].toLowerCase(Locale.ROOT), fields[2]);
                }
            });
        }
        return values;
    }

    private static Hive hive(String name) throws IOException {
        return Hive.read(ByteSource.of(name, Corpus.bytes(name)));
    }

    /** Drivers as the listing has them: name in small letters, type, start, error control, path. */
    private static Set<String> drivers(Map<String, String> listed) {
        Set<String> drivers = new TreeSet<>();
        listed.forEach((path, value) -> {
            if (path.startsWith(SERVICES) && path.endsWith("/start") && path.split("/").length == 5) {
                String key = path.substring(0, path.lastIndexOf('/'));
                long type = Long.decode(listed.getOrDefault(key + "/type", "0"));
                if ((type & 0xb) != 0) {
                    drivers.add(key.substring(SERVICES.length())
                            + " " + type
                            + " " + Long.decode(listed.getOrDefault(key + "/startoverride/0", value))
                            + " " + Long.decode(listed.getOrDefault(key + "/errorcontrol", "1"))
                            + " " + listed.getOrDefault(key + "/imagepath", ""));
                }
            }
        });
        return drivers;
    }

    @ParameterizedTest
    @ValueSource(strings = {SYSTEM_7, SYSTEM_10})
    void drivers(String name) throws IOException {
        Hive hive = hive(name);
        ControlSet set = ControlSet.inUse(hive).orElseThrow();
        assertThat(set.number()).isEqualTo(1);
        List<String> problems = new ArrayList<>();
        TreeSet<String> ours = new TreeSet<>();
        for (DriverService driver : DriverService.all(hive, set, problems::add)) {
            ours.add(driver.name().toLowerCase(Locale.ROOT) + " " + driver.type() + " " + driver.start() + " "
                    + driver.errorControl() + " " + driver.imagePath().orElse(""));
        }
        assertThat(problems).isEmpty();
        assertThat(ours).isEqualTo(drivers(listed(name))).hasSizeGreaterThan(200);
    }

    /** Of all these drivers only one or two lie where an image of C: does not show it. */
    @ParameterizedTest
    @ValueSource(strings = {SYSTEM_7, SYSTEM_10})
    void placesOfDrivers(String name) throws IOException {
        Hive hive = hive(name);
        List<DriverService> all = DriverService.all(hive, ControlSet.inUse(hive).orElseThrow(), problem -> {});
        List<String> paths = all.stream()
                .flatMap(driver -> DriverPath.of(driver, "C:").stream())
                .toList();
        assertThat(paths)
                .hasSize(all.size())
                .allMatch(path -> path.matches("(?i)/(Windows|ProgramData|Program Files).*\\.sys"));
    }

    @Test
    void filtersAndLetters() throws IOException {
        Hive seven = hive(SYSTEM_7);
        Map<String, String> listed = listed(SYSTEM_7);
        assertThat(listed.get("/controlset001/control/class/{71a27cdd-812a-11d0-bec7-08002be2092f}/lowerfilters"))
                .isEqualTo("fvevol|rdyboost");
        assertThat(ClassFilter.ofStorage(seven, ControlSet.inUse(seven).orElseThrow(), problem -> {}))
                .containsExactlyInAnyOrder(
                        new ClassFilter("disks", "PartMgr"),
                        new ClassFilter("volumes", "fvevol"),
                        new ClassFilter("volumes", "rdyboost"));
        assertThat(listed.get("/mounteddevices/\\dosdevices\\c:")).isEqualTo(">%A0%BE\\%00%00%10%00%00%00%00%00");
        VolumeId c = new VolumeId.Mbr(0x5cbea03eL, 1 << 20);
        assertThat(MountedDevices.read(seven).drive("C:")).contains(c);
        assertThat(MountedDevices.read(seven).volume(UUID.fromString("656b1715-ecf6-11df-92e6-806e6f6e6963")))
                .contains(c);
        assertThat(MountedDevices.read(hive(SYSTEM_10)).drive("C:"))
                .contains(new VolumeId.Gpt(UUID.fromString("09931f21-7faf-44a9-81d8-1e73c14b9eaf")));
    }

    /** Its partitions are those of another computer; what it wants is in the sample. */
    @Test
    void aBootStoreOfWindows() throws IOException {
        EditedVolume.requireTools();
        SetCopy set = SetCopy.of(SetCopy.original(folder.resolve("store")), Files.createTempDirectory(folder, "set"));
        byte[] store = Corpus.bytes(STORE);
        Path image = set.image("Esp");
        set.replace(image, EditedVolume.of(image, folder, v -> v.write("EFI/Microsoft/Boot/BCD", store)));
        Report report = set.verify();
        assertThat(set.findings(report))
                .hasSize(2)
                .anyMatch(f -> f.startsWith("NOTE boot.ids-not-in-images: VERSION/Esp.vhdx/EFI/Microsoft/Boot/BCD:"
                        + " 'Windows 10' starts \\Windows\\system32\\winload.efi from partition {"));
        assertThat(report.findings()).extracting(f -> f.rule().id()).contains("boot.entry", "boot.recovery");
    }

    /** The sample has not all drivers of that Windows 10: what is missing in it is found, each as bad as reglookup's listing says. */
    @Test
    void aRegistryOfWindows() throws IOException {
        EditedVolume.requireTools();
        Path original = SetCopy.original(folder.resolve("registry"));
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        byte[] system = Corpus.bytes(SYSTEM_10);
        byte[] log1 = Corpus.bytes("mkorman90+regipy/SYSTEM_B.LOG1.gz");
        byte[] log2 = Corpus.bytes("mkorman90+regipy/SYSTEM_B.LOG2.gz");
        Path image = set.image(SetCopy.C);
        set.replace(image, EditedVolume.of(image, folder, v -> {
            v.write(CONFIG + "SYSTEM", system);
            v.add(CONFIG + "SYSTEM.LOG1", log1);
            v.add(CONFIG + "SYSTEM.LOG2", log2);
        }));
        List<String> found = set.findings(set.verify()).toList();
        Map<String, String> listed = listed(SYSTEM_10);
        List<String> filters = listed.entrySet().stream()
                .filter(e -> e.getKey()
                        .matches("/controlset001/control/class/\\{(4d36e967|71a27cdd|4d36e97b|4d36e96a)-.*/"
                                + "(upper|lower)filters"))
                .flatMap(e -> Stream.of(e.getValue().toLowerCase(Locale.ROOT).split("\\|")))
                .toList();
        TreeMap<String, String> expected = new TreeMap<>();
        for (String driver : drivers(listed)) {
            String[] field = driver.split(" ", 5);
            boolean boot = field[2].equals("0");
            boolean needed = filters.contains(field[0]) || (boot && Integer.parseInt(field[3]) >= 2);
            if (needed || boot || field[2].equals("1")) {
                expected.put(field[0], needed ? "LOST" : boot ? "DAMAGED" : "NOTE");
            }
        }
        SampleVolumes.requireTools();
        try (Stream<Path> files = Files.list(SampleVolumes.windows(folder).resolve("Windows/System32/drivers"))) {
            List<String> there = files.map(f -> f.getFileName().toString()).toList();
            expected.keySet().removeIf(name -> there.contains(name + ".sys"));
        }
        TreeMap<String, String> missing = new TreeMap<>();
        for (String finding : found) {
            if (finding.contains(": driver ")) {
                String name = finding.replaceFirst(".*: driver (\\S+) .*", "$1");
                missing.put(name.toLowerCase(Locale.ROOT), finding.substring(0, finding.indexOf(' ')));
            }
        }
        assertThat(missing).isEqualTo(expected).hasSizeGreaterThan(40);
        assertThat(missing.values()).contains("LOST", "DAMAGED", "NOTE");
        assertThat(found).noneMatch(finding -> finding.contains("registry."));
        Optional<String> letter = found.stream()
                .filter(f -> f.contains("windows.letter-not-in-images"))
                .findFirst();
        assertThat(letter).get().asString().endsWith("C: is partition {09931f21-7faf-44a9-81d8-1e73c14b9eaf}");
    }
}
