package dev.lifeboat.mount.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.SparseSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.mount.extract.ExtractOptions.Streams;
import dev.lifeboat.mount.extract.Problem.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractionTest {
    private static final HostNames NAMES = new PosixNames(StandardCharsets.UTF_8, 4095, false);

    @TempDir
    private Path folder;

    private final List<Problem> problems = new ArrayList<>();
    private final ExtractOptions options = new ExtractOptions(Streams.NONE, false, false, false, false);
    private final ExtractListener listener = problems::add;
    private Path to;

    @BeforeEach
    void target() {
        to = folder.resolve("new/target");
    }

    private Totals copy(FakeTree tree, String... paths) throws IOException {
        return copy(tree, FileChannel::open, listener, paths);
    }

    private Totals copy(FakeTree tree, FileWriter.Opener opener, ExtractListener told, String... paths)
            throws IOException {
        Extraction extraction = new Extraction(TargetFolder.open(to, NAMES), options, opener);
        List<String> what = paths.length == 0 ? List.of("/") : List.of(paths);
        extraction.copy(Selection.of(tree, what), "", told);
        return extraction.totals();
    }

    private List<String> found() throws IOException {
        return found(to);
    }

    private static List<String> found(Path in) throws IOException {
        try (Stream<Path> all = Files.walk(in)) {
            return all.filter(path -> !path.equals(in))
                    .map(path -> in.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    private Kind[] kinds() {
        return problems.stream().map(Problem::kind).toArray(Kind[]::new);
    }

    @Test
    void copiesFilesAndTimesIntoAPrivateFolder() throws IOException {
        Totals totals = copy(new FakeTree()
                .directory("/a")
                .file("/top.txt", "top")
                .directory("/empty")
                .directory("/a/b")
                .file("/a/x", "x")
                .file("/a/b/deep", ""));
        assertThat(found()).containsExactly("a", "a/b", "a/b/deep", "a/x", "empty", "top.txt");
        assertThat(to.resolve("top.txt")).hasContent("top");
        for (String path : found()) {
            BasicFileAttributes times = Files.readAttributes(to.resolve(path), BasicFileAttributes.class);
            assertThat(times.lastModifiedTime().toInstant())
                    .as(path)
                    .isCloseTo(FakeTree.MODIFIED, within(1, ChronoUnit.MICROS));
        }
        BasicFileAttributes unread = Files.readAttributes(to.resolve("a/x"), BasicFileAttributes.class);
        assertThat(unread.lastAccessTime().toInstant()).isEqualTo(FakeTree.ACCESSED);
        assertThat(problems).isEmpty();
        assertThat(totals).isEqualTo(new Totals(3, 3, 4, 0, 0, 0, 0, 0, 0, 0));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to)))
                .isEqualTo("rwx------");
        assertThat(Files.getLastModifiedTime(to).toInstant())
                .isAfter(Instant.now().minusSeconds(600));
    }

    @Test
    void copiesWhatIsNamedWithItsPath() throws IOException {
        copy(
                new FakeTree()
                        .directory("/Users")
                        .directory("/Users/me")
                        .file("/Users/me/a", "a")
                        .file("/Users/me/b", "b")
                        .file("/Users/me/c", "c")
                        .directory("/Users/me/d")
                        .file("/Users/me/d/e", "e")
                        .file("/Users/other", "other"),
                "/Users/me/c",
                "/users/ME/d/e",
                "/Users/me/A",
                "/Users/me/d");
        assertThat(found())
                .containsExactly("Users", "Users/me", "Users/me/a", "Users/me/c", "Users/me/d", "Users/me/d/e");
        assertThat(problems).isEmpty();
        assertThat(Files.getLastModifiedTime(to.resolve("Users/me")).toInstant())
                .isBefore(Instant.parse("2012-01-01T00:00:00Z"));
    }

    @Test
    void leavesOutWhatBelongsToTheFileSystemUnlessItIsNamed() throws IOException {
        FakeTree tree = new FakeTree().internal("/$MFT", "records").file("/a", "a");
        assertThat(Selection.of(tree, List.of("/")).size(true)).isEqualTo(new Selection.Size(1, 1, 1));
        copy(tree);
        assertThat(found()).containsExactly("a");
        copy(tree, "/$MFT");
        assertThat(found()).containsExactly("$MFT", "a");
    }

    @Test
    void noNameLeavesTheTarget() throws IOException {
        copy(new FakeTree()
                .directory("/..")
                .file("/../../escaped", "1")
                .file("/.", "2")
                .file("/../x\0y", "3")
                .file("/a\\..\\..\\b", "4"));
        assertThat(found(folder))
                .containsExactly(
                        "new",
                        "new/target",
                        "new/target/%2E",
                        "new/target/%2E%2E",
                        "new/target/%2E%2E/x%00y",
                        "new/target/a\\..\\..\\b");
        assertThat(problems)
                .filteredOn(problem -> problem.kind() == Kind.RENAMED)
                .extracting(Problem::path, problem -> problem.to().orElseThrow())
                .containsExactlyInAnyOrder(
                        tuple("/..", "%2E%2E"), tuple("/.", "%2E"), tuple("/../x\0y", "%2E%2E/x%00y"));
    }

    @Test
    void filesOfOneNameAllGetOne() throws IOException {
        FakeTree tree = new FakeTree()
                .file("/a.txt", "first")
                .file("/a.txt", "second")
                .file("/a%~2.txt", "other")
                .directory("/a.txt")
                .file("/a.txt/inside", "inside");
        copy(tree);
        assertThat(found()).containsExactly("a%25~2%~3.txt", "a%~2.txt", "a%~4.txt", "a%~4.txt/inside", "a.txt");
    }

    @Test
    void neverWritesToWhatIsThere() throws IOException {
        FakeTree tree = new FakeTree()
                .file("/a", "new")
                .file("/a", "another")
                .file("/b", "new")
                .directory("/d")
                .file("/d/c", "new")
                .file("/d/e", "new");
        Files.createDirectories(to.resolve("d"));
        Files.writeString(to.resolve("a"), "old");
        Files.writeString(to.resolve("d/c"), "old");
        copy(tree);
        assertThat(found()).containsExactly("a", "a%~2", "b", "d", "d/c", "d/e");
        assertThat(to.resolve("a")).hasContent("old");
        assertThat(to.resolve("d/c")).hasContent("old");
        assertThat(to.resolve("d/e")).hasContent("new");
        assertThat(kinds()).containsExactly(Kind.EXISTING, Kind.RENAMED, Kind.EXISTING);
        problems.clear();
        copy(tree);
        assertThat(found()).containsExactly("a", "a%~2", "b", "d", "d/c", "d/e");
        assertThat(kinds()).containsOnly(Kind.EXISTING).hasSize(5);
    }

    @Test
    void followsNoLinkThatIsInTheTarget() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createDirectories(to);
        Files.createSymbolicLink(to.resolve("d"), outside);
        Files.createSymbolicLink(to.resolve("f"), outside.resolve("new"));
        Files.createSymbolicLink(to.resolve("volume-1"), outside);
        FakeTree tree = new FakeTree()
                .directory("/d")
                .file("/f", "f")
                .file("/d/inside", "x")
                .directory("/d/e")
                .file("/d/e/inside", "x")
                .file("/last", "last");
        copy(tree);
        assertThat(found(outside)).isEmpty();
        assertThat(to.resolve("last")).hasContent("last");
        assertThat(kinds()).containsExactly(Kind.EXISTING, Kind.EXISTING);
        Extraction extraction = new Extraction(TargetFolder.open(to), options);
        assertThatThrownBy(() -> extraction.copy(Selection.of(tree, List.of("/")), "volume-1", listener))
                .isInstanceOf(HostWriteException.class)
                .hasMessageContaining("is not a folder");
        assertThat(found(outside)).isEmpty();
    }

    @Test
    void followsNoLinkThatTookThePlaceOfAFolder() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        FileWriter.Opener swapping = (path, how) -> {
            Files.delete(to.resolve("d"));
            Files.createSymbolicLink(to.resolve("d"), outside);
            return FileChannel.open(path, how);
        };
        copy(new FakeTree().directory("/d").file("/f", "f").file("/d/inside", "x"), swapping, listener);
        assertThat(found(outside)).isEmpty();
        assertThat(kinds()).containsExactly(Kind.FAILED);
    }

    @Test
    void listsLinksAndMakesNone() throws IOException {
        Totals totals =
                copy(new FakeTree().link("/Documents and Settings", "C:\\Users").file("/a", "a"));
        assertThat(found()).containsExactly("a");
        assertThat(problems)
                .containsExactly(new Problem(Kind.LINK, "/Documents and Settings", Optional.empty(), "C:\\Users"));
        assertThat(totals.linksLeft()).isEqualTo(1);
    }

    @Test
    void goesOnBehindWhatCannotBeRead() throws IOException {
        copy(new FakeTree()
                .failing("/1", FakeTree.damaged())
                .file("/2", new FakeTree.Failing(2_000_000, 1_000_000, FakeTree.damaged()))
                .failing("/3", new UnsupportedImageException("/3", "is encrypted"))
                .file("/4", new FakeTree.Failing(2_000_000, 1_000_000, new IOException("Input/output error")))
                .file("/5", "good"));
        assertThat(found()).containsExactly("5");
        assertThat(problems)
                .extracting(Problem::reason)
                .containsExactly(
                        "record 7: is torn",
                        "record 7: is torn",
                        "is encrypted",
                        "the image cannot be read there: Input/output error");
        assertThat(kinds()).containsOnly(Kind.FAILED);
    }

    @Test
    void endsWhenTheStorageOfTheImageIsGone() {
        FakeTree tree = new FakeTree();
        for (int i = 0; i < 1000; i++) {
            tree.file("/" + i, new FakeTree.Failing(10, 0, new IOException("gone")));
        }
        assertThatThrownBy(() -> copy(tree)).isInstanceOf(IOException.class).hasMessage("gone");
        assertThat(problems).hasSizeLessThan(100);
    }

    @Test
    void hidesNoFailureOfTheWalk() throws IOException {
        IllegalStateException failure = new IllegalStateException("a mistake in a reader");
        assertThatThrownBy(() -> copy(new FakeTree().file("/a", "a").breakingDown(failure)))
                .isSameAs(failure);
        assertThat(found()).containsExactly("a");
    }

    @Test
    void endsWhenTheTargetCannotBeWrittenAndLeavesNoDebris() throws IOException {
        FakeTree tree = new FakeTree().file("/a", "a").file("/b", "0123456789").file("/c", "c");
        assertThatThrownBy(() -> copy(tree, full(5, 0), listener))
                .isInstanceOf(HostWriteException.class)
                .hasMessage(to.resolve("b") + " could not be written (No space left on device)");
        assertThat(found()).contains("a").doesNotContain("b");
    }

    @Test
    void goesOnBehindAFileThatIsTooLargeForTheTarget() throws IOException {
        FakeTree tree = new FakeTree().file("/huge", new Holes(5L << 30, 0)).file("/small", "s");
        copy(tree, full(Integer.MAX_VALUE, 4L << 30), listener);
        assertThat(found()).containsExactly("small");
        assertThat(problems).singleElement().satisfies(problem -> assertThat(problem.reason())
                .startsWith("has 5368709120 bytes, more than a file can have"));
    }

    /** A disk that takes so many bytes, and none from an offset on. */
    private static FileWriter.Opener full(long room, long limit) {
        AtomicLong left = new AtomicLong(room);
        return (path, options) -> {
            FileChannel file = FileChannel.open(path, options);
            return (SeekableByteChannel) Proxy.newProxyInstance(
                    ExtractionTest.class.getClassLoader(),
                    new Class<?>[] {SeekableByteChannel.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("write")) {
                            int size = ((ByteBuffer) arguments[0]).remaining();
                            if (left.addAndGet(-size) < 0 || (limit > 0 && file.position() >= limit)) {
                                left.addAndGet(size);
                                throw new IOException("No space left on device");
                            }
                        }
                        return method.invoke(file, arguments);
                    });
        };
    }

    @Test
    void deletesTheUnfinishedFileWhenStopped() throws IOException {
        FakeTree tree = new FakeTree()
                .file("/a", "a")
                .file("/b", ByteSource.of("b", new byte[5_000_000]))
                .file("/c", "c");
        FakeTree later = new FakeTree().file("/d", "d");
        Extraction extraction = new Extraction(TargetFolder.open(to), options);
        ExtractListener stopping = new ExtractListener() {
            @Override
            public void problem(Problem problem) {
                problems.add(problem);
            }

            @Override
            public void progress(String path, long bytes) {
                if (path.equals("/b") && bytes > 1_000_000 && !extraction.stopped()) {
                    assertThat(to.resolve("b")).exists();
                    extraction.stop();
                    assertThat(to.resolve("b")).doesNotExist();
                }
            }
        };
        assertThatThrownBy(() -> extraction.copy(Selection.of(tree, List.of("/")), "", stopping))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(found()).doesNotContain("b"); // others may be complete by then, or not
        assertThat(extraction.stopped()).isTrue();
        assertThatThrownBy(() -> extraction.copy(Selection.of(later, List.of("/d")), "", stopping))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(found()).doesNotContain("d");
    }

    @Test
    void linksFurtherNamesOfAFile() throws IOException {
        Totals totals = copy(new FakeTree()
                .directory("/d")
                .file("/a", "same")
                .name("/b")
                .name("/d/c")
                .file("/x", "alone"));
        assertThat(Files.getAttribute(to.resolve("d/c"), "unix:nlink")).isEqualTo(3);
        assertThat(Files.isSameFile(to.resolve("a"), to.resolve("b"))).isTrue();
        assertThat(Files.getAttribute(to.resolve("x"), "unix:nlink")).isEqualTo(1);
        assertThat(totals).isEqualTo(new Totals(4, 1, 9, 2, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void holesCostNeitherTimeNorSpace() throws IOException {
        copy(new FakeTree().file("/holes", new Holes(1L << 40, 700_000)).file("/only", new Holes(1L << 30, 0)));
        assertThat(problems).isEmpty();
        assertThat(Files.size(to.resolve("holes"))).isEqualTo(1L << 40);
        assertThat(Files.size(to.resolve("only"))).isEqualTo(1L << 30);
        try (FileChannel file = FileChannel.open(to.resolve("holes"))) {
            ByteBuffer bytes = ByteBuffer.allocate(700_002);
            file.read(bytes, (1L << 39) - 1);
            assertThat(bytes.get(0)).isZero();
            assertThat(bytes.get(1)).isEqualTo((byte) 7);
            assertThat(bytes.get(700_000)).isEqualTo((byte) 7);
            assertThat(bytes.get(700_001)).isZero();
        }
    }

    @Test
    void aFileOfExabytesIsNotWaitedFor() throws IOException {
        copy(new FakeTree().file("/huge", new Holes(Long.MAX_VALUE, 100)).file("/z", "z"));
        assertThat(to.resolve("z")).hasContent("z");
        if (!problems.isEmpty()) { // most file systems cannot hold it
            assertThat(problems).singleElement().satisfies(problem -> assertThat(problem.reason())
                    .startsWith("has 9223372036854775807 bytes, more than a file can have"));
            assertThat(found()).containsExactly("z");
        }
    }

    /** Zeros, but for some sevens in the middle. */
    private record Holes(long size, int stored) implements SparseSource {
        @Override
        public String name() {
            return "holes";
        }

        @Override
        public Extent extentAt(long offset) {
            long middle = size / 2;
            if (offset < middle) {
                return new Extent(Origin.ZERO, middle - offset);
            }
            return offset < middle + stored
                    ? new Extent(Origin.STORED, middle + stored - offset)
                    : new Extent(Origin.NOWHERE, size - offset);
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            assertThat(extentAt(offset).origin()).isEqualTo(Origin.STORED);
            while (target.hasRemaining()) {
                target.put((byte) 7);
            }
        }
    }

    @Test
    void saysWhenAPathIsTooLongForTheHost() throws IOException {
        FakeTree tree = new FakeTree();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            tree.directory(path.append("/").append("d".repeat(200)).toString());
        }
        tree.file(path + "/deep", "deep").file("/z", "z");
        copy(tree);
        assertThat(to.resolve("z")).hasContent("z");
        assertThat(problems).singleElement().satisfies(problem -> assertThat(problem.reason())
                .isEqualTo("its path is too long for this computer; nothing below was copied"));
    }

    @Test
    void aFileIsNoTarget() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> TargetFolder.open(file)).isInstanceOf(HostWriteException.class);
        assertThatThrownBy(() -> TargetFolder.open(file.resolve("below"))).isInstanceOf(HostWriteException.class);
        assertThat(file).hasContent("");
    }
}
