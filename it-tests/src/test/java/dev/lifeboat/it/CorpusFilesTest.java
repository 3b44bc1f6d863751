package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file and every stream of every volume, and none besides: path, size, content and time against up to three readers. */
@ExtendWith(Corpus.class)
class CorpusFilesTest {
    private static final String FILES = ".files.tsv";
    private static final String TREE = ".ntfs3g-tree.txt";

    private static final List<KnownDifference> KNOWN = List.of(
            new KnownDifference(
                    "ColinFinck.ntfs/testfs1",
                    "/many_subdirs/\\d+: is not there",
                    "libfsntfs does not list them; ntfs-3g does, and the comparison with that has no exception"),
            new KnownDifference(
                    "msuhanov.dfir_ntfs/ntfs_index.raw.gz",
                    "/\\$BadClus:\\$Bad: .*, there (0|e3b0.*)",
                    "The Sleuth Kit alone listed it, and sees no bytes in it; libfsntfs, of other volumes, does"),
            new KnownDifference(
                    "msuhanov.dfir_ntfs/ntfs_index.raw.gz",
                    "/(\\$Extend(/.*)?|\\$Secure): is not there",
                    "directories and files without a main stream of NTFS itself: libfsntfs could not read the volume, and the"
                            + " others leave them out"),
            new KnownDifference(
                    "msuhanov.dfir_ntfs/fat32_small.raw.gz",
                    "/test(/[12].TXT)?: is not there",
                    "The Sleuth Kit does not take a FAT32 with so few clusters for one; 7-Zip lists the same three"),
            new KnownDifference(
                    "msuhanov.dfir_ntfs/fat_lfn_test.raw.gz",
                    "/(long_name_test.txt: is not here|SHORT.TXT: is not there)",
                    "the long name has a wrong checksum, and so is not this file's; 7-Zip and mtools say SHORT.TXT, too"));

    private static final List<KnownDifference> KNOWN_OF_TREES = List.of(new KnownDifference(
            "google.syzkaller/.*",
            "(here|there) /file0/file1 FILE 66 (86|39) .*",
            "an Interix link of 86 bytes, of which ntfs-3g shows the length of the target"));

    static Stream<Corpus.Entry> listed() {
        return Corpus.images().stream().filter(entry -> entry.has(FILES));
    }

    static Stream<Corpus.Entry> mounted() {
        return Corpus.images().stream().filter(entry -> entry.has(TREE));
    }

    /** Only the child whose parent nobody has cannot be opened. */
    static Stream<Corpus.Entry> readable() {
        return Corpus.images().stream().filter(entry -> !entry.name().endsWith("/fat-differential.vhd"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("listed")
    void filesAndStreams(Corpus.Entry entry) throws IOException {
        boolean ntfs = ListedFile.isOfNtfs(entry.beside(FILES));
        Map<String, String> compressed = entry.name().startsWith("SYNTHETIC/") ? contentOfCompressed() : Map.of();
        List<String> differences = new ArrayList<>();
        try (DiskImage image = DiskImage.open(Corpus.unpack(entry))) {
            FileTree tree = tree(image, ntfs);
            Map<String, Found> ours = all(tree);
            for (ListedFile theirs : ListedFile.read(entry.beside(FILES))) {
                Found found = ours.remove(theirs.key());
                if (found == null) {
                    differences.add(theirs.key() + ": is not here");
                } else {
                    Optional<String> sha256 =
                            Optional.ofNullable(compressed.get(theirs.key())).or(theirs::sha256);
                    compare(tree, theirs, found, sha256, differences);
                }
            }
            ours.keySet().forEach(key -> differences.add(key + ": is not there"));
        }
        assertThat(KnownDifference.unexplained(entry.name(), differences, KNOWN))
                .isEmpty();
    }

    /**
     * A file, directory or stream as we see it.
     *
     * @param stream empty for the main one, and for what has none
     * @param size in bytes; negative where there is no such stream
     */
    private record Found(FileNode node, String stream, long size) {}

    private static Map<String, Found> all(FileTree tree) throws IOException {
        Map<String, Found> all = new TreeMap<>();
        tree.walk(tree.root(), node -> {
            all.put(node.path(), new Found(node, "", -1));
            for (FileDetails.Stream stream : tree.details(node).streams()) {
                String key = stream.name().isEmpty() ? node.path() : node.path() + ":" + stream.name();
                all.put(key, new Found(node, stream.name(), stream.size()));
            }
        });
        return all;
    }

    private static void compare(
            FileTree tree, ListedFile theirs, Found ours, Optional<String> sha256, List<String> differences)
            throws IOException {
        String key = theirs.key();
        FileNode node = ours.node;
        if (!theirs.record().isEmpty() && !theirs.record().equals(node.file().toString())) {
            differences.add(key + ": is record " + node.file() + ", there " + theirs.record());
        }
        // A time of 0 means that nobody noted one.
        Optional<Instant> modified = theirs.modified().filter(time -> !time.equals(ListedFile.FILETIME_EPOCH));
        if (theirs.modified().isPresent() && !modified.equals(node.modified())) {
            differences.add(key + ": modified " + node.modified() + ", there " + theirs.modified());
        }
        boolean hasStream = !theirs.directory() && !theirs.kind().equals("other");
        if (hasStream != ours.size >= 0 || (theirs.directory() && !node.directory())) {
            differences.add(key + ": is a " + node.type() + " with " + ours.size + " bytes, there " + theirs.kind());
        } else if (hasStream) {
            if (ours.size != theirs.size()) {
                differences.add(key + ": has " + ours.size + " bytes, there " + theirs.size());
            }
            if (sha256.isPresent()) {
                contentDiffers(tree, ours, sha256.get()).ifPresent(how -> differences.add(key + ": " + how));
            }
        }
    }

    private static Optional<String> contentDiffers(FileTree tree, Found ours, String sha256) throws IOException {
        try {
            String content = Sha256.of(tree.open(ours.node, ours.stream));
            return content.equals(sha256) ? Optional.empty() : Optional.of("is " + content + ", there " + sha256);
        } catch (ImageException e) {
            return Optional.of(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /** Of the readers of files.tsv none decodes every WOF file; here ntfs-3g with its plugin confirmed each. */
    static Map<String, String> contentOfCompressed() throws IOException {
        Map<String, String> hashes = new HashMap<>();
        Corpus.Entry volume = Corpus.entry("SYNTHETIC/synth_dev.ntfs.gz");
        for (String line : Files.readAllLines(volume.beside("").resolveSibling("synth_dev.expect.tsv"))) {
            String[] columns = line.split("\t", -1);
            hashes.put(columns[0], columns[2]);
        }
        return hashes;
    }

    /** What ntfs-3g shows of a mounted volume; it hides the files of NTFS itself. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("mounted")
    void tree(Corpus.Entry entry) throws IOException {
        Set<String> theirs;
        try (Stream<String> lines = Files.lines(entry.beside(TREE))) {
            theirs = lines.skip(1).map(CorpusFilesTest::theirLine).collect(Collectors.toCollection(TreeSet::new));
        }
        Set<String> ours = new TreeSet<>();
        try (DiskImage image = DiskImage.open(Corpus.unpack(entry))) {
            FileTree tree = tree(image, true);
            ours.add(ourLine(tree, tree.root()));
            tree.walk(tree.root(), node -> {
                if (!node.internal()) {
                    ours.add(ourLine(tree, node));
                }
            });
        }
        List<String> differences = new ArrayList<>();
        ours.stream().filter(line -> !theirs.contains(line)).forEach(line -> differences.add("here " + line));
        theirs.stream().filter(line -> !ours.contains(line)).forEach(line -> differences.add("there " + line));
        assertThat(KnownDifference.unexplained(entry.name(), differences, KNOWN_OF_TREES))
                .isEmpty();
    }

    /** Columns: type, record, size, number of names, time, path. Of a directory the size is that of its index: left out. */
    private static String theirLine(String line) {
        String[] columns = line.split("\t", -1);
        boolean directory = columns[0].equals("d");
        return String.join(
                " ",
                columns[5].substring(1).isEmpty() ? "/" : columns[5].substring(1),
                directory ? "DIRECTORY" : "FILE",
                columns[1],
                directory ? "0" : columns[2],
                directory ? "1" : columns[3],
                Instant.parse(columns[4].substring(0, 29) + "Z").toString());
    }

    private static String ourLine(FileTree tree, FileNode node) throws IOException {
        return String.join(
                " ",
                node.path(),
                node.type().name(),
                node.file().toString(),
                String.valueOf(node.size()),
                String.valueOf(tree.details(node).names()),
                node.modified().orElse(ListedFile.FILETIME_EPOCH).toString());
    }

    /** A walk from the root reads the MFT from start to end; the directories tell the same in their indexes. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    void directoriesAgreeWithTheFileTable(Corpus.Entry entry) throws IOException {
        try (DiskImage image = DiskImage.open(Corpus.unpack(entry))) {
            for (DiskVolume volume : image.volumes()) {
                if (FileTrees.supports(volume)) {
                    FileTree tree = FileTrees.open(volume);
                    Map<String, FileNode> walked = new TreeMap<>();
                    tree.walk(tree.root(), node -> walked.put(node.path(), node));
                    Map<String, FileNode> found = new TreeMap<>();
                    addBelow(tree, tree.root(), found);
                    assertThat(found).isEqualTo(walked);
                }
            }
        }
    }

    private static void addBelow(FileTree tree, FileNode directory, Map<String, FileNode> found) throws IOException {
        List<FileNode> children = new ArrayList<>();
        tree.children(directory, children::add);
        for (FileNode child : children) {
            found.put(child.path(), child);
            assertThat(tree.find(child.path())).isEqualTo(child);
            if (child.directory()) {
                addBelow(tree, child, found);
            }
        }
    }

    private static FileTree tree(DiskImage image, boolean ntfs) throws IOException {
        List<DiskVolume> volumes = image.volumes().stream()
                .filter(volume -> ntfs == (volume.kind() == VolumeKind.NTFS) && FileTrees.supports(volume))
                .toList();
        assertThat(volumes).hasSize(1);
        return FileTrees.open(volumes.get(0));
    }
}
