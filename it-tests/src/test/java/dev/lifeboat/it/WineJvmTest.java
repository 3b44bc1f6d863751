package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that run in a Java of Windows, under Wine, with JUnit's own launcher: those whose names begin with Windows, and the unit tests of
 * what files and paths look like.
 */
class WineJvmTest {
    private static final Pattern TOTALS = Pattern.compile(
            "<testsuite [^>]*tests=\"(\\d+)\" skipped=\"(\\d+)\" failures=\"(\\d+)\" errors=\"(\\d+)\"");

    /** Unit tests that say nothing about the system they run on. */
    private static final List<String> NEUTRAL = List.of(
            "dev.lifeboat.formats.source",
            "dev.lifeboat.mount.nio",
            "dev.lifeboat.mount.windows",
            "dev.lifeboat.mount.elevation");

    @TempDir
    private static Path folder;

    private static Wine wine;

    @BeforeAll
    static void prepare() throws IOException {
        WindowsDisk.requireTools();
        wine = Wine.require();
        WineLab.install(wine, folder);
    }

    @AfterAll
    static void stop() throws IOException {
        if (wine != null) {
            wine.stop();
        }
    }

    @Test
    void testsForWindows() throws IOException {
        Path reports = Checkout.top().resolve("it-tests/target/failsafe-reports");
        Totals totals = run(reports, List.of("--scan-classpath", Wine.path(own()), "--include-tag", "windows-jvm"));
        assertThat(totals.tests).isGreaterThanOrEqualTo(40);
        assertThat(totals.skipped).isZero();
    }

    @Test
    void unitTests() throws IOException {
        List<String> options = new ArrayList<>();
        NEUTRAL.forEach(name -> options.addAll(List.of("--select-package", name)));
        Totals totals = run(Checkout.top().resolve("it-tests/target/wine-unit-reports"), options);
        assertThat(totals.tests).isGreaterThan(100);
    }

    private static Path own() {
        return Checkout.top().resolve("it-tests/target/test-classes");
    }

    private record Totals(int tests, int skipped) {}

    private static Totals run(Path reports, List<String> selection) throws IOException {
        Path xml = reports.resolve("TEST-junit-jupiter.xml");
        Files.deleteIfExists(xml);
        List<String> command = new ArrayList<>(List.of(
                Wine.path(Wine.java().resolve("bin/java.exe")),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                "-cp",
                classPath(),
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--disable-banner",
                "--disable-ansi-colors",
                "--details=summary",
                "--include-classname=.*Test",
                "--reports-dir=" + Wine.path(reports)));
        command.addAll(selection);
        Wine.Run run = wine.run(folder, WineLab.settings(folder), command.toArray(String[]::new));
        assertThat(run.exit()).as(run.output() + run.messages()).isZero();
        assertThat(xml).as(run.output() + run.messages()).exists();
        Matcher totals = TOTALS.matcher(Files.readString(xml));
        assertThat(totals.find()).isTrue();
        assertThat(totals.group(3)).as("failures").isEqualTo("0");
        assertThat(totals.group(4)).as("errors").isEqualTo("0");
        return new Totals(Integer.parseInt(totals.group(1)), Integer.parseInt(totals.group(2)));
    }

    /** Of these tests, and with it of the modules' own tests, for the other Java. */
    private static String classPath() {
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Stream<Path> tests = Stream.of("formats", "mount")
                .map(module -> Checkout.top().resolve(module).resolve("target/test-classes"));
        return Stream.concat(tests, Stream.of(own.split(File.pathSeparator)).map(Path::of))
                .map(Wine::path)
                .collect(Collectors.joining(";"));
    }
}
