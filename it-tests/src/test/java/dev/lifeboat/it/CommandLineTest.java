package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command line as scripts use it: the launcher as a process of its own, its output in pipes, in the C locale, where Java
 * left to itself can write no umlaut.
 */
class CommandLineTest {
    private static final Path LAUNCHER = Checkout.top().resolve("lifeboat");
    private static final String NAME = "Größe 日.txt";

    @TempDir
    private static Path folder;

    private static String disk;

    /**
     * A run that has ended.
     *
     * @param stdout file that has what it wrote there
     */
    private record Run(int exitCode, Path stdout, String messages) {
        byte[] output() throws IOException {
            return Files.readAllBytes(stdout);
        }

        String text() throws IOException {
            return Files.readString(stdout);
        }

        JsonNode json() throws IOException {
            return new JsonMapper().readTree(output());
        }

        List<JsonNode> jsonLines() throws IOException {
            return text().lines().map(line -> new JsonMapper().readTree(line)).toList();
        }
    }

    @BeforeAll
    static void makeDisk() throws IOException {
        WindowsDisk.requireTools();
        Assumptions.assumeTrue(Files.isExecutable(LAUNCHER), "the launcher is for systems that have sh");
        Assumptions.assumeTrue(
                Files.exists(Checkout.top().resolve("cli/target/dist/lib/lifeboat-cli.jar")),
                "cli is not packaged; run the phase verify");
        disk = WindowsDisk.makeVhdx(folder).toString();
    }

    @Test
    void list() throws IOException {
        JsonNode list = run(0, "list", disk, "--json").json();
        assertThat(list.get("images").get(0).get("format").asString()).isEqualTo("VHDX");
        List<String> volumes = new ArrayList<>();
        list.get("volumes")
                .forEach(volume -> volumes.add(volume.get("volume").asInt() + " "
                        + volume.get("label").asString() + " "
                        + volume.get("fileSystem").asString() + " "
                        + volume.get("offset").asInt()));
        assertThat(volumes)
                .containsExactly(
                        "1 SYSTEM FAT16 " + WindowsDisk.ESP,
                        "2  empty (all zero) " + 13 * WindowsDisk.MIB,
                        "3 Windows NTFS " + WindowsDisk.WINDOWS,
                        "4 Recovery NTFS " + WindowsDisk.RECOVERY);
        assertThat(run(0, "list", disk).text()).contains("SYSTEM", "Windows", "Recovery");
    }

    @Test
    void lsOfOneVolume() throws IOException {
        List<JsonNode> lines =
                run(0, "ls", disk, "3:/", "--streams", "--hash", "--json").jsonLines();
        Map<String, byte[]> files = WindowsDisk.files();
        List<String> names = new ArrayList<>();
        for (JsonNode line : lines) {
            if (line.has("internal")) {
                continue;
            }
            String stream = line.get("stream").asString();
            String name = line.get("path").asString().substring(1) + (stream.isEmpty() ? "" : ":" + stream);
            names.add(name);
            assertThat(line.get("volume").asInt()).isEqualTo(3);
            assertThat(line.get("type").asString()).isEqualTo("file");
            assertThat(line.get("size").asInt()).isEqualTo(files.get(name).length);
            assertThat(line.get("sha256").asString()).isEqualTo(Sha256.of(files.get(name)));
        }
        assertThat(names).containsExactlyInAnyOrderElementsOf(files.keySet());
        assertThat(run(0, "ls", disk, "3:/").text()).contains(NAME);
    }

    @Test
    void lsOfEveryVolume() throws IOException {
        assertThat(run(0, "ls", disk, "-R", "--json").jsonLines())
                .filteredOn(line -> !line.has("internal"))
                .extracting(line ->
                        line.get("volume").asInt() + ":" + line.get("path").asString())
                .contains("1:/EFI/Microsoft/Boot/BCD", "3:/" + NAME, "3:/photo.jpg")
                .hasSize(6 + WindowsDisk.files().size() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3:/", "Windows:/", "windows:/", "3:"})
    void catByEveryNameOfTheVolume(String volume) throws IOException {
        Map<String, byte[]> files = WindowsDisk.files();
        assertThat(run(0, "cat", disk, volume + NAME).output()).isEqualTo(files.get(NAME));
        assertThat(run(0, "cat", disk, volume + "PHOTO.JPG").output()).isEqualTo(files.get("photo.jpg"));
        assertThat(run(0, "cat", disk, volume + "letter.txt:note").output()).isEqualTo(files.get("letter.txt:note"));
    }

    @Test
    void find() throws IOException {
        assertThat(run(0, "find", disk, "größe*", "--json").jsonLines())
                .extracting(line -> line.get("path").asString())
                .containsExactly("/" + NAME);
        assertThat(run(0, "find", disk, "/EFI/*/*.efi").text()).contains("1:/EFI/Boot/bootx64.efi");
        assertThat(run(0, "find", disk, "no such file").output()).isEmpty();
    }

    @Test
    void tree() throws IOException {
        assertThat(run(0, "tree", disk, "ESP:/EFI").text()).contains("Boot", "bootx64.efi", "Microsoft", "BCD");
    }

    @Test
    void verify() throws IOException {
        JsonNode report = run(0, "verify", disk, "--json").json();
        assertThat(report.get("verdict").asString()).isEqualTo("NO FAULT FOUND (quick)");
        assertThat(report.get("volumes").asInt()).isEqualTo(3);
        assertThat(run(0, "verify", disk).text()).startsWith("NO FAULT FOUND (quick)");
    }

    /** The first command of the README, and what it says there. */
    @Test
    void verifyOfTheSample() throws IOException {
        String readme = Files.readString(Checkout.top().resolve("README.md"));
        int start = readme.indexOf("$ ./lifeboat verify samples/WindowsImageBackup\n");
        String told = readme.substring(readme.indexOf('\n', start) + 1, readme.indexOf("```", start));
        assertThat(run(0, "verify", SampleVolumes.SAMPLE.toString()).text()).isEqualTo(told);
    }

    @Test
    void verifyTellsByItsExitCode() throws IOException {
        damage("with-loss.raw", WindowsDisk.SECTOR, 1); // the first of two GPTs
        JsonNode report = run(4, "verify", folder.resolve("with-loss.raw").toString(), "--json")
                .json();
        assertThat(report.get("verdict").asString()).isEqualTo("RESTORABLE WITH LOSS");
        assertThat(report.get("exitCode").asInt()).isEqualTo(4);
        damage("broken.raw", WindowsDisk.WINDOWS, WindowsDisk.SECTOR); // the boot sector of Windows
        assertThat(run(1, "verify", folder.resolve("broken.raw").toString()).text())
                .startsWith("NOT RESTORABLE");
    }

    @Test
    void listOfTheSample() throws IOException {
        JsonNode list =
                run(0, "list", SampleVolumes.SAMPLE.toString(), "--json").json();
        assertThat(list.get("computer").asString()).isEqualTo("OFFICE-PC");
        assertThat(list.get("time").asString()).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(list.get("identifier").asString()).isEqualTo("01/31/2026-12:00");
        assertThat(list.get("missing").isEmpty()).isTrue();
        List<String> volumes = new ArrayList<>();
        list.get("volumes")
                .forEach(volume -> volumes.add(volume.get("volume").asInt() + " "
                        + volume.path("letter").asString("-") + " "
                        + volume.get("label").asString()));
        assertThat(volumes).containsExactly("1 C Windows", "2 - Recovery", "3 - SYSTEM");
        assertThat(run(0, "list", SampleVolumes.SAMPLE.toString()).text())
                .contains("Computer  OFFICE-PC", "Version   01/31/2026-12:00", "1   C:     Windows")
                .doesNotContain("Missing");
        assertThat(run(0, "ls", SampleVolumes.SAMPLE.toString(), "C:/Users").text())
                .isEqualTo(run(0, "ls", SampleVolumes.SAMPLE.toString(), "1:/Users")
                        .text());
    }

    @Test
    void listOfSeveralComputersAndWhatTheyLack() throws IOException {
        Path store = Files.createDirectories(folder.resolve("nas/WindowsImageBackup"));
        for (String name : new String[] {"KITCHEN-PC", "OFFICE-PC"}) {
            FileUtils.copyDirectory(
                    SampleVolumes.SAMPLE.resolve("OFFICE-PC").toFile(),
                    store.resolve(name).toFile());
        }
        try (Stream<Path> files = Files.walk(store.resolve("KITCHEN-PC"))) {
            for (Path file : files.filter(f -> f.getFileName().toString().equals("Esp.vhdx")
                            || f.getFileName().toString().startsWith("5d1f0c2e"))
                    .toList()) {
                Files.delete(file);
            }
        }
        JsonNode list = run(0, "list", store.getParent().toString(), "--json").json();
        JsonNode kitchen = list.get("computers").get(0);
        assertThat(kitchen.get("computer").asString()).isEqualTo("KITCHEN-PC");
        assertThat(kitchen.get("missing").toString())
                .isEqualTo("[\"image of C: (5d1f0c2e-3b44-4c55-9a66-0718293a4b5c)\",\"Esp.vhdx\"]");
        assertThat(list.get("computers").get(1).get("missing").isEmpty()).isTrue();
        assertThat(run(0, "list", store.toString()).text()).contains("KITCHEN-PC", "OFFICE-PC", "--machine NAME");
        assertThat(run(0, "list", store.toString(), "--machine", "kitchen-pc").text())
                .contains("Missing   image of C: (5d1f0c2e-3b44-4c55-9a66-0718293a4b5c), Esp.vhdx");
    }

    /** Python's own parser says what stands in the documents. */
    @Test
    void infoOfTheSample() throws IOException {
        JsonNode set =
                run(0, "info", SampleVolumes.SAMPLE.toString(), "--json").json().get("set");
        Path version = SampleVolumes.SAMPLE.resolve("OFFICE-PC/Backup 2026-01-31 120000");
        List<Path> documents;
        try (Stream<Path> files = Files.list(version)) {
            documents =
                    files.filter(f -> f.toString().endsWith(".xml")).sorted().toList();
        }
        List<String> writers = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            JsonNode answer = new JsonMapper().readTree(DocumentAnswers.ofPython(folder, documents.get(i)));
            if (answer.has("specs")) {
                assertThat(set.get("backupSpecs").get("volumes").findValuesAsString("name"))
                        .containsAll(answer.get("specs").get("volumes").findValuesAsString("name"));
            }
            if (answer.has("writer")) {
                writers.add(answer.get("writer")
                        .get("identification")
                        .get("writerId")
                        .asString());
            }
        }
        assertThat(writers).hasSize(7);
        List<String> shown = new ArrayList<>();
        set.get("writers").forEach(writer -> shown.add(writer.get("writerId").asString()));
        assertThat(shown).containsExactlyInAnyOrderElementsOf(writers);
        assertThat(set.get("mediaId").get("bytes").asString())
                .isEqualTo(HexFormat.of()
                        .formatHex(Files.readAllBytes(SampleVolumes.SAMPLE.resolve("OFFICE-PC/MediaId"))));
        assertThat(set.get("automatedSystemRecovery").get("firmware").asString())
                .isEqualTo("UEFI");
        assertThat(run(0, "info", SampleVolumes.SAMPLE.toString()).text()).contains("Bcd path: ", "Writer: ASR");
        assertThat(run(0, "info", disk).text()).contains("Format: VHDX", "File system: NTFS");
    }

    static Stream<List<String>> wrongUsage() {
        return Stream.of(
                List.of("no-such-command"),
                List.of("ls"),
                List.of("ls", disk, "--no-such-option"),
                List.of("explain", "no.such-id"));
    }

    @ParameterizedTest
    @MethodSource
    void wrongUsage(List<String> arguments) throws IOException {
        Run run = start(arguments);
        assertThat(run.exitCode).as(run.messages).isEqualTo(2);
        assertThat(run.output()).isEmpty();
        assertThat(run.messages).isNotBlank().doesNotContain("Exception", "\tat ");
    }

    static Stream<List<String>> unreadable() throws IOException {
        Path cut = folder.resolve("cut.vhdx");
        Files.write(cut, "vhdxfile".getBytes(UTF_8));
        Path empty = Files.createDirectories(folder.resolve("empty"));
        return Stream.of(
                List.of("list", folder.resolve("no such file").toString()),
                List.of("list", empty.toString()),
                List.of("list", cut.toString()),
                List.of("ls", disk, "9:/"),
                List.of("cat", disk, "3:/no such file"),
                List.of("cat", disk, "1:/EFI"));
    }

    @ParameterizedTest
    @MethodSource
    void unreadable(List<String> arguments) throws IOException {
        Run run = start(arguments);
        assertThat(run.exitCode).as(run.messages).isEqualTo(3);
        assertThat(run.output()).isEmpty();
        assertThat(run.messages).startsWith("lifeboat: ").hasLineCount(1);
    }

    @Test
    void oneImageOfSeveralIsBroken() throws IOException {
        Path backup = Files.createDirectories(folder.resolve("WindowsImageBackup/PC/Backup 2026-01-31 120000"));
        Files.copy(Path.of(disk), backup.resolve("b.vhdx"));
        Files.write(backup.resolve("a.vhdx"), "vhdxfile".getBytes(UTF_8));
        String path = backup.getParent().getParent().toString();
        Run list = start(List.of("list", path, "--json"));
        assertThat(list.exitCode).isEqualTo(4);
        assertThat(list.json().get("computer").asString()).isEqualTo("PC");
        assertThat(list.json().get("volumes").size()).isEqualTo(4);
        assertThat(list.messages).contains("a.vhdx").hasLineCount(1);
        // The one that cannot be opened keeps a number, so that those of the others stay as they were.
        assertThat(start(List.of("cat", path, "4:/" + NAME)).output())
                .isEqualTo(WindowsDisk.files().get(NAME));
        assertThat(start(List.of("verify", path)).exitCode).isEqualTo(1);
    }

    /** As {@code lifeboat cat ... | head}: whoever read us has gone, and wants to know nothing more. */
    @Test
    void aReaderThatGoesAway() throws IOException {
        String command = LAUNCHER + " cat " + disk + " 3:/photo.jpg 2>messages | head -c 5 | wc -c";
        Tools.Result result =
                Tools.tryRun(folder, "sh", "-c", "export LIFEBOAT_BUILD=never LIFEBOAT_CDS=off; " + command);
        assertThat(result.output().strip()).isEqualTo("5");
        assertThat(folder.resolve("messages")).isEmptyFile();
    }

    @Test
    void helpAndVersion() throws IOException {
        assertThat(run(0, "--help").text()).contains("verify", "list", "cat", "explain");
        assertThat(run(0, "--version").text()).isNotBlank();
        assertThat(run(0, "explain", "ntfs.record").text()).startsWith("ntfs.record");
    }

    private static void damage(String name, int offset, int length) throws IOException {
        Path image = folder.resolve(name);
        Files.copy(folder.resolve("disk.raw"), image);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(offset);
            file.write(new byte[length]);
        }
    }

    /** Runs a command that has nothing to say but its result. */
    private static Run run(int exitCode, String... arguments) throws IOException {
        Run run = start(List.of(arguments));
        assertThat(run.exitCode).as(run.messages).isEqualTo(exitCode);
        assertThat(run.messages).isEmpty();
        return run;
    }

    private static Run start(List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(LAUNCHER.toString()));
        line.addAll(arguments);
        Path stdout = Files.createTempFile(folder, "stdout", "");
        Path stderr = folder.resolve("stderr");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        builder.environment().putAll(Map.of("LC_ALL", "C", "LIFEBOAT_BUILD", "never", "LIFEBOAT_CDS", "off"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES))
                    .as("%s ends", arguments)
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroy();
        }
        return new Run(process.exitValue(), stdout, Files.readString(stderr));
    }
}
