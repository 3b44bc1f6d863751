package dev.lifeboat.mount.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lifeboat.mount.extract.ExtractOptions.Streams;
import dev.lifeboat.mount.extract.Problem.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links are made last, and none leads out. */
class LinksTest {
    private static final HostNames NAMES = new PosixNames(StandardCharsets.UTF_8, 4095, false);
    private static final Set<String> OWN = Set.of("C:", "VOLUME{01234567-89AB-CDEF-0123-456789ABCDEF}");

    @TempDir
    private Path folder;

    private final List<Problem> problems = new ArrayList<>();
    private Path to;

    @BeforeEach
    void target() {
        to = folder.resolve("target");
    }

    private Totals copy(FakeTree tree, String... paths) throws IOException {
        return copy(tree, false, paths);
    }

    private Totals copy(FakeTree tree, boolean resume, String... paths) throws IOException {
        ExtractOptions options = new ExtractOptions(Streams.NONE, true, false, false, resume);
        Extraction extraction = new Extraction(TargetFolder.open(to, NAMES), options);
        List<String> what = paths.length == 0 ? List.of("/") : List.of(paths);
        extraction.copy(Selection.of(tree, what).called(Set.of("c:")), "", problems::add);
        return extraction.totals();
    }

    /** Each link in the target, with its text. */
    private Map<String, String> links() throws IOException {
        Map<String, String> links = new TreeMap<>();
        try (Stream<Path> all = Files.walk(to)) {
            for (Path path : all.filter(Files::isSymbolicLink).toList()) {
                links.put(
                        to.relativize(path).toString(),
                        Files.readSymbolicLink(path).toString());
            }
        }
        return links;
    }

    @ParameterizedTest
    @CsvSource({
        "C:\\Users, /a/b, /Users",
        "c:\\, /a/b, /",
        "C:, /a/b, /",
        "\\??\\C:\\Users\\me, '', /Users/me",
        "\\\\?\\C:\\Users, /a, /Users",
        "\\??\\Volume{01234567-89ab-cdef-0123-456789abcdef}\\x, /a, /x",
        "Volume{01234567-89AB-cdef-0123-456789abcdef}, /a, /",
        "\\Users\\, /a, /Users",
        "x, /a/b, /a/b/x",
        "x, '', /x",
        "..\\x\\.\\y, /a/b, /a/x/y",
        "../../x, /a/b, /x",
        ".., /a, /",
        "x\\..\\y, /a, /a/y"
    })
    void findsWhereALinkLeads(String text, String directory, String path) throws UnlinkedException {
        assertThat(LinkTarget.path(text, directory, OWN)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "D:\\Users, it leads to another volume",
        "Volume{11234567-89ab-cdef-0123-456789abcdef}\\, it leads to another volume",
        "C:Users, it leads to the current folder of a drive",
        "\\\\server\\share, it leads to another computer",
        "\\??\\UNC\\server\\share, 'not refused by its text, but there is no folder UNC'",
        "/etc/passwd, it leads to a path of Linux",
        "..\\..\\..\\x, it leads out of its volume",
        "C:\\..\\x, it leads out of its volume",
        "'', nothing says where it leads",
        "\\??\\, nothing says where it leads"
    })
    void refusesWhatLeadsElsewhere(String text, String reason) throws UnlinkedException {
        if (text.contains("UNC")) {
            assertThat(LinkTarget.path(text, "/a/b", OWN)).startsWith("/a/b/UNC/");
            return;
        }
        assertThatThrownBy(() -> LinkTarget.path(text, "/a/b", OWN)).hasMessage(reason);
    }

    @Test
    void createsLinksThatLeadToWhatWasCopied() throws IOException {
        Totals totals = copy(new FakeTree()
                .directory("/Users")
                .directory("/Users/..")
                .link("/Documents and Settings", "C:\\USERS")
                .link("/self", "C:\\")
                .link("/Users/rel", "..\\Users\\FILE.txt")
                .link("/Users/up", "..")
                .file("/Users/file.txt", "file")
                .file("/Users/../deep", "deep")
                .link("/renamed", "\\Users\\..\\x"));
        assertThat(links())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Documents and Settings", "Users", "self", ".", "Users/rel", "file.txt", "Users/up", ".."));
        assertThat(to.resolve("Users/rel")).hasContent("file");
        assertThat(totals.links()).isEqualTo(4);
        assertThat(totals.linksLeft()).isEqualTo(1);
        assertThat(Files.getLastModifiedTime(to.resolve("Users")).toInstant())
                .isCloseTo(FakeTree.MODIFIED, within(1, ChronoUnit.MICROS));
        assertThat(Files.getLastModifiedTime(to.resolve("Users/rel"), LinkOption.NOFOLLOW_LINKS)
                        .toInstant())
                .isCloseTo(FakeTree.MODIFIED, within(1, ChronoUnit.MICROS));
        problems.clear();
        Totals again = copy(new FakeTree().directory("/Users").link("/Documents and Settings", "C:\\USERS"), true);
        assertThat(again.already()).isEqualTo(1);
        assertThat(problems).isEmpty();
    }

    @Test
    void leadsToWhatWasRenamed() throws IOException {
        copy(new FakeTree()
                .directory("/a\0b")
                .file("/a\0b/f", "f")
                .file("/x", "first")
                .file("/x", "second")
                .link("/l", "\\a\0b\\f"));
        assertThat(links()).containsExactly(Map.entry("l", "a%00b/f"));
    }

    @Test
    void listsWhatItDoesNotCreate() throws IOException {
        Totals totals = copy(
                new FakeTree()
                        .directory("/d")
                        .link("/d/dangling", "nothing")
                        .link("/d/other", "D:\\x")
                        .link("/d/loop", "loop")
                        .link("/d/one", "two")
                        .link("/d/two", "one")
                        .link("/d/through", "one\\x")
                        .link("/d/notcopied", "\\outside")
                        .failing("/d/damaged", FakeTree.damaged())
                        .link("/d/todamaged", "damaged")
                        .file("/outside", "x"),
                "/d");
        assertThat(links()).isEmpty();
        assertThat(problems)
                .filteredOn(problem -> problem.kind() == Kind.UNLINKED)
                .extracting(problem -> problem.path() + " -> " + problem.reason())
                .containsExactly(
                        "/d/dangling -> nothing: it leads to nothing, or through another link",
                        "/d/other -> D:\\x: it leads to another volume",
                        "/d/loop -> loop: it leads to another link",
                        "/d/one -> two: it leads to another link",
                        "/d/two -> one: it leads to another link",
                        "/d/through -> one\\x: it leads to nothing, or through another link",
                        "/d/notcopied -> \\outside: what it leads to was not copied",
                        "/d/todamaged -> damaged: what it leads to was not copied");
        assertThat(totals.linksLeft()).isEqualTo(8);
    }

    /** A link and a folder of one name, as in CVE-2025-11001: what lies in the folder must not go where the link leads. */
    @Test
    void nothingIsWrittenThroughALink() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        copy(new FakeTree()
                .link("/x", outside.toString())
                .link("/y", "..\\outside")
                .link("/z", "C:\\..\\outside")
                .link("/v", "\\d")
                .directory("/x")
                .directory("/y")
                .directory("/v")
                .directory("/d")
                .file("/x/f", "f")
                .file("/y/f", "f")
                .file("/v/f", "f"));
        try (Stream<Path> found = Files.list(outside)) {
            assertThat(found).isEmpty();
        }
        assertThat(to.resolve("x/f")).hasContent("f");
        assertThat(to.resolve("v/f")).hasContent("f");
        assertThat(to.resolve("d")).isEmptyDirectory();
        assertThat(links()).containsExactly(Map.entry("v%~2", "d"));
    }

    /** Links that are in the target already are no way for new ones. */
    @Test
    void noLinkLeadsThroughOneThatWasThere() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("f"), "secret");
        Files.createDirectories(to);
        Files.createSymbolicLink(to.resolve("d"), outside);
        copy(new FakeTree().directory("/d").file("/d/f", "f").link("/l", "d\\f").link("/m", "d"));
        assertThat(links()).containsOnlyKeys("d");
        assertThat(problems)
                .filteredOn(problem -> problem.kind() == Kind.UNLINKED)
                .hasSize(2);
    }

    /** Trees of links, folders and files whose names and targets are drawn from a few: none leads out, nothing is outside. */
    @Test
    void hostileTreesStayInside() throws IOException {
        SplittableRandom random = new SplittableRandom(8);
        List<String> parts = List.of("a", "b", "..", ".", "A", "c");
        Files.createDirectory(folder.resolve("outside"));
        long made = 0;
        for (int run = 0; run < 60; run++) {
            to = folder.resolve("run" + run);
            FakeTree tree = new FakeTree()
                    .directory("/a")
                    .directory("/b")
                    .directory("/a/b")
                    .directory("/b/c");
            for (int i = 0; i < 12; i++) {
                String path = List.of("", "/a", "/b", "/a/b", "/b/c").get(random.nextInt(5)) + "/"
                        + parts.get(random.nextInt(parts.size()));
                if (random.nextInt(3) == 0) {
                    tree.file(path, "x");
                } else {
                    StringBuilder target = new StringBuilder(
                            List.of("", "\\", "C:\\", "/", "\\??\\C:\\", "D:\\").get(random.nextInt(6)));
                    for (int j = random.nextInt(4); j >= 0; j--) {
                        target.append(parts.get(random.nextInt(parts.size()))).append(j > 0 ? "\\" : "");
                    }
                    tree.link(path, target.toString());
                }
            }
            copy(tree);
            for (String link : links().keySet()) {
                made++;
                Path leads = to.resolve(link).toRealPath();
                assertThat(leads).as("run %s, %s", run, link).startsWith(to.toRealPath());
            }
            try (Stream<Path> found = Files.list(folder.resolve("outside"))) {
                assertThat(found).isEmpty();
            }
        }
        assertThat(made).isGreaterThan(30);
        try (Stream<Path> beside = Files.list(folder)) {
            assertThat(beside).hasSize(61);
        }
    }

    @Test
    void knowsTheLetterByWindowsOwnLinks() throws IOException {
        FakeTree windows = new FakeTree()
                .link("/Documents and Settings", "D:\\Users")
                .directory("/Users")
                .link("/Users/All Users", "D:\\ProgramData");
        assertThat(OwnDrive.of(windows)).containsExactly("D:");
        assertThat(OwnDrive.of(new FakeTree()
                        .link("/Documents and Settings", "D:\\Users")
                        .link("/Users/All Users", "C:\\ProgramData")))
                .isEmpty();
        assertThat(OwnDrive.of(new FakeTree().link("/Documents and Settings", "D:\\Elsewhere")))
                .isEmpty();
    }
}
