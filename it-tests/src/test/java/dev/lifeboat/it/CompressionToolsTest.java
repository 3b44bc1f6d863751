package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.compress.ChunkedSource;
import dev.lifeboat.formats.compress.Codec;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What libwim's compressors and ntfs-3g made, expanded by us. */
class CompressionToolsTest {
    private static final String IMAGE = "ntfs.img";
    private static final long MEBIBYTES = 192;
    /** Chunks from here on take long to compress. */
    private static final int LARGE = 1 << 19;

    /** Debian's own, whose programs are full of calls. */
    private static final Path PROGRAM = Path.of("/usr/bin/python3");

    @TempDir
    private Path folder;

    @BeforeEach
    void tools() {
        Tools.require("python3", "wimlib-imagex"); // which comes with libwim
    }

    private static String script(String name) {
        return Checkout.top().resolve("it-tests/src/test/python").resolve(name).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "XPRESS, 4096, 50",
        "XPRESS, 8192, 100",
        "XPRESS, 16384, 50",
        "XPRESS, 32768, 20",
        "XPRESS, 65536, 50",
        "LZX, 32768, 20",
        "LZX, 32768, 100",
        "LZX, 65536, 50",
        "LZX, 131072, 50",
        "LZX, 262144, 20",
        "LZX, 524288, 20",
        "LZX, 1048576, 20",
        "LZX, 2097152, 20",
        "LZMS, 32768, 50",
        "LZMS, 131072, 100",
        "LZMS, 1048576, 20",
        "LZMS, 67108864, 20"
    })
    void expandsWhatLibwimCompressed(Codec codec, int chunkSize, int level) throws IOException {
        byte[] content = content();
        int most = Math.min(content.length, Math.max(3 * Math.min(chunkSize, 1 << 17) + 77, chunkSize + 1));
        int[] sizes = chunkSize < LARGE
                ? new int[] {1, 2, 17, 18, chunkSize - 1, chunkSize, chunkSize + 1, most}
                : new int[] {1, 18, most};
        List<String> command = new ArrayList<>(List.of(
                "python3",
                script("compress_chunks.py"),
                Files.write(folder.resolve("content"), content).toString(),
                codec.name().toLowerCase(Locale.ROOT),
                String.valueOf(chunkSize),
                String.valueOf(level)));
        for (int size : sizes) {
            command.add(size + ":" + folder.resolve("stored-" + size));
        }
        Tools.run(folder, command.toArray(String[]::new));
        for (int size : sizes) {
            try (FileSource source = FileSource.open(folder.resolve("stored-" + size))) {
                assertSame(ChunkedSource.open("content", source, codec, chunkSize, size), content);
            }
        }
    }

    /** A program, noise, text, the byte that begins a call, and zeros. */
    private static byte[] content() throws IOException {
        byte[] content = new byte[2_500_000];
        var random = new SplittableRandom(6);
        random.nextBytes(content);
        byte[] program = Files.readAllBytes(PROGRAM);
        System.arraycopy(program, 0, content, 0, Math.min(program.length, 2_000_000));
        Arrays.fill(content, 2_100_000, 2_150_000, (byte) 0xe8);
        Arrays.fill(content, 2_150_000, 2_300_000, (byte) 0);
        for (int i = 2_300_000; i < 2_400_000; i++) {
            content[i] = (byte) ('a' + random.nextInt(random.nextInt(26) + 1));
        }
        return content;
    }

    private static void assertSame(ByteSource source, byte[] content) throws IOException {
        byte[] bytes = new byte[1 << 20];
        for (long at = 0; at < source.size(); at += bytes.length) {
            int n = (int) Math.min(bytes.length, source.size() - at);
            source.read(at, ByteBuffer.wrap(bytes, 0, n));
            assertThat(Arrays.mismatch(bytes, 0, n, content, (int) at, (int) at + n))
                    .as("first difference behind " + at + " of " + source.size())
                    .isEqualTo(-1);
        }
    }

    @Test
    void readsWhatNtfs3gAndLibwimCompressed() throws IOException {
        Tools.require("mkntfs", "ntfs-3g");
        Assumptions.assumeTrue(
                Files.isWritable(Path.of("/dev/fuse")) && Files.isWritable(Path.of("/etc")),
                "ntfs-3g needs root and /dev/fuse");
        try (RandomAccessFile image = new RandomAccessFile(folder.resolve(IMAGE).toFile(), "rw")) {
            image.setLength(MEBIBYTES << 20);
        }
        Tools.run(folder, "mkntfs", "-q", "-Q", "-F", "-c", "4096", IMAGE);
        Tools.run(folder, "python3", script("fill_compressed.py"), IMAGE, "mounted", "written.json");
        List<String> differences = new ArrayList<>();
        int files = 0;
        try (DiskImage image = DiskImage.open(folder.resolve(IMAGE))) {
            FileTree tree = FileTrees.open(image.volumes().get(0));
            for (JsonNode row : new JsonMapper().readTree(Files.readString(folder.resolve("written.json")))) {
                String path = row.get("path").asString();
                ByteSource source = tree.open(tree.find(path), row.get("stream").asString());
                boolean same = source.size() == row.get("size").asLong()
                        && Sha256.of(source).equals(row.get("sha256").asString());
                files++;
                if (!same) {
                    differences.add(path);
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(files).isGreaterThan(100);
    }
}
