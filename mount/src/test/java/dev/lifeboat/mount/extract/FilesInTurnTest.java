package dev.lifeboat.mount.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.mount.extract.ExtractOptions.Streams;
import dev.lifeboat.mount.extract.Problem.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents that are compressed together are read one behind the other, by one thread, whatever the names are. */
class FilesInTurnTest {
    private static final HostNames NAMES = new PosixNames(StandardCharsets.UTF_8, 4095, false);
    private static final int LARGE = 3_000_000;

    @TempDir
    private Path folder;

    private final List<Problem> problems = new ArrayList<>();
    private final List<String> reads = Collections.synchronizedList(new ArrayList<>());

    /** Takes note of each time that it is read. */
    private final class Noted implements ByteSource {
        private final ByteSource bytes;

        Noted(String name, int size) {
            byte[] content = new byte[size];
            Arrays.fill(content, (byte) name.charAt(name.length() - 1));
            this.bytes = ByteSource.of(name, content);
        }

        @Override
        public String name() {
            return bytes.name();
        }

        @Override
        public long size() {
            return bytes.size();
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            if (reads.isEmpty() || !reads.get(reads.size() - 1).equals(name())) {
                reads.add(name());
            }
            bytes.read(offset, target);
        }
    }

    private FakeTree file(FakeTree tree, String path, int size, long turn) {
        return tree.file(path, new Noted(path, size)).turn(turn);
    }

    private Totals copy(FakeTree tree, boolean resume) throws IOException {
        ExtractOptions options = new ExtractOptions(Streams.NONE, false, false, false, resume);
        try (Extraction extraction = new Extraction(TargetFolder.open(folder.resolve("out"), NAMES), options)) {
            extraction.copy(Selection.of(tree, List.of("/")), "", problems::add);
            return extraction.totals();
        }
    }

    private FakeTree tree() {
        FakeTree tree = new FakeTree().directory("/a").directory("/b");
        file(tree, "/a/1", 10, 70);
        file(tree, "/a/2", LARGE, 50).name("/b/2 too");
        file(tree, "/a/3", 0, 50);
        file(tree, "/b/4", 100_000, 60);
        file(tree, "/b/5", LARGE, 10);
        file(tree, "/b/6", 20, 40);
        tree.file("/b/7", "at any time");
        return tree;
    }

    @Test
    void theyAreReadInTheirOrder() throws IOException {
        Totals totals = copy(tree(), false);
        assertThat(reads).containsExactly("/b/5", "/b/6", "/a/2", "/a/3", "/b/4", "/a/1");
        assertThat(problems).isEmpty();
        assertThat(totals.files()).isEqualTo(8);
        assertThat(totals.hardLinks()).isEqualTo(1);
        assertThat(folder.resolve("out/a/1")).hasContent("1111111111");
        assertThat(folder.resolve("out/b/5")).hasSize(LARGE);
        assertThat(folder.resolve("out/b/2 too")).hasSameBinaryContentAs(folder.resolve("out/a/2"));
        assertThat(folder.resolve("out/b/7")).hasContent("at any time");
    }

    /** A content that begins in one chunk and ends in the next would have both expanded for each file. */
    @Test
    void aContentOfSeveralFilesIsReadOnce() throws IOException {
        FakeTree tree = new FakeTree();
        file(tree, "/a", 300_000, 5);
        file(tree, "/b", 300_000, 5);
        file(tree, "/c", 10, 4);
        file(tree, "/d", 10, 4);
        file(tree, "/e", 10, 6);
        copy(tree, false);
        assertThat(reads).containsExactly("/c", "/a", "/e");
        assertThat(folder.resolve("out/b")).hasSameBinaryContentAs(folder.resolve("out/a"));
    }

    @Test
    void directoriesHaveTheirTimesThen() throws IOException {
        copy(tree(), false);
        for (String directory : List.of("a", "b")) {
            Instant modified = Files.getLastModifiedTime(folder.resolve("out").resolve(directory))
                    .toInstant();
            assertThat(modified.getEpochSecond()).isEqualTo(FakeTree.MODIFIED.getEpochSecond());
        }
    }

    @Test
    void whatIsThereIsNotReadAgain() throws IOException {
        copy(tree(), false);
        Files.delete(folder.resolve("out/b/6"));
        reads.clear();
        Totals totals = copy(tree(), true);
        assertThat(reads).containsExactly("/b/6");
        assertThat(totals.already()).isEqualTo(7);
        assertThat(problems).isEmpty();
    }

    @Test
    void whatCannotBeReadLeavesNothing() throws IOException {
        FakeTree tree = new FakeTree()
                .file("/small", new FakeTree.Failing(100, 0, FakeTree.damaged()))
                .turn(2)
                .file("/large", new FakeTree.Failing(LARGE, 2_000_000, FakeTree.damaged()))
                .turn(1)
                .file("/good", "good")
                .turn(3);
        assertThat(copy(tree, false).files()).isEqualTo(1);
        assertThat(problems).extracting(Problem::kind).containsExactly(Kind.FAILED, Kind.FAILED);
        assertThat(problems).extracting(Problem::path).containsExactly("/large", "/small");
        try (var all = Files.list(folder.resolve("out"))) {
            assertThat(all.map(path -> path.getFileName().toString())).containsExactly("good");
        }
    }
}
