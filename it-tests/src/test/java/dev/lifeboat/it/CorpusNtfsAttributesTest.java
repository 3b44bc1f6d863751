package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.ntfs.AttributeType;
import dev.lifeboat.formats.ntfs.LogFile;
import dev.lifeboat.formats.ntfs.NtfsFile;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.ObjectId;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.security.SecurityDescriptor;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.NtfsTree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What NTFS keeps of files beside their content, byte by byte against ntfs-3g, which shows it as extended attributes of a mounted
 * volume; and security descriptors as text against Samba.
 */
@ExtendWith(Corpus.class)
class CorpusNtfsAttributesTest {
    /** Larger ones, two, take longer to copy than all others together. */
    private static final long LARGEST = 128L << 20;

    private static final int CHUNK = 1 << 16;

    private static final String SAMBA =
            """
            import sys
            from samba.dcerpc import security
            from samba.ndr import ndr_unpack
            nobody = security.dom_sid("S-1-2-3")
            # Samba 4.17 takes these for other rights than Windows
            sets = {"FA": "0x1f01ff", "FR": "0x120089", "FW": "0x120116", "FX": "0x1200a0"}
            for line in sys.stdin:
                raw, text = line.strip().split(" ", 1)
                for letters, number in sets.items():
                    text = text.replace(f";{letters};", f";{number};")
                text = text.replace("S:AINO_ACCESS_CONTROL", "")  # which Windows writes and Samba does not know
                kept = ndr_unpack(security.descriptor, bytes.fromhex(raw)).as_sddl(nobody)
                written = security.descriptor.from_sddl(text, nobody).as_sddl(nobody)
                if kept != written:
                    print(text, kept, written)
            """;

    @TempDir
    private Path folder;

    static Stream<Corpus.Entry> volumes() {
        return Corpus.images().stream()
                .filter(entry -> !entry.kind().equals("fat") && !entry.name().contains("fat"));
    }

    @BeforeEach
    void tools() throws IOException {
        Tools.require("ntfs-3g", "umount", "getfattr", "id");
        Assumptions.assumeTrue(Tools.run(folder, "id", "-u").strip().equals("0"), "needs root, to mount with ntfs-3g");
    }

    /** What is asked for one file; in hexadecimal, or empty. */
    private interface Question {
        Optional<byte[]> ask(NtfsVolume volume, NtfsFile file) throws IOException;
    }

    private static final Map<String, Question> QUESTIONS = Map.of(
            "system.ntfs_acl",
            (volume, file) -> volume.security(file).map(SecurityDescriptor::bytes),
            "system.ntfs_object_id",
            (volume, file) -> volume.objectId(file).map(CorpusNtfsAttributesTest::bytes),
            "system.ntfs_ea",
            (volume, file) -> attribute(file, AttributeType.EA),
            "system.ntfs_reparse_data",
            (volume, file) -> attribute(file, AttributeType.REPARSE_POINT));

    private static Optional<byte[]> attribute(NtfsFile file, int type) throws IOException {
        if (!file.has(type, "")) {
            return Optional.empty();
        }
        ByteSource value = file.openRaw(type, "");
        return Optional.of(value.bytes(0, (int) value.size()));
    }

    private static byte[] bytes(ObjectId id) {
        ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        put(bytes, id.id());
        put(bytes, id.birthVolume().orElseThrow());
        put(bytes, id.birthId().orElseThrow());
        put(bytes, id.domain().orElseThrow());
        return bytes.array();
    }

    private static void put(ByteBuffer bytes, UUID guid) {
        long high = guid.getMostSignificantBits();
        bytes.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
        bytes.putLong(Long.reverseBytes(guid.getLeastSignificantBits()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("volumes")
    void bytesAreThoseThatNtfs3gShows(Corpus.Entry entry) throws IOException {
        try (DiskImage image = DiskImage.open(Corpus.unpack(entry))) {
            for (DiskVolume disk : image.volumes()) {
                if (disk.kind() == VolumeKind.NTFS && disk.size() <= LARGEST) {
                    compare(disk.source().orElseThrow());
                }
            }
        }
    }

    private void compare(ByteSource source) throws IOException {
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        Path copy = folder.resolve("volume.img");
        copy(source, copy);
        Tools.run(folder, "ntfs-3g", "-o", "ro", copy.toString(), mounted.toString());
        try {
            NtfsVolume volume = NtfsVolume.read(source);
            FileTree tree = new NtfsTree(volume);
            for (Map.Entry<String, Question> question : QUESTIONS.entrySet()) {
                Map<String, String> ours = new TreeMap<>();
                put(ours, volume, tree.root(), question.getValue());
                tree.walk(tree.root(), node -> {
                    if (!node.internal()) {
                        put(ours, volume, node, question.getValue());
                    }
                });
                assertThat(ours).as(question.getKey()).isEqualTo(shown(mounted, question.getKey()));
            }
        } finally {
            Tools.run(folder, "umount", mounted.toString());
            Files.delete(copy);
            Files.delete(mounted);
        }
    }

    /** The log is clean if ntfs-3g would write to the volume; flags and version are those that ntfsinfo shows. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("volumes")
    void stateIsThatOfNtfs3g(Corpus.Entry entry) throws IOException {
        Tools.require("ntfs-3g.probe", "ntfsinfo");
        try (DiskImage image = DiskImage.open(Corpus.unpack(entry))) {
            for (DiskVolume disk : image.volumes()) {
                if (disk.kind() == VolumeKind.NTFS && disk.size() <= LARGEST) {
                    Path copy = folder.resolve("volume.img");
                    copy(disk.source().orElseThrow(), copy);
                    NtfsVolume volume = NtfsVolume.read(disk.source().orElseThrow());
                    compareState(volume, copy);
                    Files.delete(copy);
                }
            }
        }
    }

    private void compareState(NtfsVolume volume, Path copy) throws IOException {
        Tools.Result probe = Tools.tryRun(folder, "ntfs-3g.probe", "--readwrite", copy.toString());
        LogFile.State state = volume.logFile().state();
        if (probe.exit() == 0) {
            assertThat(state).isIn(LogFile.State.CLEAN, LogFile.State.EMPTY);
        } else {
            assertThat(probe.exit()).as(probe.output()).isIn(14, 15); // hibernated or in a cache of Windows; unclean
            assertThat(state).isEqualTo(LogFile.State.IN_USE);
        }
        assertThat(Tools.run(folder, "ntfsinfo", "-fm", copy.toString()))
                .contains(String.format(
                        "Volume Flags: 0x%04x", volume.information().bits()))
                .contains("Volume Version: " + volume.information().major() + "."
                        + volume.information().minor());
    }

    /** A volume that is marked and its log emptied, as by ntfsfix. */
    @Test
    void aMarkedVolumeIsMarked() throws IOException {
        Tools.require("mkntfs", "ntfsfix", "ntfsinfo", "ntfs-3g.probe", "truncate");
        Path image = folder.resolve("n.img");
        Tools.run(folder, "truncate", "-s", "16M", "n.img");
        Tools.run(folder, "mkntfs", "-F", "-q", "n.img");
        Tools.run(folder, "ntfsfix", "n.img");
        try (DiskImage disk = DiskImage.open(image)) {
            NtfsVolume volume = NtfsVolume.read(disk.volumes().get(0).source().orElseThrow());
            assertThat(volume.dirty()).isTrue();
            compareState(volume, image);
        }
    }

    /** Names, paths and records as fls of The Sleuth Kit has them; its orphans are those whose path is not complete. */
    @Test
    void deletedFilesAreThoseOfTheSleuthKit() throws IOException {
        Tools.require("fls");
        Path image = Corpus.unpack(Corpus.entry("sleuthkit+sleuthkit_test_data/7-ntfs-undel.dd.gz"));
        List<String> theirs = new ArrayList<>();
        Matcher line = Pattern.compile("-/. \\* (\\d+)-\\d+-\\d+:\t(.*)")
                .matcher(Tools.run(folder, "fls", "-rpd", image.toString()));
        while (line.find()) {
            if (!line.group(2).contains(":")) { // streams are not listed here
                theirs.add(line.group(1) + " " + ("/" + line.group(2)).replaceFirst("^/\\$OrphanFiles", "?"));
            }
        }
        List<String> ours = new ArrayList<>();
        try (DiskImage disk = DiskImage.open(image)) {
            NtfsVolume volume = NtfsVolume.read(disk.volumes().get(0).source().orElseThrow());
            new NtfsTree(volume)
                    .deleted(file -> ours.add(file.record() + " " + file.node().path()));
        }
        assertThat(ours).hasSize(10).containsExactlyInAnyOrderElementsOf(theirs);
    }

    /** Samba reads our text as the same rights that it finds in the bytes; its own text is not that of Windows. */
    @Test
    void sambaTakesTheTextForTheSame() throws IOException {
        String python = "/usr/bin/python3"; // Debian's own, for which its packages are
        Tools.require("env");
        Tools.require(Tools.tryRun(folder, "env", python, "-c", "import samba").exit() == 0, "no python3-samba");
        Map<String, String> ours = new TreeMap<>();
        for (Corpus.Entry entry : volumes().toList()) {
            try (DiskImage image = DiskImage.open(Corpus.unpack(entry))) {
                for (DiskVolume disk : image.volumes()) {
                    if (disk.kind() == VolumeKind.NTFS && disk.size() <= LARGEST) {
                        FileTree tree =
                                new NtfsTree(NtfsVolume.read(disk.source().orElseThrow()));
                        tree.walk(tree.root(), node -> {
                            Optional<SecurityDescriptor> descriptor = tree.security(node);
                            if (descriptor.isPresent()) {
                                String bytes = HexFormat.of()
                                        .formatHex(descriptor.get().bytes());
                                ours.put(bytes, descriptor.get().sddl());
                            }
                        });
                    }
                }
            }
        }
        StringBuilder input = new StringBuilder();
        ours.forEach(
                (bytes, text) -> input.append(bytes).append(' ').append(text).append('\n'));
        Tools.Result result = Tools.runWithInput(folder, input.toString(), "env", python, "-c", SAMBA);
        assertThat(result.output()).isEmpty();
        assertThat(ours).hasSizeGreaterThan(20);
    }

    private static void put(Map<String, String> all, NtfsVolume volume, FileNode node, Question question)
            throws IOException {
        question.ask(volume, volume.file((Long) node.file()))
                .ifPresent(bytes -> all.put(node.path(), HexFormat.of().formatHex(bytes)));
    }

    private Map<String, String> shown(Path mounted, String name) throws IOException {
        String ask = "getfattr -RPh --absolute-names -e hex -n " + name + " " + mounted + " 2>/dev/null";
        String output = Tools.tryRun(folder, "sh", "-c", ask).output(); // files without it are errors
        Map<String, String> all = new TreeMap<>();
        String path = "";
        for (String line : output.lines().toList()) {
            if (line.startsWith("# file: ")) {
                String whole = unescaped(line.substring("# file: ".length()));
                path = whole.equals(mounted.toString())
                        ? "/"
                        : whole.substring(mounted.toString().length());
            } else if (line.startsWith(name + "=0x")) {
                all.put(path, line.substring(name.length() + 3));
            }
        }
        return all;
    }

    /** Bytes that are not plain come as three octal digits behind a backslash. */
    private static String unescaped(String text) {
        StringBuilder bytes = new StringBuilder();
        String escaped = new String(text.getBytes(UTF_8), ISO_8859_1);
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '\\') {
                bytes.append((char) Integer.parseInt(escaped.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                bytes.append(escaped.charAt(i));
            }
        }
        return new String(bytes.toString().getBytes(ISO_8859_1), UTF_8);
    }

    private static void copy(ByteSource source, Path target) throws IOException {
        byte[] zeros = new byte[CHUNK];
        try (RandomAccessFile out = new RandomAccessFile(target.toFile(), "rw")) {
            for (long at = 0; at < source.size(); at += CHUNK) {
                byte[] chunk = source.bytes(at, (int) Math.min(CHUNK, source.size() - at));
                if (!Arrays.equals(chunk, 0, chunk.length, zeros, 0, chunk.length)) {
                    out.seek(at);
                    out.write(chunk);
                }
            }
            out.setLength(source.size());
        }
    }
}
