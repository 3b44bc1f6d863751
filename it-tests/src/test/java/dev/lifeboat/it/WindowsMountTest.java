package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged program mounts, lists and unmounts in a Java for Windows, each in a process of its own. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WindowsMountTest {
    private static final String MAIN = "dev.lifeboat.cli.Main";

    @TempDir
    private static Path folder;

    private static Wine wine;
    private static String image;

    private final Map<String, String> settings = new HashMap<>(WineLab.settings(folder));

    @BeforeAll
    static void prepare() throws IOException {
        Distribution.require();
        WindowsDisk.requireTools();
        wine = Wine.require();
        WineLab.install(wine, folder);
        image = Wine.path(folder.resolve("disk.vhdx"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (wine != null) {
            wine.stop();
        }
    }

    @BeforeEach
    void reset() throws IOException {
        for (String file : List.of("calls.jsonl", "attached", "attached-places")) {
            Files.deleteIfExists(folder.resolve(file));
        }
        wine.forgetMounts();
        Files.deleteIfExists(wine.drive("v:"));
    }

    private static String[] line(String... arguments) throws IOException {
        String[] java = {
            Wine.path(Wine.java().resolve("bin/java.exe")),
            "-Xmx192m",
            "-Dfile.encoding=UTF-8",
            "-cp",
            Wine.path(Checkout.top().resolve("cli/target/dist/lib")) + "\\*",
            MAIN
        };
        String[] line = new String[java.length + arguments.length];
        System.arraycopy(java, 0, line, 0, java.length);
        System.arraycopy(arguments, 0, line, java.length, arguments.length);
        return line;
    }

    private Wine.Run run(String... arguments) throws IOException {
        return wine.run(folder, settings, line(arguments));
    }

    /** Whether the drive of the first volume is there, as Wine itself sees it. */
    private static Path onDrive(String file) {
        return wine.drive("v:").resolve(file);
    }

    private static void keptTheRules() throws IOException {
        assertThat(Files.readAllLines(folder.resolve("calls.jsonl"))).allSatisfy(line -> assertThat(
                        new JsonMapper().readTree(line).get("broken").asString())
                .isEmpty());
    }

    @Test
    void inTheBackgroundUntilUnmount() throws IOException {
        Wine.Run mount = run("mount", image, "V:", "--volume", "3", "--background");
        assertThat(mount.exit()).as(mount.messages()).isZero();
        assertThat(mount.messages()).contains("is at V:\\ (NTFS, read-only)", "lifeboat unmount V:");
        assertThat(onDrive("hello.txt")).hasContent("hello from the volume");

        Wine.Run mounts = run("mounts", "--json");
        JsonNode listed = new JsonMapper().readTree(mounts.output());
        assertThat(listed.get("where").asString()).isEqualTo("V:\\");
        assertThat(listed.get("source").asString()).isEqualTo(image);
        assertThat(listed.get("answers").asBoolean()).isTrue();

        Wine.Run unmount = run("unmount", "V:");
        assertThat(unmount.exit()).as(unmount.messages()).isZero();
        assertThat(onDrive("hello.txt")).doesNotExist();
        assertThat(run("mounts").output()).contains("nothing mounted");
        keptTheRules();
    }

    @Test
    void withRightsThatTheUserGives() throws IOException {
        settings.put("LAB_UNELEVATED", "1");
        Wine.Run without = run("mount", image, "V:", "--volume", "3", "--background");
        assertThat(without.exit()).isEqualTo(5);
        assertThat(without.messages()).contains("administrator rights", "--elevate");
        Wine.Run with = run("mount", image, "V:", "--volume", "3", "--background", "--elevate");
        assertThat(with.exit()).as(with.messages()).isZero();
        assertThat(with.messages()).contains("is at V:\\ (NTFS, read-only)");
        assertThat(onDrive("hello.txt")).hasContent("hello from the volume");
        assertThat(run("unmount", "V:").exit()).isZero();
        keptTheRules();
    }

    /** The stand-in's disk is another one, and smaller. */
    @Test
    void asksTheDriverForASecondOpinion() throws IOException {
        Wine.Run run = run("info", image, "--compare");
        assertThat(run.exit()).as(run.messages()).isEqualTo(4);
        assertThat(run.output()).contains("Windows sees a disk of " + (3 * (1 << 20) + 512) + " bytes");
        keptTheRules();
    }

    /** The exit code and the messages of the second process are those of the first. */
    @Test
    void whatFailsWithTheseRightsFails() throws IOException {
        settings.put("LAB_UNELEVATED", "1");
        settings.put("LAB_FAIL", "GetVirtualDiskPhysicalPath=55");
        Wine.Run run = run("mount", image, "V:", "--volume", "3", "--elevate");
        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.messages()).contains("GetVirtualDiskPhysicalPath, error 55");
        assertThat(folder.resolve("attached")).content().isEmpty();
        keptTheRules();
    }

    @Test
    void controlCEndsItAndAKillDoesToo() throws IOException, InterruptedException {
        Process mounting =
                wine.start(folder, settings, folder.resolve("messages"), line("mount", image, "V:", "--volume", "3"));
        waitFor("Ctrl-C ends it");
        assertThat(onDrive("hello.txt")).exists();
        Tools.run(folder, "kill", "-INT", String.valueOf(mounting.pid()));
        assertThat(mounting.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(folder.resolve("messages")).content().contains("Ended; the image is as it was.");
        assertThat(onDrive("hello.txt")).doesNotExist();
        keptTheRules();

        Process killed =
                wine.start(folder, settings, folder.resolve("messages"), line("mount", image, "V:", "--volume", "3"));
        waitFor("Ctrl-C ends it");
        killed.destroyForcibly().waitFor();
        // Windows takes the disk away with the last handle; the stand-in has no chance to.
        Files.deleteIfExists(folder.resolve("attached"));
        Wine.Run mounts = run("mounts");
        assertThat(mounts.exit()).isEqualTo(4);
        assertThat(mounts.output()).contains("does not answer");
        assertThat(run("unmount", "V:").exit()).isZero();
        assertThat(onDrive("hello.txt")).doesNotExist();
        assertThat(run("mounts").output()).contains("nothing mounted");
    }

    private static void waitFor(String words) throws IOException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            if (Files.exists(folder.resolve("messages"))
                    && Files.readString(folder.resolve("messages")).contains(words)) {
                return;
            }
            Thread.sleep(200);
        }
        throw new AssertionError(Files.readString(folder.resolve("messages")));
    }
}
