package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.ntfs.NtfsBytes;
import dev.lifeboat.formats.ntfs.TinyVolume;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code list}, {@code ls}, {@code find}, {@code tree} and {@code cat} on a small NTFS volume. */
class ListingTest {
    @TempDir
    Path folder;

    private final TinyVolume volume = TinyVolume.withFiles();

    private Path image() throws IOException {
        return Files.write(folder.resolve("C.img"), volume.bytes());
    }

    /** The lines without their first two columns, whose time depends on the zone of this computer. */
    private static List<String> names(Cli.Run run) {
        return run.lines().stream().map(line -> line.substring(36)).toList();
    }

    @Test
    void listShowsImagesAndVolumes() throws IOException {
        Cli.Run run = Cli.run("list", image());
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "Image     " + image() + ": raw, no partition table, 701 KB file, disk of 701 KB",
                        "  No  Label  File system    Size    Used  Partition",
                        "  1   TINY   NTFS         701 KB  254 KB");
    }

    /** As behind {@code | head}; a full disk is another matter. */
    @Test
    void catIsSilentWhenNobodyReadsAnyMore() throws IOException {
        assertThat(catTo("Broken pipe")).isEqualTo(new Cli.Run(5, "", ""));
        assertThat(catTo("No space left on device"))
                .isEqualTo(new Cli.Run(
                        5,
                        "",
                        "lifeboat: the output could not be written: No space left on device" + System.lineSeparator()));
    }

    private Cli.Run catTo(String failure) throws IOException {
        return Cli.runInto(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException(failure);
                    }
                },
                "cat",
                image(),
                "/Docs/hello.txt");
    }

    @Test
    void listWritesOneJsonObject() throws IOException {
        String path = image().toString().replace("\\", "\\\\");
        assertThat(Cli.run("list", image(), "--json").lines())
                .containsExactly("{\"images\":[{\"file\":\"" + path + "\",\"format\":\"raw\",\"fileSize\":717312,"
                        + "\"diskSize\":717312,\"partitionTable\":\"NONE\",\"sectorSize\":512}],\"volumes\":[{\"volume\":1,"
                        + "\"image\":\"" + path + "\",\"label\":\"TINY\",\"fileSystem\":\"NTFS\",\"size\":717312,"
                        + "\"used\":260096,\"serial\":\"123456789ABCDEF0\"}]}");
    }

    @Test
    void listSaysThatAVolumeCannotBeRead() throws IOException {
        Arrays.fill(volume.bytes(), TinyVolume.MFT_AT, TinyVolume.MIRROR_AT + 4096, (byte) 0);
        Cli.Run run = Cli.run("list", image());
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).contains("signature is \"\\x00\\x00\\x00\\x00\", expected \"FILE\"");
        assertThat(Cli.run("list", image(), "--json").code()).isEqualTo(4);
    }

    @Test
    void lsListsTheTopOfEveryVolume() throws IOException {
        Cli.Run run = Cli.run("ls", image());
        assertThat(run.code()).isZero();
        assertThat(names(run))
                .containsExactly(
                        "1:/cloud.bin  [CLOUD_6, online-only]",
                        "1:/dedup.bin  [DEDUP]",
                        "1:/Docs/",
                        "1:/Junction -> C:\\Docs",
                        "1:/link.txt -> Docs\\hello.txt",
                        "1:/linked.txt",
                        "1:/listed.bin",
                        "1:/Long file name.txt",
                        "1:/packed.txt",
                        "1:/secret.txt",
                        "1:/wof.exe");
    }

    @Test
    void lsShowsTimeSizeAndName() throws IOException {
        assertThat(Cli.run("ls", image(), "/docs/fragmented.bin").lines())
                .singleElement()
                .asString()
                .matches("2026-0[12]-[0-9]{2} [0-9]{2}:[0-9]{2}             5,000  Fragmented\\.bin");
    }

    @Test
    void lsGoesBelowWhenAsked() throws IOException {
        assertThat(names(Cli.run("ls", image(), "-R")))
                .hasSize(17)
                .contains("1:/Docs/hello.txt")
                .noneMatch(name -> name.contains("$"));
        assertThat(names(Cli.run("ls", image(), "1:/docs", "-R")))
                .containsExactly(
                        "1:/Docs/again.txt",
                        "1:/Docs/Fragmented.bin",
                        "1:/Docs/hello.txt",
                        "1:/Docs/sparse.bin",
                        "1:/Docs/streams.txt",
                        "1:/Docs/valid.bin");
    }

    @Test
    void lsShowsTheFilesOfNtfsWhenAsked() throws IOException {
        assertThat(names(Cli.run("ls", image(), "1:/", "--all"))).contains("$MFT", "$Extend/", "Docs/");
    }

    @Test
    void lsShowsStreamsWhenAsked() throws IOException {
        assertThat(names(Cli.run("ls", image(), "1:/docs/streams.txt", "--streams")))
                .containsExactly("streams.txt", "streams.txt:Zone.Identifier", "streams.txt:big");
    }

    /** The hash is that of "Hello, world" and a line feed, by sha256sum. */
    @Test
    void lsHashesFiles() throws IOException {
        assertThat(names(Cli.run("ls", image(), "/docs/hello.txt", "--hash")))
                .containsExactly("37980c33951de6b0e450c3701b219bfeee930544705f637cd1158b63827bb390  hello.txt");
    }

    @Test
    void lsHashesNeitherDirectoriesNorLinksAndGoesOnBehindWhatItCannotRead() throws IOException {
        Cli.Run run = Cli.run("ls", image(), "--hash", "-R", "--json");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.lines())
                .contains(
                        "{\"volume\":1,\"path\":\"/Junction\",\"stream\":\"\",\"type\":\"link\",\"size\":0,"
                                + "\"modified\":\"2026-01-31T12:00:00Z\",\"attributes\":[\"reparse_point\"],\"target\":\"C:\\\\Docs\","
                                + "\"reparse\":{\"tag\":\"0xa0000003\",\"name\":\"MOUNT_POINT\","
                                + "\"substitute\":\"\\\\??\\\\C:\\\\Docs\",\"print\":\"C:\\\\Docs\"}}",
                        "{\"volume\":1,\"path\":\"/secret.txt\",\"stream\":\"\",\"type\":\"file\",\"size\":600,"
                                + "\"modified\":\"2026-01-31T12:00:00Z\",\"attributes\":[\"archive\",\"encrypted\"],\"error\":\"is encrypted"
                                + " with EFS; only its owner's certificate, on Windows, can open it\"}",
                        "{\"volume\":1,\"path\":\"/Docs/hello.txt\",\"stream\":\"\",\"type\":\"file\",\"size\":13,"
                                + "\"modified\":\"2026-01-31T12:00:00Z\",\"attributes\":[\"archive\"],\"sha256\":"
                                + "\"37980c33951de6b0e450c3701b219bfeee930544705f637cd1158b63827bb390\"}")
                .filteredOn(line -> line.contains("\"error\""))
                .hasSize(3);
    }

    @Test
    void lsShowsDamageInItsPlace() throws IOException {
        volume.bytes()[TinyVolume.recordAt(TinyVolume.HELLO) + 510] ^= 1;
        Cli.Run run = Cli.run("ls", image(), "/docs");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out())
                .contains(
                        "DAMAGED  1:/Docs/hello.txt  (C.img/$MFT at 0x7dfe: record 31: update sequence is 0x0106 in sector"
                                + " 0, expected 0x0107)");
        assertThat(Cli.run("ls", image(), "/docs", "--json").out())
                .contains("{\"volume\":1,\"path\":\"/Docs/hello.txt\",\"error\":\"C.img/$MFT at 0x7dfe: ");
    }

    @Test
    void noNameReachesTheTerminalAsItIs() throws IOException {
        volume.file(50, TinyVolume.ROOT, "a\u001b[2J\ud800").resident(0x80, "\u202e", NtfsBytes.ascii("odd"));
        for (String command : new String[] {"ls", "tree"}) {
            assertThat(Cli.run(command, image()).out())
                    .contains("a\\u001b[2J\\ud800")
                    .doesNotContain("\u001b");
        }
        assertThat(Cli.run("ls", image(), "--streams").out())
                .contains(":\\u202e")
                .doesNotContain("\u202e");
        assertThat(Cli.run("ls", image(), "--json").out()).contains("\"/a\\u001B[2J\\ud800\"");
        assertThat(Cli.run("ls", image(), "/a\u001b/x").err()).doesNotContain("\u001b");
    }

    @Test
    void findFindsNamesAndPaths() throws IOException {
        Cli.Run run = Cli.run("find", image(), "H*.TXT");
        assertThat(run.code()).isZero();
        assertThat(names(run)).containsExactly("1:/Docs/hello.txt");
        assertThat(names(Cli.run("find", image(), "/docs/*.bin")))
                .containsExactly("1:/Docs/Fragmented.bin", "1:/Docs/sparse.bin", "1:/Docs/valid.bin");
    }

    @Test
    void findThatFindsNothingIsFine() throws IOException {
        Cli.Run run = Cli.run("find", image(), "*.none");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
    }

    @Test
    void treeDrawsDirectories() throws IOException {
        Cli.Run run = Cli.run("tree", image());
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .startsWith("1:/", "├── cloud.bin", "├── dedup.bin", "├── Docs/", "│   ├── again.txt")
                .contains("│   └── valid.bin", "├── Junction -> C:\\Docs")
                .endsWith("└── wof.exe")
                .hasSize(18);
    }

    @Test
    void treeEndsWhereItIsTold() throws IOException {
        assertThat(Cli.run("tree", image(), "--depth", 1).lines())
                .hasSize(12)
                .contains("├── Docs/")
                .doesNotContain("│   ├── again.txt");
        assertThat(Cli.run("tree", image(), "-d").lines()).containsExactly("1:/", "└── Docs/");
        assertThat(Cli.run("tree", image(), "1:/docs").lines()).startsWith("1:/Docs", "├── again.txt");
    }

    @Test
    void treeLeavesACircle() throws IOException {
        volume.directory(50, TinyVolume.ROOT, "A");
        volume.directory(51, 50, "B");
        volume.link(50, 51, "A again", 3);
        assertThat(Cli.run("tree", image(), "/A").lines()).containsExactly("1:/A", "└── B/", "    └── A again/");
    }

    @Test
    void treeShowsDamage() throws IOException {
        volume.bytes()[TinyVolume.DOCS_BLOCK_AT] = 'X';
        Cli.Run run = Cli.run("tree", image(), "/docs");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.lines())
                .containsExactly(
                        "1:/Docs", "└── (damaged: /Docs: index block: signature is \"XNDX\", expected \"INDX\")");
    }

    @Test
    void catWritesAFile() throws IOException {
        Cli.Run run = Cli.run("cat", image(), "1:\\Docs\\hello.txt");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("Hello, world\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void catWritesAStream() throws IOException {
        assertThat(Cli.run("cat", image(), "/docs/streams.txt:zone.identifier").out())
                .isEqualTo("[ZoneTransfer]\r\nZoneId=3\r\n");
    }

    @Test
    void catWritesAFileWhoseNameHasAColon() throws IOException {
        volume.file(50, TinyVolume.ROOT, "a:b").resident(0x80, "", NtfsBytes.ascii("colon"));
        assertThat(Cli.run("cat", image(), "/a:b").out()).isEqualTo("colon");
    }

    private void catFails(String where, String message) throws IOException {
        Cli.Run run = Cli.run("cat", image(), where);
        assertThat(run.err()).isEqualToNormalizingNewlines("lifeboat: " + message + "\n");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void catSaysWhyItCannot() throws IOException {
        catFails("/docs", "/Docs: is a directory");
        catFails("/none", "/none: there is no 'none' in /");
        catFails("/docs/hello.txt:none", "/Docs/hello.txt:none: has no such stream");
        catFails("/link.txt", "/link.txt is a link to 'Docs\\hello.txt' and has no content of its own");
    }
}
