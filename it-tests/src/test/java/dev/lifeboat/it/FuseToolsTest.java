package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.FileSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A volume that ntfs-3g filled, mounted by us: what programs of the system see in it. */
class FuseToolsTest {
    private static final int MIB = 1 << 20;
    private static final int ENTRIES = 3000;

    @TempDir
    private static Path folder;

    private static Path image;
    private static Path where;
    private static Mounted mounted;

    @BeforeAll
    static void mount() throws IOException {
        Mounted.require();
        Tools.require("mkntfs", "ntfs-3g", "python3", "losetup");
        Tools.require(Files.isWritable(Path.of("/etc")), "ntfs-3g needs root");
        image = folder.resolve("ntfs.img");
        where = folder.resolve("shown");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(64L * MIB);
        }
        Tools.run(folder, "mkntfs", "-q", "-Q", "-F", "-c", "4096", image.toString());
        Path script = Checkout.top().resolve("it-tests/src/test/python/fill_ntfs.py");
        Tools.run(folder, "python3", script.toString(), image.toString(), "filled", "" + ENTRIES, "written.json");
        mounted = Mounted.volume(image, where);
    }

    @AfterAll
    static void unmount() throws IOException {
        if (mounted != null) {
            mounted.close();
            assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(where.toString());
        }
    }

    private static List<JsonNode> written() throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        new JsonMapper()
                .readTree(Files.readString(folder.resolve("written.json")))
                .forEach(rows::add);
        return rows;
    }

    private static Path shown(JsonNode row) {
        return where.resolve(row.get("path").asString().substring(1));
    }

    @Test
    void everyFileIsThereAndNothingElse() throws IOException {
        Map<String, String> theirs = new TreeMap<>();
        Map<String, String> ours = new TreeMap<>();
        for (JsonNode row : written()) {
            if (row.get("stream").asString().isEmpty()) {
                boolean directory = row.get("size") == null;
                // Two names that are too long for Linux are seen in another form.
                String path = row.get("path").asString();
                if (shown(row).getFileName().toString().getBytes(UTF_8).length <= 255) {
                    theirs.put(path, directory ? "" : row.get("sha256").asString() + " " + row.get("names"));
                }
            }
        }
        try (Stream<Path> files = Files.walk(where)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String path = "/" + where.relativize(file);
                if (!path.equals("/") && !path.contains("%~")) {
                    ours.put(
                            path,
                            Files.isDirectory(file)
                                    ? ""
                                    : Sha256.of(file) + " " + Files.getAttribute(file, "unix:nlink"));
                }
            }
        }
        assertThat(ours.size()).isGreaterThan(ENTRIES);
        List<String> differences = new ArrayList<>();
        theirs.forEach((path, file) -> {
            if (!file.equals(ours.remove(path))) {
                differences.add(path + ": " + file);
            }
        });
        ours.forEach((path, file) -> differences.add("only here: " + path + ": " + file));
        assertThat(differences).isEmpty();
        // The other tests ask for a stream that is too large.
        assertThat(mounted.problems().stream().filter(line -> !line.contains("stream 'large'")))
                .isEmpty();
    }

    /** Of 510 bytes in UTF-8, twice what Linux takes. */
    @Test
    void aNameTooLongForLinuxIsShownShorterAndFound() throws IOException {
        try (Stream<Path> names = Files.list(where.resolve("names"))) {
            Path shorter = names.filter(name -> name.toString().contains("%~"))
                    .findFirst()
                    .orElseThrow();
            assertThat(shorter.getFileName().toString()).startsWith("üüü");
            assertThat(Files.readString(shorter)).isEqualTo("ü".repeat(255));
        }
    }

    @Test
    void streamsAreExtendedAttributes() throws IOException {
        Tools.require("getfattr");
        for (JsonNode row : written()) {
            String stream = row.get("stream").asString();
            if (!stream.isEmpty() && row.get("size").asInt() <= 65536) {
                String value = Tools.run(
                        folder,
                        "getfattr",
                        "--absolute-names",
                        "--only-values",
                        "-n",
                        "user." + stream,
                        "" + shown(row));
                assertThat(Sha256.of(value.getBytes(UTF_8)))
                        .isEqualTo(row.get("sha256").asString());
            }
        }
        String names = Tools.run(folder, "getfattr", "--absolute-names", where + "/streams.txt");
        assertThat(names.lines().filter(line -> line.startsWith("user."))).hasSize(81);
        Tools.Result large =
                Tools.tryRun(folder, "getfattr", "--absolute-names", "-n", "user.large", where + "/streams.txt");
        assertThat(large.exit()).isEqualTo(1);
        assertThat(large.output()).contains("Argument list too long");
        Tools.Result none =
                Tools.tryRun(folder, "getfattr", "--absolute-names", "-n", "user.none", where + "/streams.txt");
        assertThat(none.output()).contains("No such attribute");
    }

    /** ntfs-3g shows the same volume beside: names, sizes, three times each to 100 ns, kinds, numbers of names. */
    @Test
    void agreesWithNtfs3g() throws IOException {
        Path theirs = Files.createDirectory(folder.resolve("by ntfs-3g"));
        Tools.run(folder, "ntfs-3g", "-o", "ro,streams_interface=xattr", image.toString(), theirs.toString());
        try {
            String[] find = {"find", ".", "-name", "üüü*", "-prune", "-o", "-printf", "%P %y %n %T+ %A+ %C+\\n"};
            assertThat(sorted(in(where, find))).isEqualTo(sorted(in(theirs, find)));
            String[] sizes = {"find", ".", "-type", "f", "!", "-name", "üüü*", "-printf", "%P %s %b\\n"};
            assertThat(sorted(in(where, sizes)).stream().map(FuseToolsTest::withoutBlocks))
                    .isEqualTo(sorted(in(theirs, sizes)).stream()
                            .map(FuseToolsTest::withoutBlocks)
                            .toList());
            for (String name : List.of("attrib_be", "times_be", "crtime_be", "times", "crtime", "attrib")) {
                String[] value = {"getfattr", "-e", "hex", "-n", "system.ntfs_" + name, "streams.txt", "links/first"};
                assertThat(in(where, value)).isEqualTo(in(theirs, value));
            }
            String[] dump = {"getfattr", "-d", "-e", "hex", "folder with a stream"};
            assertThat(in(where, dump)).isEqualTo(in(theirs, dump)).contains("user.notes");
        } finally {
            Tools.run(folder, "umount", theirs.toString());
        }
    }

    /** Runs a program in a folder that cannot be written to. */
    private static String in(Path working, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", working.toString()));
        line.addAll(List.of(command));
        return Tools.run(folder, line.toArray(String[]::new));
    }

    private static String withoutBlocks(String line) {
        return line.substring(0, line.lastIndexOf(' '));
    }

    private static List<String> sorted(String lines) {
        return lines.lines().sorted().toList();
    }

    @Test
    void programsCopyIt() throws IOException {
        Tools.require("rsync", "tar");
        Path copies = Files.createDirectory(folder.resolve("copies"));
        Tools.run(folder, "cp", "-r", where + "/sizes", copies + "/by-cp");
        Tools.run(folder, "rsync", "-aH", where + "/", copies + "/by-rsync/");
        Tools.run(folder, "sh", "-c", "mkdir copies/by-tar && tar -C shown -c sizes links | tar -C copies/by-tar -x");
        Tools.run(folder, "diff", "-r", where + "/sizes", copies + "/by-cp");
        Tools.run(folder, "diff", "-r", where.toString(), copies + "/by-rsync");
        Tools.run(folder, "diff", "-r", where + "/links", copies + "/by-tar/links");
        assertThat(Files.getAttribute(copies.resolve("by-rsync/links/first"), "unix:nlink"))
                .isEqualTo(3);
        assertThat(Files.getAttribute(copies.resolve("by-tar/links/first"), "unix:nlink"))
                .isEqualTo(3);
        Tools.run(folder, "chmod", "-R", "u+w", copies.toString());
    }

    /** Threads read at random places while others list; every byte is compared with the file that ntfs-3g was given. */
    @Test
    void manyReadersAtOnce() throws Exception {
        byte[] expected = Files.readAllBytes(where.resolve("fragmented"));
        assertThat(Sha256.of(expected)).isEqualTo(hash("/fragmented"));
        List<String> names = names("many");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SplittableRandom random = new SplittableRandom(i);
            boolean lists = i % 4 == 3;
            done.add(threads.submit(() -> {
                for (int n = 0; n < (lists ? 20 : 400); n++) {
                    if (lists) {
                        assertThat(names("many")).isEqualTo(names);
                    } else {
                        readSomewhere(expected, random);
                    }
                }
                return null;
            }));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        for (Future<?> each : done) {
            each.get();
        }
    }

    private static String hash(String path) throws IOException {
        for (JsonNode row : written()) {
            if (row.get("path").asString().equals(path)
                    && row.get("stream").asString().isEmpty()) {
                return row.get("sha256").asString();
            }
        }
        throw new AssertionError(path);
    }

    private static void readSomewhere(byte[] expected, SplittableRandom random) throws IOException {
        int at = random.nextInt(expected.length);
        int length = random.nextInt(1, Math.min(300_000, expected.length - at) + 1);
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(where.resolve("fragmented"))) {
            while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) > 0) {
                // until it is full
            }
        }
        assertThat(bytes.flip()).isEqualTo(ByteBuffer.wrap(expected, at, length));
    }

    private static List<String> names(String directory) throws IOException {
        try (Stream<Path> files = Files.list(where.resolve(directory))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** As telldir and seekdir: whoever comes back to a place in a directory finds the same names behind it. */
    @Test
    void aPlaceInADirectoryStaysWhereItIs() throws IOException {
        String program =
                """
                import ctypes, sys
                libc = ctypes.CDLL(None, use_errno=True)
                libc.opendir.restype = ctypes.c_void_p
                libc.readdir.argtypes = libc.telldir.argtypes = [ctypes.c_void_p]
                libc.readdir.restype = ctypes.c_void_p
                libc.telldir.restype = ctypes.c_long
                libc.seekdir.argtypes = [ctypes.c_void_p, ctypes.c_long]
                d = libc.opendir(sys.argv[1].encode())
                names, places = [], []
                while True:
                    places.append(libc.telldir(d))
                    entry = libc.readdir(d)
                    if not entry:
                        break
                    names.append(ctypes.string_at(entry + 19))
                for i in list(range(0, len(names), 97)) + [len(names) - 1, 0]:
                    libc.seekdir(d, places[i])
                    assert ctypes.string_at(libc.readdir(d) + 19) == names[i], i
                print(len(names))
                """;
        Tools.require("python3");
        String said = Tools.run(
                folder, "python3", "-c", program, where.resolve("many").toString());
        assertThat(said.strip()).isEqualTo(String.valueOf(names("many").size() + 2)); // with . and ..
    }

    @Test
    void filesCanBeMappedIntoMemory() throws IOException {
        try (FileChannel channel = FileChannel.open(where.resolve("sizes/300001"))) {
            MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            byte[] bytes = new byte[map.remaining()];
            map.get(bytes);
            assertThat(Sha256.of(bytes)).isEqualTo(hash("/sizes/300001"));
        }
    }

    @Test
    void nothingCanBeWritten() {
        assertThatThrownBy(() -> Files.writeString(where.resolve("new"), "x")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Files.newOutputStream(where.resolve("streams.txt"), StandardOpenOption.APPEND))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Files.delete(where.resolve("streams.txt"))).isInstanceOf(IOException.class);
    }

    @Test
    void namesAreFoundAsTheyAreSpelledOnly() throws IOException {
        assertThat(where.resolve("names/Makefile")).hasContent("Makefile");
        assertThat(where.resolve("names/MAKEFILE")).hasContent("MAKEFILE");
        assertThat(Files.exists(where.resolve("STREAMS.TXT"))).isFalse();
        assertThat(Files.exists(where.resolve("not there"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    /** The files of NTFS itself are not listed, but are there for who asks. */
    @Test
    void theFileTableCanBeNamed() throws IOException {
        BasicFileAttributes mft = Files.readAttributes(where.resolve("$MFT"), BasicFileAttributes.class);
        assertThat(mft.size()).isPositive();
        assertThat(names("")).doesNotContain("$MFT");
    }

    /** A hole is told as one, so that copies can leave it out. */
    @Test
    void holesAreKnown() throws IOException {
        String program =
                "import os,sys; f=os.open(sys.argv[1],0); print(os.lseek(f,0,os.SEEK_DATA), os.lseek(f,0,os.SEEK_HOLE))";
        String[] said = Tools.run(folder, "python3", "-c", program, where + "/sparse")
                .strip()
                .split(" ", -1);
        assertThat(Long.parseLong(said[0])).isBetween(1_000_003L - 65536, 1_000_003L);
        assertThat(said[1]).isEqualTo("0");
    }

    /** The volume as a file, mounted again by ntfs-3g through a loop device. */
    @Test
    void theRawViewIsTheVolume() throws IOException {
        Path raw = folder.resolve("raw");
        try (Mounted view = Mounted.raw(image, raw);
                FileSource source = FileSource.open(raw.resolve("1.img"))) {
            assertThat(Sha256.of(source)).isEqualTo(Sha256.of(image));
            assertThat(Sha256.of(raw.resolve("disk-1.img"))).isEqualTo(Sha256.of(image));
            try (FileChannel channel = FileChannel.open(raw.resolve("1.img"))) {
                MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_ONLY, 0, MIB);
                assertThat(new String(new byte[] {map.get(3), map.get(4), map.get(5), map.get(6)}, UTF_8))
                        .isEqualTo("NTFS");
            }
            Path again = Files.createDirectory(folder.resolve("again"));
            String loop = Tools.run(folder, "losetup", "-r", "-f", "--show", raw + "/1.img")
                    .strip();
            try {
                Tools.run(folder, "ntfs-3g", "-o", "ro", loop, again.toString());
                try {
                    assertThat(Sha256.of(again.resolve("fragmented"))).isEqualTo(hash("/fragmented"));
                } finally {
                    Tools.run(folder, "umount", again.toString());
                }
            } finally {
                Tools.run(folder, "losetup", "-d", loop);
            }
            assertThat(view.problems()).isEmpty();
        }
    }

    @Test
    void oneImageCanBeMountedTwice() throws IOException {
        Path second = folder.resolve("second");
        try (Mounted other = Mounted.volumes(image, second)) {
            try (Stream<Path> volumes = Files.list(second)) {
                assertThat(volumes.map(Path::getFileName).map(Path::toString)).containsExactly("1");
            }
            assertThat(Sha256.of(second.resolve("1/sparse"))).isEqualTo(hash("/sparse"));
            assertThat(Sha256.of(where.resolve("sparse"))).isEqualTo(hash("/sparse"));
            assertThat(other.problems()).isEmpty();
        }
    }
}
