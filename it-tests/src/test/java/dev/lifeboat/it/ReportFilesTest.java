package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reports in files, read by Python's parsers of HTML and XML. */
class ReportFilesTest {
    private static final Path SAMPLE = Checkout.top().resolve("samples/WindowsImageBackup");

    /** Fails where elements are not closed in order, or there are others than this program writes; prints all text. */
    private static final String READ_HTML =
            """
            import sys
            from html.parser import HTMLParser
            known = set("html head meta title style body div h1 h2 h3 p dl dt dd ol ul li svg rect line circle text details summary pre"
                        .split())
            class Reader(HTMLParser):
                open = []
                def handle_starttag(self, tag, attributes):
                    assert tag in known, tag
                    for name, value in attributes:
                        assert not name.startswith("on") and "script:" not in (value or ""), (name, value)
                        assert name not in ("href", "src"), name  # nothing from anywhere
                    if tag != "meta":
                        self.open.append(tag)
                def handle_startendtag(self, tag, attributes):
                    assert tag in known, tag
                def handle_endtag(self, tag):
                    assert self.open.pop() == tag, tag
                def handle_data(self, data):
                    if self.open and self.open[-1] != "style":
                        print(data)
            reader = Reader()
            reader.feed(open(sys.argv[1], encoding="utf-8").read())
            reader.close()
            assert not reader.open, reader.open
            """;

    private static final String READ_XML =
            """
            import sys, xml.etree.ElementTree
            for suite in xml.etree.ElementTree.parse(sys.argv[1]).getroot():
                cases = suite.findall("testcase")
                assert suite.tag == "testsuite" and int(suite.get("tests")) == len(cases)
                assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
                assert int(suite.get("errors")) == len(suite.findall("testcase/error"))
                for case in cases:
                    failure = case.find("failure")
                    passed = "passed" if case.find("error") is None else "error"
                    print(case.get("classname"), case.get("name"), passed if failure is None else failure.get("type"))
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void tools() throws IOException {
        Tools.require("python3");
    }

    private String read(String script, Path file) throws IOException {
        Path program = Files.writeString(folder.resolve("read.py"), script);
        return Tools.run(folder, "env", "PYTHONUTF8=1", "python3", program.toString(), file.toString());
    }

    @Test
    void aSoundBackup() throws IOException {
        Path html = folder.resolve("report.html");
        Path junit = folder.resolve("report.xml");
        Tools.Result run = Lifeboat.run(folder, "verify", SAMPLE, "--html", html, "--junit", junit);
        assertThat(run.exit()).isZero();
        assertThat(read(READ_HTML, html))
                .contains(
                        "NO FAULT FOUND (quick)",
                        "OFFICE-PC",
                        "01/31/2026-12:00",
                        "Not checked",
                        "System Image Recovery")
                .contains("1 C: Windows, NTFS, 64.0 MB");
        assertThat(read(READ_XML, junit)).contains("lifeboat verdict passed").doesNotContain("LOST", "DAMAGED");
        assertThat(html).content().contains("class=\"volume\"").doesNotContain("volume hurt");
    }

    /** Each finding of the report on the screen is in both files. */
    @Test
    void aDamagedBackup() throws IOException {
        Path copy = folder.resolve("WindowsImageBackup");
        PathUtils.copyDirectory(SAMPLE, copy);
        Path image = copy.resolve(SetCopy.COMPUTER).resolve(SetCopy.VERSION).resolve(SetCopy.C + ".vhdx");
        byte[] bytes = Files.readAllBytes(image);
        System.arraycopy("<b>x".getBytes(UTF_8), 0, bytes, 0x20000, 4); // the signature of a header is shown
        damageRecords(bytes);
        Files.write(image, bytes);
        Path html = folder.resolve("report.html");
        Path junit = folder.resolve("report.xml");
        Tools.Result run = Lifeboat.run(folder, "verify", copy, "--json", "--html", html, "--junit", junit);
        assertThat(run.exit()).isIn(1, 4);
        String page = read(READ_HTML, html);
        String tests = read(READ_XML, junit);
        JsonNode report = new JsonMapper().readTree(run.output());
        assertThat(report.get("findings")).isNotEmpty();
        for (JsonNode finding : report.get("findings")) {
            String severity = finding.get("severity").asString();
            String outcome = severity.equals("LOST") || severity.equals("DAMAGED")
                    ? severity
                    : severity.equals("UNDECIDED") ? "error" : "passed";
            assertThat(page).contains(finding.get("id").asString());
            assertThat(tests).contains(finding.get("id").asString() + " " + outcome);
        }
        assertThat(page).contains("signature is \"<b>x\"");
        assertThat(html)
                .content()
                .contains("volume hurt", "<line class=\"NOTE\"")
                .doesNotContain("<b>");
    }

    /** Two bytes at the end of the first sector, which tell whether it was written whole. */
    private static void damageRecords(byte[] image) {
        int found = 0;
        for (int at = 0; at + 1024 <= image.length; at += 1024) {
            if (image[at] == 'F'
                    && image[at + 1] == 'I'
                    && image[at + 2] == 'L'
                    && image[at + 3] == 'E'
                    && ++found > 100) {
                image[at + 510] ^= 0x55;
                return;
            }
        }
    }

    /** A file of yesterday that says that all was well must not be taken for today's. */
    @Test
    void whatCannotBeVerifiedIsAnError() throws IOException {
        Path junit = folder.resolve("report.xml");
        assertThat(Lifeboat.run(folder, "verify", SAMPLE, "--junit", junit).exit())
                .isZero();
        assertThat(Lifeboat.run(folder, "verify", folder.resolve("gone.vhdx"), "--junit", junit)
                        .exit())
                .isEqualTo(3);
        assertThat(read(READ_XML, junit)).isEqualToIgnoringNewLines("lifeboat verdict error\n");
        assertThat(junit).content().contains("does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--html", "--junit"})
    void nothingElseIsReplaced(String option) throws IOException {
        Path image = Files.writeString(folder.resolve("C.vhdx"), "vhdxfile and so on");
        Tools.Result run = Lifeboat.run(folder, "verify", option, image, SAMPLE);
        assertThat(run.exit()).isEqualTo(6);
        assertThat(run.output()).contains("is there and is no report of this kind");
        assertThat(image).hasContent("vhdxfile and so on");
        Path inside =
                Files.createDirectories(folder.resolve("windowsimagebackup")).resolve("r");
        assertThat(Lifeboat.run(folder, "verify", option, inside, SAMPLE).exit())
                .isEqualTo(6);
        assertThat(inside).doesNotExist();
        Path report = folder.resolve("report");
        for (int i = 0; i < 2; i++) { // an earlier report is
            assertThat(Lifeboat.run(folder, "verify", option, report, SAMPLE).exit())
                    .isZero();
        }
    }

    /** Three computers: one sound, one damaged, one without any image. */
    @Test
    void severalComputers() throws IOException {
        Path store = folder.resolve("WindowsImageBackup");
        for (String computer : new String[] {"OFFICE-PC", "SECOND", "THIRD"}) {
            Path copy = Files.createDirectories(store).resolve(computer);
            PathUtils.copyDirectory(SAMPLE.resolve(SetCopy.COMPUTER), copy);
        }
        Path second = store.resolve("SECOND").resolve(SetCopy.VERSION).resolve(SetCopy.C + ".vhdx");
        Files.write(second, new byte[100]);
        Path third = store.resolve("THIRD").resolve(SetCopy.VERSION);
        Files.move(third, third.resolveSibling("Backup 2026-02-28 120000"));
        Path junit = folder.resolve("report.xml");
        Tools.Result run = Lifeboat.run(folder, "verify", folder, "--junit", junit);
        assertThat(run.exit()).isEqualTo(1);
        List<String> lines = run.output().lines().toList();
        assertThat(lines.get(0)).contains("of 3 computers", "attention");
        List<String> table = lines.stream()
                .map(String::strip)
                .filter(line -> line.matches("(OFFICE-PC|SECOND|THIRD) .*"))
                .toList();
        assertThat(table).hasSize(3);
        assertThat(table.get(0)).startsWith("THIRD"); // the newest
        assertThat(table.get(2)).matches("SECOND .* NOT RESTORABLE .*");
        assertThat(read(READ_XML, junit)).contains("lifeboat verdict LOST");
        Tools.Result json = Lifeboat.run(folder, "verify", folder, "--json");
        assertThat(json.output()
                        .lines()
                        .map(line ->
                                new JsonMapper().readTree(line).get("computer").asString()))
                .containsExactly("THIRD", "OFFICE-PC", "SECOND");
        assertThat(Lifeboat.run(folder, "verify", folder, "--html", folder.resolve("r.html"))
                        .exit())
                .isEqualTo(2);
        assertThat(Lifeboat.run(folder, "verify", folder, "--machine", "SECOND").exit())
                .isEqualTo(1);
    }
}
