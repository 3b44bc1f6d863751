package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.wim.WimBytes;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.Level;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verdict;
import dev.lifeboat.verify.report.Verifier;
import dev.lifeboat.verify.report.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WIMs that wimlib makes, read and verified, and compared with the files that went in and with what wimlib and 7-Zip say. */
class WimToolsTest {
    @TempDir
    private Path folder;

    private Path files;

    @BeforeEach
    void tools() throws IOException {
        Tools.require("wimlib-imagex", "7zz");
        files = Files.createDirectory(folder.resolve("files"));
    }

    /** Texts, a program, noise, zeros, nothing; names that are long, wide, deep, and two of one file. */
    private void fill(int many) throws IOException {
        SplittableRandom random = new SplittableRandom(45);
        byte[] noise = new byte[200_000];
        random.nextBytes(noise);
        write("noise.bin", noise);
        write("zeros.bin", new byte[300_001]);
        write("void", new byte[0]);
        write("program.exe", Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libjava.so")));
        write("Größe 日本語.txt", "wide".getBytes(UTF_8));
        write("long " + "name ".repeat(48) + "end", "long".getBytes(UTF_8));
        write("1/2/3/4/5/6/7/8/deep", "deep".getBytes(UTF_8));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            text.append(random.nextInt(1000)).append(i % 17 == 0 ? "\n" : " and ");
        }
        write("text.txt", text.toString().getBytes(UTF_8));
        for (int i = 0; i < many; i++) {
            write("many/file " + i, ("content " + i / 2).repeat(i).getBytes(UTF_8)); // pairs of equal ones
        }
        Files.createDirectories(files.resolve("no files"));
        Files.createLink(files.resolve("1/text too.txt"), files.resolve("text.txt"));
        Files.createSymbolicLink(files.resolve("link"), Path.of("1/2"));
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = files.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    /** As {@link WimFiles#files}. */
    private Map<String, String> expected() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        try (Stream<Path> all = Files.walk(files)) {
            for (Path file : all.toList()) {
                String path = "/" + files.relativize(file);
                if (Files.isSymbolicLink(file)) {
                    expected.put(
                            path,
                            "-> " + Files.readSymbolicLink(file).toString().replace('/', '\\'));
                } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    expected.put(path, Files.size(file) + " " + Sha256.of(file));
                }
            }
        }
        return expected;
    }

    private Path capture(String options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("wimlib-imagex", "capture", "files", "a.wim", "The name", "What it is"));
        command.addAll(List.of(options.split(" ")));
        Tools.run(folder, command.toArray(String[]::new));
        return folder.resolve("a.wim");
    }

    private static Report verify(Path wim) throws IOException {
        return Verifier.verify(
                BackupLocation.find(wim, Optional.empty(), Optional.empty()),
                new VerifyOptions(Level.FULL, false, Optional.empty(), Optional.empty(), Optional.empty()),
                Progress.NONE);
    }

    private static void assertGood(Path wim) throws IOException {
        Report report = verify(wim);
        assertThat(report.findings()).allMatch(finding -> finding.severity() == Severity.GOOD);
        assertThat(report.verdict()).isEqualTo(Verdict.NO_FAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--compress=none",
                "--compress=none --check",
                "--compress=XPRESS",
                "--compress=XPRESS --chunk-size=4096",
                "--compress=XPRESS --chunk-size=65536 --check",
                "--compress=LZX",
                "--compress=LZX --chunk-size=64K",
                "--compress=LZX --chunk-size=2M",
                "--compress=LZMS",
                "--compress=LZMS --chunk-size=1M",
                "--solid",
                "--solid --solid-chunk-size=256K --check",
                "--solid --solid-compress=LZX --solid-chunk-size=32K",
                "--solid --solid-compress=XPRESS --solid-chunk-size=32K",
            })
    void everyCompression(String options) throws IOException {
        fill(200);
        Path wim = capture(options);
        WimFiles found = WimFiles.of(wim, 1);
        assertThat(found.damage).isEmpty();
        assertThat(found.files).isEqualTo(expected());
        assertThat(found.paths.stream().sorted())
                .isEqualTo(Tools.run(folder, "wimlib-imagex", "dir", "a.wim")
                        .lines()
                        .skip(1)
                        .sorted()
                        .toList());
        assertGood(wim);
        assertThat(Tools.run(folder, "7zz", "t", "a.wim")).contains("Everything is Ok");
        try (WimFile opened = WimFile.open(wim)) {
            assertThat(opened.description().orElseThrow().image(1).orElseThrow().name())
                    .isEqualTo("The name");
            assertThat(opened.solid()).isEqualTo(options.contains("--solid"));
            assertThat(opened.header().integrity().present()).isEqualTo(options.contains("--check"));
        }
    }

    @Test
    void severalImagesThatShareContents() throws IOException {
        fill(20);
        Path wim = capture("--compress=LZX --boot");
        Map<String, String> first = expected();
        write("new.txt", "new".getBytes(UTF_8));
        Files.delete(files.resolve("noise.bin"));
        Tools.run(folder, "wimlib-imagex", "append", "files", "a.wim", "Second");
        assertThat(WimFiles.of(wim, 1).files).isEqualTo(first);
        assertThat(WimFiles.of(wim, 2).files).isEqualTo(expected());
        assertGood(wim);
        assertThat(Lifeboat.run(folder, "list", wim).output())
                .contains(": WIM, 2 images, LZX, ")
                .containsPattern("1 +The name +WIM")
                .containsPattern("2 +Second +WIM");
        assertThat(Lifeboat.run(folder, "cat", wim, "Second:/NEW.TXT").output()).isEqualTo("new");
        assertThat(Lifeboat.run(folder, "cat", wim, "/new.txt").output()).contains("on which volume? There are 2");
        // A deleted image leaves its metadata behind, with no reference to it.
        Tools.run(folder, "wimlib-imagex", "delete", "a.wim", "1", "--soft");
        assertThat(WimFiles.of(wim, 1).files).isEqualTo(expected());
        assertGood(wim);
    }

    @Test
    void splitSets() throws IOException {
        fill(10);
        for (int i = 0; i < 4; i++) {
            byte[] noise = new byte[700_000];
            new SplittableRandom(i).nextBytes(noise);
            write("part " + i, noise);
        }
        capture("--compress=LZX");
        Tools.run(folder, "wimlib-imagex", "split", "a.wim", "s.swm", "1");
        Path third = folder.resolve("s3.swm");
        assertThat(third).exists();
        assertThat(WimFiles.of(folder.resolve("s.swm"), 1).files).isEqualTo(expected());
        assertThat(WimFiles.of(third, 1).files).isEqualTo(expected());
        assertGood(folder.resolve("s2.swm"));
        Files.delete(third);
        Tools.Result list = Lifeboat.run(folder, "list", folder.resolve("s.swm"));
        assertThat(list.output()).contains("parts; part 3, s3.swm, is not there");
        assertThat(list.exit()).isEqualTo(4);
        assertThat(verify(folder.resolve("s.swm")).verdict()).isEqualTo(Verdict.NOT_RESTORABLE);
    }

    @Test
    void streamsAndPermissionsOfAnNtfsVolume() throws IOException {
        Tools.require("mkntfs", "ntfscp", "truncate");
        write("a", "main".getBytes(UTF_8));
        write("b", "x".repeat(100_000).getBytes(UTF_8));
        Tools.run(folder, "truncate", "-s", "16M", "ntfs.img");
        Tools.run(folder, "mkntfs", "-F", "-q", "-L", "Label", "ntfs.img");
        Tools.run(folder, "ntfscp", "-f", "ntfs.img", "files/a", "/file.txt");
        Tools.run(folder, "ntfscp", "-f", "-N", "second", "ntfs.img", "files/b", "/file.txt");
        Tools.run(folder, "ntfscp", "-f", "-N", "third", "ntfs.img", "files/a", "/file.txt");
        Tools.run(folder, "wimlib-imagex", "capture", "ntfs.img", "n.wim", "--compress=XPRESS");
        Path wim = folder.resolve("n.wim");
        assertThat(WimFiles.of(wim, 1).files)
                .containsEntry("/file.txt", "4 " + Sha256.of("main".getBytes(UTF_8)))
                .containsEntry("/file.txt:second", "100000 " + Sha256.of(files.resolve("b")))
                .containsEntry("/file.txt:third", "4 " + Sha256.of("main".getBytes(UTF_8)));
        assertGood(wim);
        assertThat(Lifeboat.run(folder, "cat", wim, "/file.txt:third").output()).isEqualTo("main");
    }

    @Test
    void extractedFilesAreThoseThatWentIn() throws IOException {
        fill(50);
        Path wim = capture("--solid");
        Tools.Result result = Lifeboat.run(folder, "extract", wim, "--to", folder.resolve("out"));
        assertThat(result.output()).contains("link");
        assertThat(Tools.run(folder, "diff", "-r", "--exclude=link", "files", "out"))
                .isEmpty();
        assertThat(Files.getAttribute(folder.resolve("out/text.txt"), "unix:ino"))
                .isEqualTo(Files.getAttribute(folder.resolve("out/1/text too.txt"), "unix:ino"));
    }

    /** Their contents lie in the order of their sizes or types, not in that of their names. */
    @Test
    void manyFilesOfManySolidChunks() throws IOException {
        fill(50);
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 1_500; i++) {
            byte[] noise = new byte[random.nextInt(6_000)];
            random.nextBytes(noise);
            write(i % 40 + "/" + i + "." + i % 7, noise);
        }
        for (int i = 0; i < 30; i++) {
            Files.createSymbolicLink(files.resolve(i + "/to " + i), Path.of(i + ".x " + "y".repeat(i)));
        }
        Path wim = capture("--solid --solid-chunk-size=128K");
        String tree = Lifeboat.run(folder, "ls", wim, "-R").output();
        for (int i = 0; i < 30; i++) {
            assertThat(tree).contains("1:/" + i + "/to " + i + " -> " + i + ".x " + "y".repeat(i) + "\n");
        }
        Lifeboat.run(folder, "extract", wim, "--to", folder.resolve("out"));
        assertThat(Tools.run(folder, "diff", "-r", "--exclude=link", "--exclude=to *", "files", "out"))
                .isEmpty();
        assertThat(Lifeboat.run(folder, "ls", wim, "-R", "--hash")
                        .output()
                        .lines()
                        .filter(line -> line.contains(" 1:/"))
                        .filter(line -> line.matches(".* [0-9a-f]{64} .*"))
                        .map(line -> line.replaceFirst(".* ([0-9a-f]{64})  1:(/.*)", "$2 $1"))
                        .sorted())
                .isEqualTo(Tools.run(folder, "sh", "-c", "cd files && find . -type f -exec sha256sum {} +")
                        .lines()
                        .map(line -> line.substring(line.indexOf(' ') + 3) + " " + line.substring(0, 64))
                        .sorted()
                        .toList());
        assertThat(Lifeboat.run(folder, "find", wim, "33.5", "--hash").output())
                .contains(Sha256.of(files.resolve("33/33.5")));
    }

    /** Whose stored bytes are not held in memory as a whole: three quarters of it are noise. */
    @Test
    void aLargeSolidChunk() throws IOException {
        fill(50);
        SplittableRandom random = new SplittableRandom(22);
        byte[] noise = new byte[6_000_000];
        random.nextBytes(noise);
        write("large noise", noise);
        byte[] half = noise.clone();
        for (int i = 0; i < half.length; i += 1 + random.nextInt(200)) {
            half[i] = (byte) (i >>> 4);
        }
        write("much like it", half);
        Path wim = capture("--solid");
        assertThat(Files.size(wim)).isGreaterThan(6_000_000);
        assertThat(WimFiles.of(wim, 1).files).isEqualTo(expected());
        assertGood(wim);
        byte[] bytes = Files.readAllBytes(wim);
        for (int at : new int[] {300, 70_000, 3_000_000, 6_000_000}) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assertThat(verify(Files.write(folder.resolve("d.wim"), damaged)).verdict())
                    .as("byte " + at)
                    .isNotEqualTo(Verdict.NO_FAULT);
        }
    }

    /** What the other tests stand on: WIMs made by hand are such that wimlib takes them for sound. */
    @Test
    void wimsMadeByHandAreSound() throws IOException {
        Files.write(
                folder.resolve("hand.wim"),
                WimBytes.sample().boot(1).integrity().bytes());
        assertThat(Tools.run(folder, "wimlib-imagex", "verify", "hand.wim")).contains("was successfully verified");
        assertThat(Tools.run(folder, "wimlib-imagex", "dir", "hand.wim", "1"))
                .contains("/a.txt", "/folder/b.txt", "/linked too", "/link", "/void");
    }

    @ParameterizedTest
    @CsvSource({"--compress=XPRESS", "--compress=LZX --check", "--compress=LZMS", "--solid --solid-chunk-size=128K"})
    void damageIsFoundWhereWimlibFindsIt(String options) throws IOException {
        write("a.txt", "text and text and more text ".repeat(3_000).getBytes(UTF_8));
        write("b.txt", "other ".repeat(20_000).getBytes(UTF_8));
        for (int i = 0; i < 50; i++) {
            write("many/" + i, ("content " + i * i).repeat(20).getBytes(UTF_8));
        }
        byte[] good = Files.readAllBytes(capture(options));
        SplittableRandom random = new SplittableRandom(46);
        Path damaged = folder.resolve("d.wim");
        for (int i = 0; i < 15; i++) {
            byte[] bytes = good.clone();
            int at = 208 + random.nextInt(bytes.length - 208);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(damaged, bytes);
            Verdict verdict = verify(damaged).verdict();
            Tools.Result answer = Tools.tryRun(folder, "sh", "-c", "wimlib-imagex verify d.wim >answer 2>&1");
            if (answer.exit() != 0) {
                assertThat(verdict).as("byte " + at + " of " + bytes.length).isNotEqualTo(Verdict.NO_FAULT);
            }
        }
    }

    @Test
    void aLevelIsOneOfTwo() throws IOException {
        Path disk = Files.write(folder.resolve("disk.img"), new byte[1 << 20]);
        assertThat(Lifeboat.run(folder, "verify", disk, "--full", "--quick").exit())
                .isEqualTo(2);
    }
}
