package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Disk images that Lifeboat did not write, each with what other tools say of it. The folder is {@code LIFEBOAT_CORPUS}, else
 * {@code ../shared/corpus} beside the checkout. As an extension of a test class: skips it where there is no corpus, and at its
 * end checks that no image has changed.
 */
final class Corpus implements ExecutionCondition, AfterAllCallback {
    private static final Path FOLDER = Optional.ofNullable(System.getenv("LIFEBOAT_CORPUS"))
            .map(Path::of)
            .orElseGet(() -> Checkout.top().resolveSibling("shared").resolve("corpus"));
    private static final List<String> KINDS_OF_IMAGES = List.of("vhdx", "vhd", "ntfs", "fat", "disk");
    private static final int CHUNK = 1 << 16;

    private static final Map<String, Path> UNPACKED = new TreeMap<>();
    private static Path temporary;

    /**
     * A file of the corpus.
     *
     * @param name {@code folder/file.vhdx.gz}
     * @param kind of file: vhdx, vhd, ntfs and fat (with or without a partition table), disk (a table only)
     */
    record Entry(String name, String kind) {
        Oracle oracle() throws IOException {
            return Oracle.read(beside(".oracle.txt"));
        }

        /** A text that another tool made of this file. */
        Path beside(String suffix) {
            return FOLDER.resolve(name + suffix);
        }

        boolean has(String suffix) {
            return Files.exists(beside(suffix));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Entry> images() {
        return index().filter(entry -> KINDS_OF_IMAGES.contains(entry.kind)).toList();
    }

    static List<Entry> containers() {
        return index().filter(entry -> entry.kind.startsWith("vhd")).toList();
    }

    /** Files of one kind, such as hive or bcd. */
    static List<Entry> ofKind(String kind) {
        return index().filter(entry -> entry.kind.equals(kind)).toList();
    }

    static Entry entry(String name) {
        return index().filter(entry -> entry.name.equals(name)).findFirst().orElseThrow();
    }

    /** Files of one folder that are not images, and not in the index. */
    static List<Path> files(String folder, String suffix) {
        try (Stream<Path> files = Files.walk(FOLDER.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Entry> index() {
        try {
            return Files.readAllLines(FOLDER.resolve("INDEX.tsv")).stream()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .map(columns -> new Entry(columns[0], columns[9]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unpacks an image, at most once a run, into a folder where its neighbours of the corpus will lie beside it. */
    static synchronized Path unpack(Entry entry) throws IOException {
        Path known = UNPACKED.get(entry.name);
        if (known != null) {
            return known;
        }
        if (temporary == null) {
            temporary = Files.createTempDirectory("lifeboat-corpus");
            Path folder = temporary;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> FileUtils.deleteQuietly(folder.toFile())));
        }
        Path target = temporary.resolve(entry.name.replaceFirst("\\.gz$", ""));
        Files.createDirectories(target.getParent());
        Path packed = FOLDER.resolve(entry.name);
        try (InputStream raw = Files.newInputStream(packed);
                InputStream in = entry.name.endsWith(".gz") ? new GZIPInputStream(raw, CHUNK) : raw) {
            writeSparse(in, target);
        }
        UNPACKED.put(entry.name, target);
        assertUnchanged(entry.name, target);
        return target;
    }

    /** A small file of the corpus that is no image, unpacked. */
    static byte[] bytes(String name) throws IOException {
        try (InputStream raw = Files.newInputStream(FOLDER.resolve(name));
                InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw, CHUNK) : raw) {
            return in.readAllBytes();
        }
    }

    private static void writeSparse(InputStream in, Path target) throws IOException {
        byte[] zeros = new byte[CHUNK];
        byte[] chunk = new byte[CHUNK];
        try (RandomAccessFile out = new RandomAccessFile(target.toFile(), "rw")) {
            long at = 0;
            for (int n = in.readNBytes(chunk, 0, CHUNK); n > 0; n = in.readNBytes(chunk, 0, CHUNK)) {
                if (!Arrays.equals(chunk, 0, n, zeros, 0, n)) {
                    out.seek(at);
                    out.write(chunk, 0, n);
                }
                at += n;
            }
            out.setLength(at);
        }
    }

    private static void assertUnchanged(String name, Path file) throws IOException {
        Oracle oracle = entry(name).oracle();
        assertThat(Files.size(file)).as("size of " + name).isEqualTo(oracle.number("decompressed: size (\\d+)"));
        assertThat(Sha256.of(file)).as("content of " + name).isEqualTo(oracle.text("decompressed: .*sha256 (\\w+)"));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Files.isRegularFile(FOLDER.resolve("INDEX.tsv"))
                ? ConditionEvaluationResult.enabled("the corpus is there")
                : ConditionEvaluationResult.disabled("no corpus (LIFEBOAT_CORPUS, or ../shared/corpus)");
    }

    /** What never bends: an image is never changed. */
    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        for (Map.Entry<String, Path> image : UNPACKED.entrySet()) {
            assertUnchanged(image.getKey(), image.getValue());
        }
    }
}
