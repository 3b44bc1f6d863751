package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Volumes made by mkntfs and filled by ntfs-3g, copied out by the command, compared with what ntfs-3g shows. */
class ExtractToolsTest {
    private static final Instant TIME = Instant.parse("2019-08-07T06:05:04.123456700Z");
    private static final String TOO_LONG = "長".repeat(200) + ".txt";

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(2026);
    private Path image;
    private Path mounted;

    /** Fills a volume. */
    private interface Filler {
        void fill(Path root) throws IOException;
    }

    @BeforeEach
    void tools() throws IOException {
        Tools.require("java", "mkntfs", "ntfs-3g", "umount", "env", "kill");
        Assumptions.assumeTrue(Files.isReadable(Path.of("/dev/fuse")), "needs FUSE");
        Assumptions.assumeTrue(Tools.run(folder, "id", "-u").strip().equals("0"), "needs root, to mount with ntfs-3g");
        image = folder.resolve("volume.img");
        mounted = Files.createDirectory(folder.resolve("mounted"));
    }

    private void makeVolume(long size, Filler filler) throws IOException {
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), size - 1);
        }
        Tools.run(folder, "mkntfs", "-F", "-Q", "-q", "-L", "LIFEBOAT", image.toString());
        whileMounted("streams_interface=windows", filler);
    }

    private void whileMounted(String options, Filler action) throws IOException {
        Tools.run(folder, "ntfs-3g", "-o", options, image.toString(), mounted.toString());
        try {
            action.fill(mounted);
        } finally {
            Tools.run(folder, "umount", mounted.toString());
        }
    }

    private static List<String> command(Object... arguments) {
        List<String> line = new ArrayList<>(List.of(
                "java",
                "-Xmx192m",
                "-Dsun.jnu.encoding=UTF-8",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lifeboat.cli.Main"));
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        return line;
    }

    private Tools.Result lifeboat(Object... arguments) throws IOException {
        return Tools.tryRun(folder, command(arguments).toArray(String[]::new));
    }

    private void fill(Path root) throws IOException {
        Path deep = root;
        for (int i = 0; i < 60; i++) {
            deep = Files.createDirectory(deep.resolve("level " + i));
        }
        write(deep.resolve("bottom.txt"), 10);
        Path names = Files.createDirectories(root.resolve("Größe/日本語 \ud83d\ude00"));
        for (String name :
                List.of("con", "ends.", "ends ", "100%", "%2E", "-rf", "ÄÖ\u0308", "a'b\"c", "x".repeat(255))) {
            write(names.resolve(name), name.length());
        }
        write(names.resolve(TOO_LONG), 77);
        Files.createDirectories(root.resolve("empty/inside"));
        for (int i = 0; i < 300; i++) {
            write(Files.createDirectories(root.resolve("many/" + i % 7)).resolve("file" + i), random.nextInt(20_000));
        }
        write(root.resolve("large.bin"), 3_000_000);
        write(root.resolve("none"), 0);
        Files.createLink(root.resolve("large again.bin"), root.resolve("large.bin"));
        Files.createLink(root.resolve("many/large third.bin"), root.resolve("large.bin"));
        sparse(root.resolve("sparse.bin"));
        Files.writeString(root.resolve("none:Zone.Identifier"), "[ZoneTransfer]");
        setTimes(root);
    }

    private void write(Path file, int size) throws IOException {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
    }

    /** Data in the middle and a hole on both sides of it. */
    private static void sparse(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("middle".getBytes(UTF_8)), 9_000_000);
            channel.write(ByteBuffer.wrap("end".getBytes(UTF_8)), 30_000_000);
        }
    }

    /** Each its own, the directories last of all. */
    private static void setTimes(Path root) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(root)) {
            all = new ArrayList<>(paths.filter(path -> !path.equals(root)).toList());
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.setLastModifiedTime(all.get(i), FileTime.from(TIME.plusSeconds(86_399L * i)));
        }
    }

    /** What there is below a folder: kind, content, time and number of names of each path. */
    private static Map<String, String> view(Path root) throws IOException {
        Map<String, String> view = new TreeMap<>();
        List<Path> all;
        try (Stream<Path> paths = Files.walk(root)) {
            all = paths.filter(path -> !path.equals(root)).toList();
        }
        for (Path path : all) {
            String what = Files.isDirectory(path)
                    ? "directory"
                    : Files.size(path) + " bytes, " + sha256(path) + ", " + Files.getAttribute(path, "unix:nlink")
                            + " names";
            view.put(root.relativize(path).toString(), what + ", " + Files.getLastModifiedTime(path));
        }
        return view;
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void copiesWhatNtfs3gShows() throws IOException {
        makeVolume(64 << 20, this::fill);
        Map<String, String> expected = new TreeMap<>();
        whileMounted("ro", root -> expected.putAll(view(root)));
        String before = sha256(image);

        Path target = folder.resolve("target");
        Tools.Result result = lifeboat("extract", image, "--to", target, "--json");

        assertThat(result.exit()).as(result.output()).isEqualTo(4);
        List<JsonNode> lines =
                result.output().lines().map(new JsonMapper()::readTree).toList();
        assertThat(lines).hasSizeBetween(2, 3); // one more where the target has no extended attributes
        JsonNode renamed = lines.get(0);
        assertThat(renamed.get("kind").asString()).isEqualTo("renamed");
        assertThat(renamed.get("path").asString()).endsWith("/" + TOO_LONG);
        JsonNode summary = lines.get(lines.size() - 1);
        assertThat(summary.get("complete").asBoolean()).isTrue();
        assertThat(summary.get("hardLinks").asInt()).isEqualTo(2);
        assertThat(summary.get("streams").asInt() + summary.get("streamsLeft").asInt())
                .isEqualTo(1);

        Map<String, String> copied = view(target);
        copied.put(
                renamed.get("path").asString().substring(1),
                copied.remove(renamed.get("to").asString()));
        assertThat(copied).isEqualTo(expected);
        String du = Tools.run(folder, "du", "-k", target.resolve("sparse.bin").toString());
        assertThat(Integer.parseInt(du.substring(0, du.indexOf('\t')))).isLessThan(200);
        assertThat(sha256(image)).as("the image").isEqualTo(before);

        Tools.Result again = lifeboat("extract", image, "--to", target);
        assertThat(again.exit()).isEqualTo(4);
        assertThat(again.output()).contains("Copied 0 files and 0 directories", "more; --json lists them all");
        assertThat(view(target)).hasSameSizeAs(expected);

        Tools.Result resumed = lifeboat("extract", image, "--to", target, "--resume");
        assertThat(resumed.exit()).as(resumed.output()).isEqualTo(4); // one name was renamed, as before
        assertThat(resumed.output())
                .contains("Copied 0 files", "files were there already")
                .doesNotContain("Left out");
    }

    @Test
    void saysWhatItCannotDo() throws IOException {
        makeVolume(16 << 20, root -> {
            write(Files.createDirectory(root.resolve("Users")).resolve("letter.txt"), 100);
            write(root.resolve("other"), 100);
        });
        Path target = folder.resolve("target");
        Tools.Result one = lifeboat("extract", image, "/users/LETTER.TXT", "--to", target);
        assertThat(one.exit()).isZero();
        assertThat(one.output()).contains("Copied 1 file and 1 directory (100 bytes) to " + target + " in ");
        assertThat(view(target)).containsOnlyKeys("Users", "Users/letter.txt");

        assertThat(lifeboat("extract", image).exit()).isEqualTo(2);
        assertThat(lifeboat("extract", image, "/nothing", "--to", target).exit())
                .isEqualTo(3);
        assertThat(lifeboat("extract", image, "--to", image).exit()).isEqualTo(5);
        assertThat(lifeboat("extract", image, "--to", folder.resolve("WindowsImageBackup/x"))
                        .exit())
                .isEqualTo(6);
    }

    /** Streams as getfattr shows them, links as readlink does. */
    @Test
    void keepsStreamsAttributesAndLinks() throws IOException {
        Tools.require("setfattr", "getfattr");
        makeVolume(16 << 20, root -> {
            Files.createDirectories(root.resolve("Users/me"));
            Files.writeString(root.resolve("Users/me/setup.exe"), "program");
            Files.writeString(root.resolve("Users/me/setup.exe:Zone.Identifier"), "[ZoneTransfer]\r\nZoneId=3\r\n");
            Files.write(root.resolve("Users/me/setup.exe:large"), new byte[200_000]);
            Files.createDirectory(root.resolve("Documents and Settings"));
            Files.createDirectory(root.resolve("elsewhere"));
            Files.createFile(root.resolve("Users/shortcut"));
            attribute(root.resolve("Users/me/setup.exe"), "system.ntfs_attrib_be", "0x00000023");
            junction(root.resolve("Documents and Settings"), "C:\\Users");
            junction(root.resolve("elsewhere"), "E:\\Users");
            symbolicLink(root.resolve("Users/shortcut"), "me\\SETUP.EXE");
        });
        Path target = folder.resolve("target");
        Tools.Result result =
                lifeboat("extract", image, "--to", target, "--streams", "all", "--links", "--attributes", "--json");
        assertThat(result.exit()).as(result.output()).isEqualTo(4); // for the link that leads elsewhere
        assertThat(Files.readSymbolicLink(target.resolve("Documents and Settings")))
                .hasToString("Users");
        assertThat(Files.readSymbolicLink(target.resolve("Users/shortcut"))).hasToString("me/setup.exe");
        assertThat(target.resolve("Users/shortcut")).hasContent("program");
        assertThat(target.resolve("elsewhere")).doesNotExist();
        assertThat(result.output()).contains("\"E:\\\\Users: it leads to another volume\"");
        String file = target.resolve("Users/me/setup.exe").toString();
        assertThat(Files.size(target.resolve("Users/me/setup.exe%3Alarge"))).isEqualTo(200_000);
        Tools.Result attributes = Tools.tryRun(folder, "getfattr", "-d", file);
        if (attributes.output().contains("user.")) { // not every file system has them
            assertThat(attributes.output())
                    .contains("user.Zone.Identifier=0s"
                            + Base64.getEncoder().encodeToString("[ZoneTransfer]\r\nZoneId=3\r\n".getBytes(UTF_8)))
                    .contains("user.DOSATTRIB=\"0x23");
        } else {
            assertThat(target.resolve("Users/me/setup.exe%3AZone.Identifier")).exists();
        }
    }

    private void attribute(Path file, String name, String value) throws IOException {
        Tools.run(folder, "setfattr", "-n", name, "-v", value, file.toString());
    }

    /** [MS-FSCC] 2.1.2.5 */
    private void junction(Path folderInVolume, String target) throws IOException {
        reparse(folderInVolume, 0xa000_0003, "\\??\\" + target, target, new byte[0]);
    }

    /** [MS-FSCC] 2.1.2.4, with the flag that says relative. */
    private void symbolicLink(Path file, String target) throws IOException {
        reparse(file, 0xa000_000c, target, target, new byte[] {1, 0, 0, 0});
    }

    private void reparse(Path path, int tag, String substitute, String print, byte[] flags) throws IOException {
        byte[] first = substitute.getBytes(UTF_16LE);
        byte[] second = print.getBytes(UTF_16LE);
        int length = 8 + flags.length + first.length + 2 + second.length + 2;
        ByteBuffer data = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(tag).putShort((short) length).putShort((short) 0);
        data.putShort((short) 0).putShort((short) first.length);
        data.putShort((short) (first.length + 2)).putShort((short) second.length);
        data.put(flags).put(first).putShort((short) 0).put(second).putShort((short) 0);
        attribute(path, "system.ntfs_reparse_data", "0x" + HexFormat.of().formatHex(data.array()));
    }

    /** What a killed run leaves is never taken for complete. */
    @Test
    void goesOnAfterItWasKilled() throws IOException, InterruptedException {
        makeVolume(120L << 20, root -> {
            for (int i = 0; i < 500; i++) {
                write(Files.createDirectories(root.resolve("many/" + i % 9)).resolve("file" + i), 9000 + i);
            }
            for (int i = 0; i < 4; i++) {
                write(root.resolve("large" + i), 20_000_000);
            }
            setTimes(root);
        });
        Map<String, String> expected = new TreeMap<>();
        whileMounted("ro", root -> expected.putAll(view(root)));
        Path target = folder.resolve("target");
        List<String> line = command("extract", image, "--to", target);
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        while (process.isAlive() && !Files.exists(target.resolve("large2"))) {
            Thread.sleep(1);
        }
        process.destroyForcibly();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        Tools.Result resumed = lifeboat("extract", image, "--to", target, "--resume", "--json");
        List<String> incomplete = resumed.output()
                .lines()
                .map(new JsonMapper()::readTree)
                .filter(json -> json.has("kind"))
                .map(json -> json.get("to").asString())
                .toList();
        assertThat(resumed.exit()).as(resumed.output()).isEqualTo(incomplete.isEmpty() ? 0 : 4);
        for (String file : incomplete) {
            Files.delete(target.resolve(file));
        }
        Tools.Result rest = lifeboat("extract", image, "--to", target, "--resume");
        assertThat(rest.exit()).as(rest.output()).isZero();
        assertThat(view(target)).isEqualTo(expected);
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        makeVolume(64 << 20, root -> {
            write(root.resolve("large"), 20_000_000);
            sparse(root.resolve("sparse"));
        });
        Path small = Files.createDirectory(folder.resolve("small"));
        Tools.run(folder, "mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString());
        try {
            Tools.Result refused = lifeboat("extract", image, "--to", small.resolve("a"));
            assertThat(refused.exit()).as(refused.output()).isEqualTo(5);
            assertThat(refused.output()).contains("19.1 MB are to be copied", "nothing was copied", "--no-space-check");
            assertThat(lifeboat("extract", image, "/sparse", "--to", small.resolve("a"))
                            .exit())
                    .isZero();
            Tools.Result full = lifeboat("extract", image, "--to", small.resolve("b"), "--no-space-check");
            assertThat(full.exit()).as(full.output()).isEqualTo(5);
            assertThat(small.resolve("b/large")).doesNotExist();
        } finally {
            Tools.run(folder, "umount", small.toString());
        }
    }

    /** With the signal that Ctrl-C sends. */
    @Test
    void leavesNoDebrisWhenInterrupted() throws IOException, InterruptedException {
        int size = 500_000_000;
        makeVolume(600L << 20, root -> {
            write(root.resolve("a"), 1000);
            try (FileChannel file =
                    FileChannel.open(root.resolve("b"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (int written = 0; written < size; written += 1_000_000) {
                    file.write(ByteBuffer.allocate(1_000_000));
                }
            }
        });
        for (int attempt = 0; attempt < 3; attempt++) { // a fast disk may be done before the signal comes
            Path target = folder.resolve("target" + attempt);
            List<String> line = command("extract", image, "--to", target);
            // A shell in the background has its children ignore the signal; this undoes it.
            line.addAll(0, List.of("env", "--default-signal=INT"));
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.txt").toFile())
                    .start();
            while (process.isAlive() && !Files.exists(target.resolve("b"))) {
                Thread.sleep(1);
            }
            Tools.tryRun(folder, "kill", "-INT", String.valueOf(process.pid()));
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            if (process.exitValue() != 0) {
                assertThat(process.exitValue()).isEqualTo(130);
                assertThat(view(target)).containsOnlyKeys("a");
                assertThat(folder.resolve("output.txt")).content().contains("interrupted", "--resume goes on");
                return;
            }
        }
        Assumptions.abort("the copy is always faster than the signal");
    }
}
