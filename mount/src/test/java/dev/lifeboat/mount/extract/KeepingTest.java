package dev.lifeboat.mount.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lifeboat.formats.security.SecurityDescriptor;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.mount.extract.ExtractOptions.Streams;
import dev.lifeboat.mount.extract.Problem.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams, attributes and security descriptors, and going on where an earlier run ended. */
class KeepingTest {
    private static final HostNames NAMES = new PosixNames(StandardCharsets.UTF_8, 4095, false);

    @TempDir
    private Path folder;

    private final List<Problem> problems = new ArrayList<>();
    private Path to;

    @BeforeEach
    void target() {
        to = folder.resolve("target");
    }

    private Totals copy(FakeTree tree, ExtractOptions options) throws IOException {
        try (Extraction extraction = new Extraction(TargetFolder.open(to, NAMES), options)) {
            extraction.copy(Selection.of(tree, List.of("/")), "", problems::add);
            return extraction.totals();
        }
    }

    private static ExtractOptions streams(Streams how) {
        return new ExtractOptions(how, false, false, false, false);
    }

    private static ExtractOptions resume(Streams how) {
        return new ExtractOptions(how, false, false, false, true);
    }

    private List<String> found() throws IOException {
        try (Stream<Path> all = Files.walk(to)) {
            return all.filter(path -> !path.equals(to))
                    .map(path -> to.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    private String attached(String path, String name) throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(to.resolve(path), UserDefinedFileAttributeView.class);
        ByteBuffer bytes = ByteBuffer.allocate(view.size(name));
        view.read(name, bytes);
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    private void needsAttributes() throws IOException {
        Path probe = Files.createFile(folder.resolve("probe"));
        try {
            Files.getFileAttributeView(probe, UserDefinedFileAttributeView.class)
                    .write("probe", ByteBuffer.wrap(new byte[1]));
        } catch (IOException e) {
            Assumptions.abort("the file system of " + folder + " has no extended attributes");
        }
    }

    private static FakeTree streamed() {
        return new FakeTree()
                .directory("/d").stream("of folder", "folder").file("/a.exe", "program").stream(
                        "Zone.Identifier", "[ZoneTransfer]")
                        .stream("large", ByteSource.of("large", new byte[100_000]))
                        .file("/d/b", "b")
                        .stream("Größe", "");
    }

    @Test
    void streamsStayWithTheirFiles() throws IOException {
        needsAttributes();
        Totals totals = copy(streamed(), streams(Streams.AUTO));
        assertThat(found()).containsExactly("a.exe", "d", "d/b");
        assertThat(attached("a.exe", "Zone.Identifier")).isEqualTo("[ZoneTransfer]");
        assertThat(attached("d", "of folder")).isEqualTo("folder");
        assertThat(attached("d/b", "Größe")).isEmpty();
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.STREAM);
            assertThat(problem.path()).isEqualTo("/a.exe:large");
            assertThat(problem.reason()).isEqualTo("has 100000 bytes, more than can be kept with a file here");
        });
        assertThat(totals.streams()).isEqualTo(3);
        assertThat(totals.streamsLeft()).isEqualTo(1);
        assertThat(Files.getLastModifiedTime(to.resolve("d")).toInstant())
                .isCloseTo(FakeTree.MODIFIED, within(1, ChronoUnit.MICROS));
    }

    @Test
    void whatDoesNotFitIsKeptBeside() throws IOException {
        needsAttributes();
        Totals totals = copy(streamed(), streams(Streams.ALL));
        assertThat(found()).containsExactly("a.exe", "a.exe%3Alarge", "d", "d/b");
        assertThat(Files.size(to.resolve("a.exe%3Alarge"))).isEqualTo(100_000);
        assertThat(totals.streams()).isEqualTo(4);
        assertThat(problems).extracting(Problem::kind).containsExactly(Kind.BESIDE);
    }

    @Test
    void streamsBecomeFilesAndNamesStayApart() throws IOException {
        Totals totals = copy(
                new FakeTree()
                        .file("/a", "main").stream("b", "stream").stream("../../x", "hostile").stream(
                                        "y\0:$DATA", "hostile")
                                .file("/a%3Ab", "file")
                                .file("/100%", "percent")
                                .stream("s", "s")
                                .file("/wof", "content")
                                .stream("WofCompressedData", "packed")
                                .attributes(0x400),
                streams(Streams.FILES));
        assertThat(found())
                .containsExactly(
                        "100%", "100%25%3As", "a", "a%253Ab%~2", "a%3A..%2F..%2Fx", "a%3Ab", "a%3Ay%00:$DATA", "wof");
        assertThat(to.resolve("a%3Ab")).hasContent("stream");
        assertThat(to.resolve("a%253Ab%~2")).hasContent("file");
        assertThat(totals.streams()).isEqualTo(4);
        assertThat(totals.files()).isEqualTo(4);
    }

    @Test
    void hostileStreamsEndNothing() throws IOException {
        FakeTree tree = new FakeTree().file("/a", "a");
        for (int i = 0; i < 3000; i++) {
            tree.stream("s" + i, "0123456789".repeat(10));
        }
        tree.stream("huge", new HugeSource()).file("/z", "z");
        Totals totals = copy(tree, streams(Streams.AUTO));
        assertThat(totals.files()).isEqualTo(2);
        assertThat(totals.streams() + totals.streamsLeft()).isEqualTo(3001);
        assertThat(problems).extracting(Problem::kind).containsOnly(Kind.STREAM);
        assertThat(problems).extracting(Problem::path).contains("/a:huge");
    }

    /** 64 TiB that cannot be read. */
    private static final class HugeSource implements ByteSource {
        @Override
        public String name() {
            return "huge";
        }

        @Override
        public long size() {
            return 1L << 46;
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            throw new IOException("nobody should want to read it");
        }
    }

    @Test
    void aDamagedStreamIsToldAndItsFileKept() throws IOException {
        copy(
                new FakeTree().file("/a", "a").stream("s", new FakeTree.Failing(10, 0, FakeTree.damaged())),
                streams(Streams.ALL));
        assertThat(to.resolve("a")).hasContent("a");
        assertThat(found()).containsExactly("a");
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.FAILED);
            assertThat(problem.path()).isEqualTo("/a:s");
        });
    }

    @Test
    void keepsAttributesWhereSambaAndWineLookForThem() throws IOException {
        needsAttributes();
        copy(
                new FakeTree()
                        .file("/a", "a")
                        .attributes(0x27)
                        .directory("/d")
                        .attributes(0x12)
                        .file("/n", "n"),
                new ExtractOptions(Streams.NONE, false, true, false, false));
        DosFileAttributes attributes = Files.readAttributes(to.resolve("a"), DosFileAttributes.class);
        assertThat(attributes.isReadOnly()).isTrue();
        assertThat(attributes.isHidden()).isTrue();
        assertThat(attributes.isSystem()).isTrue();
        assertThat(attributes.isArchive()).isTrue();
        assertThat(attached("a", "DOSATTRIB")).startsWith("0x27");
        assertThat(attached("d", "DOSATTRIB")).startsWith("0x2");
        assertThat(Files.getFileAttributeView(to.resolve("n"), UserDefinedFileAttributeView.class)
                        .list())
                .isEmpty();
        assertThat(Files.isWritable(to.resolve("a"))).isTrue();
        assertThat(problems).isEmpty();
    }

    /** O:SYG:SYD:(A;;FA;;;SY), laid out as [MS-DTYP] 2.4.6 says. */
    private static SecurityDescriptor descriptor() throws IOException {
        byte[] bytes = HexFormat.of()
                .parseHex("0100048014000000200000000000000" + "02c000000" // header
                        + "010100000000000512000000" // owner
                        + "010100000000000512000000" // group
                        + "02001c0001000000" + "00001400ff011f00010100000000000512000000"); // DACL
        return SecurityDescriptor.read(Struct.read(ByteSource.of("descriptor", bytes), 0, bytes.length, "descriptor"));
    }

    @Test
    void writesSecurityDescriptorsToOneFile() throws IOException {
        FakeTree tree = new FakeTree()
                .file("/a\"\n\ud800", "a")
                .security(descriptor())
                .file("/Lifeboat-acl.jsonl", "of the image")
                .directory("/d")
                .security(descriptor())
                .file("/none", "");
        Totals totals = copy(tree, new ExtractOptions(Streams.NONE, false, false, true, false));
        assertThat(Files.readAllLines(to.resolve("Lifeboat-acl.jsonl")))
                .containsExactlyInAnyOrder(
                        "{\"to\":\"d\",\"path\":\"/d\",\"sddl\":\"O:SYG:SYD:(A;;FA;;;SY)\"}",
                        "{\"to\":\"a\\\"\\u000a%uD800\",\"path\":\"/a\\\"\\u000a\\ud800\",\"sddl\":\"O:SYG:SYD:(A;;FA;;;SY)\"}");
        assertThat(to.resolve("Lifeboat-acl%~2.jsonl")).hasContent("of the image");
        assertThat(totals.acls()).isEqualTo(2);
        copy(tree, new ExtractOptions(Streams.NONE, false, false, true, true));
        assertThat(Files.readString(to.resolve("Lifeboat-acl-2.jsonl"))).hasLineCount(2);
    }

    @Test
    void goesOnWhereAnEarlierRunEnded() throws IOException {
        FakeTree tree = new FakeTree()
                        .directory("/d")
                        .file("/a", "same")
                        .name("/d/again")
                        .file("/b", "size")
                        .file("/c", "time")
                        .file("/d/e", "new")
                        .stream("s", "stream");
        copy(tree, streams(Streams.FILES));
        problems.clear();
        Totals all = copy(tree, resume(Streams.FILES));
        assertThat(problems).isEmpty();
        assertThat(all.already()).isEqualTo(5);
        assertThat(all.streams()).isEqualTo(1);
        assertThat(all.files()).isZero();

        Files.delete(to.resolve("d/e"));
        Files.delete(to.resolve("d/e%3As"));
        Files.delete(to.resolve("d/again"));
        FileTime time = Files.getLastModifiedTime(to.resolve("b"));
        Files.writeString(to.resolve("b"), "other size");
        Files.setLastModifiedTime(to.resolve("b"), time);
        Files.writeString(to.resolve("c"), "emit");
        Totals rest = copy(tree, resume(Streams.FILES));
        assertThat(rest.already()).isEqualTo(1);
        assertThat(rest.files()).isEqualTo(2);
        assertThat(Files.isSameFile(to.resolve("a"), to.resolve("d/again"))).isTrue();
        assertThat(to.resolve("d/e%3As")).hasContent("stream");
        assertThat(to.resolve("b")).hasContent("other size");
        assertThat(to.resolve("c")).hasContent("emit");
        assertThat(problems)
                .extracting(problem -> problem.kind() + problem.path())
                .containsExactlyInAnyOrder("EXISTING/b", "EXISTING/c", "BESIDE/d/e:s");
        assertThat(Files.getLastModifiedTime(to.resolve("d")).toInstant())
                .isCloseTo(FakeTree.MODIFIED, within(1, ChronoUnit.MICROS));
    }

    @Test
    void takesNoLinkForAFileThatIsThere() throws IOException {
        Files.createDirectories(to);
        Path other = Files.writeString(folder.resolve("other"), "same");
        Files.setLastModifiedTime(other, FileTime.from(FakeTree.MODIFIED));
        Files.createSymbolicLink(to.resolve("a"), other);
        Totals totals = copy(new FakeTree().file("/a", "same"), resume(Streams.NONE));
        assertThat(totals.already()).isZero();
        assertThat(problems).extracting(Problem::kind).containsExactly(Kind.EXISTING);
        assertThat(Files.getLastModifiedTime(other).toInstant()).isBefore(Instant.now());
    }
}
