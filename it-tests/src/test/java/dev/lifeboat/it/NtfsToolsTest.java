package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Verifier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** NTFS volumes made by mkntfs and filled by ntfs-3g, read by us, by The Sleuth Kit and by 7-Zip. */
class NtfsToolsTest {
    private static final String IMAGE = "ntfs.img";
    private static final String LABEL = "Größe 日";
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    @BeforeEach
    void tools() {
        Tools.require("mkntfs");
    }

    @ParameterizedTest
    @CsvSource({
        "512, 512, 64, 300",
        "512, 1024, 64, 300",
        "512, 4096, 64, 3000",
        "512, 65536, 128, 300",
        "4096, 4096, 64, 300",
        "4096, 65536, 128, 300"
    })
    void readsWhatNtfs3gWrote(int sectorSize, int clusterSize, int mebibytes, int entries) throws IOException {
        makeFilled(sectorSize, clusterSize, mebibytes, entries);
        try (DiskImage image = DiskImage.open(folder.resolve(IMAGE))) {
            DiskVolume volume = image.volumes().get(0);
            NtfsVolume ntfs = NtfsVolume.read(volume.source().orElseThrow());
            assertThat(ntfs.bootSector().clusterSize()).isEqualTo(clusterSize);
            assertThat(ntfs.label()).isEqualTo(LABEL);
            FileTree tree = FileTrees.open(volume);
            Map<String, String> ours = listed(tree);
            assertSame(ours.entrySet(), written().entrySet());
            assertSame(ours.keySet(), listedByFls(sectorSize));
            if (sectorSize == 512) { // 7-Zip knows no others
                assertSame(ours.keySet(), listedBy7Zip());
            }
            assertThat(extensionsOf(ntfs, tree, "/streams.txt")).isPositive();
            assertThat(extensionsOf(ntfs, tree, "/fragmented"))
                    .isGreaterThanOrEqualTo(sectorSize == 512 && clusterSize <= 4096 ? 2 : 0);
        }
        assertNoFault();
    }

    private static int extensionsOf(NtfsVolume volume, FileTree tree, String path) throws IOException {
        return volume.file((Long) tree.find(path).file()).extensionRecords().size();
    }

    /** No other file system can hold all the names, and 7-Zip gives up on a file that ends in a hole: both are left out. */
    @Test
    void contentsAreWhat7ZipExtracts() throws IOException {
        makeFilled(512, 4096, 64, 300);
        Tools.run(folder, "7zz", "x", "-y", "-oextracted", "-x!names", "-x!sparse", IMAGE);
        try (DiskImage image = DiskImage.open(folder.resolve(IMAGE))) {
            FileTree tree = FileTrees.open(image.volumes().get(0));
            tree.walk(tree.root(), node -> {
                boolean leftOut = node.internal()
                        || node.path().startsWith("/names/")
                        || node.path().equals("/sparse");
                if (node.type() == FileNode.Type.FILE && !leftOut) {
                    Path extracted =
                            folder.resolve("extracted").resolve(node.path().substring(1));
                    assertThat(Sha256.of(tree.open(node, ""))).as(node.path()).isEqualTo(Sha256.of(extracted));
                }
            });
        }
    }

    @Test
    void contentsAreWhatIcatPrints() throws IOException {
        makeFilled(512, 4096, 64, 300);
        String listing = Tools.run(folder, "fls", "-r", "-p", "-u", IMAGE);
        try (DiskImage image = DiskImage.open(folder.resolve(IMAGE))) {
            FileTree tree = FileTrees.open(image.volumes().get(0));
            for (String name :
                    List.of("fragmented:", "sparse:", "streams.txt:large", "sizes/shrunk:", "links/inside/third:")) {
                int colon = name.indexOf(':');
                String path = name.substring(0, colon);
                String stream = name.substring(colon + 1);
                String listed = Pattern.quote(stream.isEmpty() ? path : name);
                Matcher address =
                        Pattern.compile("r/. (\\S+):\t" + listed + "\n").matcher(listing);
                assertThat(address.find()).isTrue();
                Tools.run(folder, "sh", "-c", "icat " + IMAGE + " " + address.group(1) + " > content");
                assertThat(Sha256.of(tree.open(tree.find(path), stream)))
                        .as(name)
                        .isEqualTo(Sha256.of(folder.resolve("content")));
            }
        }
    }

    /** The largest that Windows makes; the boot sector writes them as a power of two. ntfs-3g would take minutes. */
    @Test
    void readsClustersOfTwoMebibytes() throws IOException {
        Tools.require("ntfscp", "7zz");
        make(512, 2 * MIB, 512);
        Map<String, String> written = new TreeMap<>();
        for (int size : new int[] {300, 70_000, 3_000_000}) {
            byte[] content = new byte[size];
            new SplittableRandom(size).nextBytes(content);
            Files.write(folder.resolve(size + ".bin"), content);
            Tools.run(folder, "ntfscp", IMAGE, size + ".bin", size + ".bin");
            written.put("/" + size + ".bin", size + " " + Sha256.of(content) + " 1");
        }
        try (DiskImage image = DiskImage.open(folder.resolve(IMAGE))) {
            Map<String, String> ours = listed(FileTrees.open(image.volumes().get(0)));
            assertSame(ours.entrySet(), written.entrySet());
            assertSame(ours.keySet(), listedBy7Zip());
        }
        assertNoFault();
    }

    /** A volume that Linux wrote by itself, without Windows' habits: no short names, nothing in $Extend but three files. */
    @Test
    void readsAnEmptyVolume() throws IOException {
        make(512, 4096, 8);
        try (FileSource source = FileSource.open(folder.resolve(IMAGE))) {
            assertThat(NtfsVolume.read(source).dirty()).isFalse();
        }
        try (DiskImage image = DiskImage.open(folder.resolve(IMAGE))) {
            assertThat(listed(FileTrees.open(image.volumes().get(0)))).isEmpty();
        }
        assertNoFault();
    }

    private void make(int sectorSize, int clusterSize, int mebibytes) throws IOException {
        try (RandomAccessFile image = new RandomAccessFile(folder.resolve(IMAGE).toFile(), "rw")) {
            image.setLength((long) mebibytes * MIB);
        }
        Tools.run(
                folder,
                "mkntfs",
                "-q",
                "-Q",
                "-F",
                "-s",
                String.valueOf(sectorSize),
                "-c",
                String.valueOf(clusterSize),
                "-L",
                LABEL,
                IMAGE);
    }

    private void makeFilled(int sectorSize, int clusterSize, int mebibytes, int entries) throws IOException {
        Tools.require("ntfs-3g", "python3", "fls", "icat", "7zz");
        Assumptions.assumeTrue(
                Files.isWritable(Path.of("/dev/fuse")) && Files.isWritable(Path.of("/etc")),
                "ntfs-3g needs root and /dev/fuse");
        make(sectorSize, clusterSize, mebibytes);
        Path script = Checkout.top().resolve("it-tests/src/test/python/fill_ntfs.py");
        Tools.run(folder, "python3", script.toString(), IMAGE, "mounted", String.valueOf(entries), "written.json");
    }

    /** What {@code fill_ntfs.py} says it wrote: path and stream to size, hash and number of names; directories to nothing. */
    private Map<String, String> written() throws IOException {
        Map<String, String> written = new TreeMap<>();
        for (JsonNode row : new JsonMapper().readTree(Files.readString(folder.resolve("written.json")))) {
            String stream = row.get("stream").asString();
            String key = row.get("path").asString() + (stream.isEmpty() ? "" : ":" + stream);
            boolean directory = row.get("size") == null;
            String value = directory
                    ? ""
                    : row.get("size").asLong() + " " + row.get("sha256").asString() + " "
                            + row.get("names").asInt();
            written.put(key, value);
        }
        return written;
    }

    private static Map<String, String> listed(FileTree tree) throws IOException {
        Map<String, String> listed = new TreeMap<>();
        tree.walk(tree.root(), node -> {
            if (node.internal()) {
                return;
            }
            assertThat(tree.find(node.path())).isEqualTo(node);
            FileDetails details = tree.details(node);
            if (node.directory()) {
                listed.put(node.path(), "");
            }
            for (FileDetails.Stream stream : details.streams()) {
                String key = node.path() + (stream.name().isEmpty() ? "" : ":" + stream.name());
                String hash = Sha256.of(tree.open(node, stream.name()));
                listed.put(key, stream.size() + " " + hash + " " + details.names());
            }
        });
        return listed;
    }

    /**
     * Lines like {@code r/r 65-128-4:<tab>dir/a.txt:stream}. The files of NTFS itself begin with $; a directory's stream is
     * listed a second time as one of {@code dir/.}.
     */
    private Set<String> listedByFls(int sectorSize) throws IOException {
        String output =
                Tools.run(folder, "fls", "-b", String.valueOf(sectorSize), "-r", "-p", "-u", "-f", "ntfs", IMAGE);
        return paths(output.replaceAll("(?m)^.*/\\.:.*$", ""), "(?m)^./. \\S+:\t(?!\\$)(.+)$");
    }

    private Set<String> listedBy7Zip() throws IOException {
        String output = Tools.run(folder, "7zz", "l", "-slt", "-sns", "-ba", IMAGE);
        return paths(output, "(?m)^Path = (?!\\[SYSTEM\\])(.+)$");
    }

    private static Set<String> paths(String output, String pattern) {
        Set<String> paths = new TreeSet<>();
        Pattern.compile(pattern).matcher(output).results().forEach(m -> paths.add("/" + m.group(1)));
        return paths;
    }

    /** As equality of sets, but a failure shows the differences alone. */
    private static <T> void assertSame(Set<T> ours, Set<T> theirs) {
        assertThat(ours.stream().filter(each -> !theirs.contains(each)))
                .as("only here")
                .isEmpty();
        assertThat(theirs.stream().filter(each -> !ours.contains(each)))
                .as("only there")
                .isEmpty();
    }

    private void assertNoFault() throws IOException {
        BackupLocation location = BackupLocation.find(folder.resolve(IMAGE), Optional.empty(), Optional.empty());
        assertThat(Verifier.verify(location, Progress.NONE).findings())
                .filteredOn(finding -> finding.severity() != Severity.GOOD)
                .extracting(Finding::rule)
                .extracting("id")
                .containsOnly("disk.no-table");
    }
}
