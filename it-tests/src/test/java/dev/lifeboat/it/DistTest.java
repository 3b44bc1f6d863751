package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip as someone without sources has it: in a folder with a blank and an umlaut, called from elsewhere. */
class DistTest {
    private static final Path SAMPLE = Checkout.top().resolve("samples/WindowsImageBackup");
    private static final String LIB = "lib";

    @TempDir
    private static Path folder;

    private static Path zip;
    private static Path home;

    @BeforeAll
    static void unpack() throws IOException {
        Distribution.require();
        zip = Distribution.make(folder.resolve("zip"));
        home = Distribution.unpack(zip, folder.resolve("Größe 1"));
    }

    @Test
    void runsFromAnyFolder() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Tools.Result version = run(elsewhere, home.resolve("lifeboat"), "--version");
        assertThat(version.exit()).as(version.output()).isZero();
        assertThat(version.output()).startsWith("Lifeboat " + version() + "\nJava ");
        sameAsTheCheckout(elsewhere, "list", SAMPLE.toString());
        sameAsTheCheckout(elsewhere, "verify", SAMPLE.toString());
        sameAsTheCheckout(elsewhere, "explain", "ntfs.record");
        extracts(elsewhere);
    }

    private static void extracts(Path elsewhere) throws IOException {
        Tools.Result expected =
                run(elsewhere, Checkout.top().resolve("lifeboat"), "extract", SAMPLE.toString(), "--to", "expected");
        Tools.Result actual = run(elsewhere, home.resolve("lifeboat"), "extract", SAMPLE.toString(), "--to", "actual");
        assertThat(actual.exit()).as(actual.output()).isEqualTo(expected.exit()).isIn(0, 4);
        Tools.run(elsewhere, "diff", "-r", "expected", "actual");
        try (Stream<Path> files = Files.walk(elsewhere.resolve("actual"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSizeGreaterThan(5);
        }
    }

    @Test
    void runsThroughALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("lifeboat"), home.resolve("lifeboat"));
        assertThat(run(folder, link, "--version").output()).startsWith("Lifeboat " + version());
    }

    /** A folder that cannot be written, and an environment of PATH alone: nothing may be missed, nothing left behind. */
    @Test
    void runsFromAReadOnlyFolderWithoutAnEnvironment() throws IOException {
        Path copy = Distribution.unpack(zip, folder.resolve("read only"));
        List<String> command = new ArrayList<>();
        boolean root = Tools.run(folder, "id", "-u").strip().equals("0");
        if (root) { // for whom no rights hold
            Tools.require("unshare", "mount");
            String readOnly = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"";
            command.addAll(List.of("unshare", "-m", "sh", "-c", readOnly, copy.toString()));
        } else {
            Tools.run(folder, "chmod", "-R", "a-w", copy.toString());
        }
        String path = "PATH=" + System.getenv("PATH");
        command.addAll(List.of("env", "-i", path, copy + "/lifeboat", "verify", SAMPLE.toString(), "--json"));
        try {
            Tools.Result result = Tools.tryRun(folder, command.toArray(String[]::new));
            assertThat(result.output()).startsWith("{").contains("\"verdict\"");
            assertThat(result.exit())
                    .isEqualTo(run(folder, Checkout.top().resolve("lifeboat"), "verify", SAMPLE.toString())
                            .exit());
            assertThat(copy.resolve("cds")).doesNotExist();
        } finally {
            Tools.run(folder, "chmod", "-R", "u+w", copy.toString());
        }
    }

    @Test
    void checksumsCoverEveryFile() throws IOException {
        Path copy = Distribution.unpack(zip, folder.resolve("sums"));
        Tools.run(copy, "sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS");
        List<String> named = Files.readAllLines(copy.resolve("SHA256SUMS")).stream()
                .map(line -> line.substring(66))
                .toList();
        try (Stream<Path> files = Files.walk(copy)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> copy.relativize(file).toString()))
                    .filteredOn(file -> !file.equals("SHA256SUMS"))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
        Tools.run(zip.getParent(), "sha256sum", "--strict", "--quiet", "-c", zip.getFileName() + ".sha256");
    }

    @Test
    void theSameBytesWhenMadeAgain() throws IOException {
        Path again = Distribution.make(folder.resolve("again"), "TZ=Asia/Tokyo", "LC_ALL=C", "LANG=tr_TR.UTF-8");
        assertThat(again.getFileName()).isEqualTo(zip.getFileName());
        assertThat(Files.mismatch(zip, again)).isEqualTo(-1);
    }

    @Test
    void everyJarHasALicence() throws IOException {
        String list = Files.readString(home.resolve("THIRD-PARTY.txt"));
        List<String> jars = jars(home.resolve(LIB));
        assertThat(jars)
                .isEqualTo(jars(Checkout.top().resolve("cli/target/dist/lib")))
                .contains("picocli.jar");
        for (String jar : jars) {
            if (!jar.startsWith("lifeboat-")) {
                String name = jar.replace(".jar", "");
                assertThat(list).containsPattern("(?m)^" + name + " \\S+ \\(" + jar + "\\)\n  licence: \\S.*\n");
            }
        }
        List<String> texts = list.lines()
                .filter(line -> line.startsWith("  text:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .toList();
        assertThat(texts)
                .hasSize((int) jars.stream()
                        .filter(jar -> !jar.startsWith("lifeboat-"))
                        .count())
                .allSatisfy(text -> assertThat(home.resolve(text)).content().hasSizeGreaterThan(500));
        assertThat(texts)
                .filteredOn(text -> text.startsWith("licences/picocli-")) // whose jar holds no text
                .singleElement()
                .satisfies(text ->
                        assertThat(home.resolve(text)).content().contains("Apache License", "TERMS AND CONDITIONS"));
    }

    @Test
    void aJarWithoutALicenceCannotBePacked() throws IOException {
        Path work = Files.createDirectories(folder.resolve("unlicensed"));
        Path lib = Files.createDirectories(work.resolve(LIB));
        Path jar = home.resolve("lib/picocli.jar");
        Files.copy(jar, lib.resolve("unknown.jar"));
        assertThat(licences(work, lib, "")).contains("lib/unknown.jar is not among the run-time dependencies");

        Path version = Files.createDirectories(work.resolve("org/example/unknown/1.0"));
        Path source = Files.copy(jar, version.resolve("unknown-1.0.jar"), StandardCopyOption.REPLACE_EXISTING);
        Path pom = version.resolve("unknown-1.0.pom");
        String line = "   org.example:unknown:jar:1.0:compile:" + source + " -- module unknown\n";
        Files.writeString(pom, "<project><artifactId>unknown</artifactId></project>");
        assertThat(licences(work, lib, line)).contains("no licence is named by the pom of unknown 1.0");
        Files.writeString(pom, "<project><licenses><license><name>Odd one</name></license></licenses></project>");
        assertThat(licences(work, lib, line)).contains("unknown-1.0.jar (Odd one) holds no licence text");
    }

    /** The Java that is linked for this system has all the modules that the commands need. */
    @Test
    void bringsItsOwnJava() throws IOException {
        Assumptions.assumeTrue(
                Files.exists(Path.of(System.getProperty("java.home"), "jmods")), "this Java cannot be linked");
        Path linked = Distribution.link(zip, "this-system");
        assertThat(linked.getFileName()).hasToString("lifeboat-" + version() + "-this-system.zip");
        Path copy = Distribution.unpack(linked, folder.resolve("linked"));
        Path launcher = copy.resolve("lifeboat");
        Tools.run(copy, "sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS");
        String settings = "LIFEBOAT_JAVA_OPTS=-XshowSettings:properties";
        assertThat(Tools.run(folder, "env", "LIFEBOAT_CDS=off", settings, launcher.toString(), "--version"))
                .containsPattern("java.home = .*/linked/lifeboat-[^/]*/runtime\n");
        for (String command : List.of("list", "verify", "ls")) {
            Tools.Result expected = run(folder, home.resolve("lifeboat"), command, SAMPLE.toString(), "--json");
            assertThat(run(folder, launcher, command, SAMPLE.toString(), "--json"))
                    .isEqualTo(expected);
        }
        Tools.Result hashes = run(folder, launcher, "ls", SAMPLE.toString(), "-R", "--hash");
        assertThat(hashes.exit()).as(hashes.output()).isZero();
        Tools.Result extract = run(folder, launcher, "extract", SAMPLE.toString(), "--to", "by linked");
        assertThat(extract.exit()).as(extract.output()).isIn(0, 4);
    }

    private static String licences(Path work, Path lib, String runTime) throws IOException {
        Path list = Files.writeString(work.resolve("run-time.txt"), runTime);
        Path program = Checkout.top().resolve("packaging/Licences.java");
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        Tools.Result result = Tools.tryRun(
                work,
                "env",
                java.toString(),
                program.toString(),
                list.toString(),
                lib.toString(),
                "no-texts",
                work.toString());
        assertThat(result.exit()).isNotZero();
        return result.output();
    }

    private static List<String> jars(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String version() {
        return home.getFileName().toString().replace("lifeboat-", "");
    }

    private static void sameAsTheCheckout(Path from, String... arguments) throws IOException {
        Tools.Result expected = run(from, Checkout.top().resolve("lifeboat"), arguments);
        Tools.Result actual = run(from, home.resolve("lifeboat"), arguments);
        assertThat(actual).isEqualTo(expected);
        assertThat(actual.output()).isNotBlank();
    }

    /** Without the class archive, which is made in the background and would still be written when the test has ended. */
    private static Tools.Result run(Path from, Path launcher, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("env", "LIFEBOAT_BUILD=never", "LIFEBOAT_CDS=off", launcher.toString()));
        command.addAll(List.of(arguments));
        return Tools.tryRun(from, command.toArray(String[]::new));
    }
}
