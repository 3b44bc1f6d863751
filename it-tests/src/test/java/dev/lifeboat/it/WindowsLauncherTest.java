package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** lifeboat.cmd out of the zip, run by Wine's command processor with a Java for Windows. */
class WindowsLauncherTest {
    private static final Path SAMPLE = Checkout.top().resolve("samples/WindowsImageBackup");

    @TempDir
    private static Path folder;

    private static Wine wine;
    private static Path work;

    /** Without a Java of its own, and with. */
    private static Path plain;

    private static Path bundled;

    @BeforeAll
    static void unpack() throws IOException {
        Distribution.require();
        wine = Wine.require();
        work = Files.createDirectories(folder.resolve("anderer Ort"));
        Path zip = Distribution.make(folder.resolve("zip"));
        plain = Distribution.unpack(zip, folder.resolve("plain (x86) Größe"));
        bundled = Distribution.unpack(zip, folder.resolve("Größe & 1"));
        Files.createSymbolicLink(bundled.resolve("runtime"), Wine.java());
    }

    @AfterAll
    static void stop() throws IOException {
        if (wine != null) {
            wine.stop();
        }
        if (bundled != null) {
            Files.deleteIfExists(bundled.resolve("runtime")); // a link out of the folder that is deleted
        }
    }

    @Test
    void bringsItsOwnJava() throws IOException {
        Wine.Run run = run(bundled, Map.of("JAVA_HOME", "Z:\\no\\such"), "--version");
        assertThat(run.messages()).isEmpty();
        assertThat(run.output()).startsWith("Lifeboat ").containsPattern("\\r?\\nJava 17\\.\\S+ on Windows ");
        assertThat(run.exit()).isZero();
    }

    @Test
    void findsJavaByJavaHome() throws IOException {
        Wine.Run run = run(plain, Map.of("JAVA_HOME", Wine.path(Wine.java())), "--version");
        assertThat(run.messages()).isEmpty();
        assertThat(run.output()).startsWith("Lifeboat ");
    }

    @Test
    void findsJavaOnThePath() throws IOException {
        Wine.Run run = run(plain, Map.of("WINEPATH", Wine.path(Wine.java().resolve("bin"))), "--version");
        assertThat(run.messages()).isEmpty();
        assertThat(run.output()).startsWith("Lifeboat ");
    }

    @Test
    void saysWhatToDoWithoutJava() throws IOException {
        Path old = Files.createDirectories(folder.resolve("jdk-11/bin"));
        Files.createFile(old.resolve("java.exe"));
        Files.writeString(folder.resolve("jdk-11/release"), "IMPLEMENTOR=\"X\"\r\nJAVA_VERSION=\"11.0.20\"\r\n");
        String home = Wine.path(folder.resolve("jdk-11"));
        for (Map<String, String> settings : List.of(Map.<String, String>of(), Map.of("JAVA_HOME", home))) {
            Wine.Run run = run(plain, settings, "--version");
            assertThat(run.messages()).contains("Java 17 or newer", "winget install", "-windows-x64.zip");
            assertThat(run.output()).isEmpty();
            assertThat(run.exit()).isEqualTo(5);
        }
        Wine.Run chosen = run(bundled, Map.of("LIFEBOAT_JAVA_HOME", home), "--version");
        assertThat(chosen.messages()).startsWith("lifeboat: LIFEBOAT_JAVA_HOME is not a Java of version 17 or newer.");
        assertThat(chosen.exit()).isEqualTo(5);
    }

    /** A folder may end in a backslash before a quotation mark, as the shells of Windows complete it. */
    @ParameterizedTest
    @CsvSource({"'', ''", "'\"', '\"'", "'\"', '\\\"'"})
    void lists(String before, String after) throws IOException {
        Wine.Run run = run(bundled, Map.of(), "list " + before + Wine.path(SAMPLE) + after);
        assertThat(run.output()).contains("Backup ", "NTFS", ".vhdx: VHDX").doesNotContain("\u001b");
        assertThat(run.messages()).isEmpty();
        assertThat(run.exit()).isZero();
    }

    @Test
    void verifies() throws IOException {
        Wine.Run run = run(bundled, Map.of(), "verify " + Wine.path(SAMPLE) + " --json");
        Tools.Result here = Tools.tryRun(
                work,
                "env",
                "LIFEBOAT_CDS=off",
                plain.resolve("lifeboat").toString(),
                "verify",
                SAMPLE.toString(),
                "--json");
        assertThat(verdict(run.output())).isNotNull().isEqualTo(verdict(here.output()));
        assertThat(run.exit()).isEqualTo(here.exit());
    }

    /** Wine has one disk, of a size that it makes up; Windows is asked in the same way. */
    @Test
    void asksWindowsForADisk() throws IOException {
        String verify = "verify " + Wine.path(SAMPLE) + " --json --target-disk \\\\.\\PhysicalDrive";
        Wine.Run run = run(bundled, Map.of(), verify + "0");
        assertThat(run.output()).contains("\"fit.size-likely\"", "PhysicalDrive0 would take its place, and has ");
        assertThat(run.exit()).as(run.messages()).isZero();
        Wine.Run none = run(bundled, Map.of(), verify + "77");
        assertThat(none.messages()).contains("\\\\.\\PhysicalDrive77");
        assertThat(none.exit()).isEqualTo(3);
    }

    private static JsonNode verdict(String json) {
        return new JsonMapper().readTree(json).get("verdict");
    }

    @Test
    void extracts() throws IOException {
        Path to = folder.resolve("Größe");
        Wine.Run run = run(bundled, Map.of("TO", Wine.path(to)), "extract " + Wine.path(SAMPLE) + " --to \"%TO%\"");
        assertThat(run.output()).startsWith("Copied ");
        assertThat(run.exit()).as(run.messages()).isIn(0, 4);
        Path here = folder.resolve("expected");
        Tools.tryRun(
                work,
                "env",
                "LIFEBOAT_CDS=off",
                plain.resolve("lifeboat").toString(),
                "extract",
                SAMPLE.toString(),
                "--to",
                here.toString());
        // Wine makes a file of each stream that a program writes, here with the name that Windows would not allow.
        Tools.run(folder, "diff", "-r", "--exclude=*:*", here.toString(), to.toString());
        assertThat(to.resolve("volume-1/Users/Anna/Downloads/setup.exe:Zone.Identifier"))
                .content()
                .contains("[ZoneTransfer]");
    }

    /** Wine keeps of permissions what Linux has: who may read and write a file is then in its mode. */
    @Test
    void setsPermissions() throws IOException {
        Tools.require("mkntfs", "ntfs-3g", "umount", "setfattr", "truncate", "id");
        Assumptions.assumeTrue(Tools.run(folder, "id", "-u").strip().equals("0"), "needs root, to mount with ntfs-3g");
        Tools.run(folder, "truncate", "-s", "16M", "acl.img");
        Tools.run(folder, "mkntfs", "-F", "-q", "acl.img");
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        Tools.run(folder, "ntfs-3g", "acl.img", mounted.toString());
        try {
            everybodyMay(0x1200a9, mounted.resolve("read and run.txt"));
            everybodyMay(0x120089, mounted.resolve("read.txt"));
            everybodyMay(0x12019f, mounted.resolve("read and write.txt"));
        } finally {
            Tools.run(folder, "umount", mounted.toString());
        }
        Path to = folder.resolve("with permissions");
        String image = Wine.path(folder.resolve("acl.img"));
        Wine.Run run = run(bundled, Map.of("TO", Wine.path(to)), "extract " + image + " --to \"%TO%\" --acl --json");
        assertThat(run.exit()).as(run.output() + run.messages()).isZero();
        assertThat(mode(to.resolve("read and run.txt"))).isEqualTo("r-xr-xr-x");
        assertThat(mode(to.resolve("read.txt"))).isEqualTo("r--r--r--");
        assertThat(mode(to.resolve("read and write.txt"))).isEqualTo("rw-rw-rw-");
        assertThat(to.resolve("Lifeboat-acl.jsonl")).content().contains("\"read.txt\"", "(A;;FR;;;WD)");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** Gives a file a descriptor: owner Administrators, and one entry that allows Everyone what the mask says. */
    private static void everybodyMay(int mask, Path file) throws IOException {
        Files.writeString(file, "content");
        String descriptor = "0100049014000000240000000000000034000000" // header: owner, group, no SACL, DACL
                + "01020000000000052000000020020000" // S-1-5-32-544
                + "01020000000000052000000020020000"
                + "02001c0001000000" // an access control list of 28 bytes, one entry
                + "00001400"
                + HexFormat.of()
                        .formatHex(ByteBuffer.allocate(4)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putInt(mask)
                                .array())
                + "010100000000000100000000"; // S-1-1-0
        Tools.run(folder, "setfattr", "-n", "system.ntfs_acl", "-v", "0x" + descriptor, file.toString());
    }

    @ParameterizedTest
    @CsvSource({"nonsense, 2", "list nonsense, 3"})
    void itsExitCodeIsLifeboats(String arguments, int exit) throws IOException {
        Wine.Run run = run(bundled, Map.of(), arguments);
        assertThat(run.messages()).startsWith("lifeboat: ").contains("nonsense");
        assertThat(run.exit()).isEqualTo(exit);
    }

    /** The path comes from the environment, since a batch file is read in a code page. */
    private static Wine.Run run(Path home, Map<String, String> settings, String arguments) throws IOException {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("LAUNCHER", Wine.path(home.resolve("lifeboat.cmd")));
        return wine.batch(work, all, "\"%LAUNCHER%\" " + arguments);
    }
}
