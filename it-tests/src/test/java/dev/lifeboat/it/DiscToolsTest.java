package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.iso.BootImage;
import dev.lifeboat.formats.iso.IsoVolume;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.udf.UdfVolume;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import dev.lifeboat.mount.tree.IsoTree;
import dev.lifeboat.mount.tree.NodeVisitor;
import dev.lifeboat.mount.tree.UdfTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Discs made by genisoimage, xorriso and mkudffs, compared with the files that went in and with what 7-Zip and isoinfo read. */
class DiscToolsTest {
    private static final Instant TIME = Instant.parse("2024-02-29T10:20:30Z");

    @TempDir
    private Path folder;

    private Path files;

    @BeforeEach
    void tools() throws IOException {
        Tools.require("genisoimage", "xorriso", "mkudffs", "7zz", "isoinfo", "mkfs.fat", "truncate");
        files = Files.createDirectory(folder.resolve("files"));
    }

    /** As on the disc that Windows is installed from, in small: deep, wide, long, in other letters, empty. */
    private void fill(int many) throws IOException {
        write("README.TXT", "This disc contains a \"UDF\" file system");
        write("efi/boot/bootx64.efi", "x".repeat(70_000));
        write("sources/Größe 日本語.txt", "wide");
        write("sources/" + "long name ".repeat(6) + "end.txt", "long");
        write("1/2/3/4/5/6/deep.txt", "deep");
        write("empty.txt", "");
        Files.createDirectories(files.resolve("no files"));
        for (int i = 0; i < many; i++) {
            write("many/file " + i + ".txt", "file " + i);
        }
        write("boot/etfsboot.com", "b".repeat(4096));
        Tools.run(
                folder,
                "truncate",
                "-s",
                "1440K",
                files.resolve("boot/efisys.bin").toString());
        Tools.run(folder, "mkfs.fat", files.resolve("boot/efisys.bin").toString());
        try (Stream<Path> all = Files.walk(files)) {
            for (Path path : all.toList()) {
                Files.setLastModifiedTime(path, FileTime.from(TIME));
            }
        }
    }

    private void write(String name, String content) throws IOException {
        Path path = files.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private Path genisoimage(String... options) throws IOException {
        return disc(List.of("genisoimage", "-quiet", "-D"), options);
    }

    private Path xorriso(String... options) throws IOException {
        return disc(List.of("xorriso", "-as", "mkisofs", "-quiet"), options);
    }

    private Path disc(List<String> program, String... options) throws IOException {
        Path image = folder.resolve("disc.iso");
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("-iso-level", "3", "-V", "LIFEBOAT_DISC", "-o", image.toString()));
        command.addAll(List.of(options));
        command.add(files.toString());
        Tools.run(folder, command.toArray(String[]::new));
        return image;
    }

    private static String[] bootable(String... more) {
        Stream<String> boot = Stream.of(
                "-b",
                "boot/etfsboot.com",
                "-no-emul-boot",
                "-boot-load-size",
                "8",
                "-eltorito-alt-boot",
                "-e",
                "boot/efisys.bin",
                "-no-emul-boot");
        return Stream.concat(Stream.of(more), boot).toArray(String[]::new);
    }

    /** Names and hashes; directories have none. */
    private static Map<String, String> contentOf(FileTree tree) throws IOException {
        Map<String, String> found = new TreeMap<>();
        tree.walk(tree.root(), node -> {
            String hash = node.directory() ? "" : Sha256.of(tree.open(node, ""));
            assertThat(found.put(node.path(), hash)).as(node.path()).isNull();
        });
        return found;
    }

    private Map<String, String> source() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(files)) {
            for (Path path : paths.filter(path -> !path.equals(files)).toList()) {
                String name = "/" + files.relativize(path).toString().replace('\\', '/');
                all.put(name, Files.isDirectory(path) ? "" : Sha256.of(path));
            }
        }
        return all;
    }

    /** But for the boot catalogue, which programs list as a file of the disc. */
    private static void assertSame(Map<String, String> found, Map<String, String> expected) {
        Set<String> differences = new TreeSet<>();
        Stream.of(found, expected)
                .flatMap(content -> content.keySet().stream())
                .filter(name -> !name.equals("/boot.catalog")
                        && !found.getOrDefault(name, "-").equals(expected.get(name)))
                .forEach(name -> differences.add(name + ": " + found.get(name) + ", expected " + expected.get(name)));
        assertThat(differences).isEmpty();
    }

    private static DiskVolume only(DiskImage image) {
        assertThat(image.volumes()).hasSize(1);
        return image.volumes().get(0);
    }

    @Test
    void readsABridgeDiscAsUdf() throws IOException {
        fill(5000);
        Path disc = genisoimage(bootable("-udf", "-J", "-joliet-long"));
        try (DiskImage image = DiskImage.open(disc)) {
            assertThat(only(image).kind()).isEqualTo(VolumeKind.UDF);
            FileTree tree = FileTrees.open(only(image));
            assertSame(contentOf(tree), source());
            assertThat(tree.find("/SOURCES/grösse 日本語.TXT".replace("ss", "ß")).modified())
                    .contains(TIME);
            assertThat(UdfVolume.read(image.disk()).label()).isEqualTo("LIFEBOAT_DISC");
            assertThat(UdfVolume.read(image.disk()).usedBytes().orElseThrow())
                    .isBetween(1L << 20, image.disk().size());
            assertThat(images(image)).containsExactly("BIOS 4096 etfsboot.com", "UEFI 1474560 efisys.bin");
            assertAsSevenZipReadsIt(disc, tree);
        }
    }

    /** What the catalogue says, and which file begins there. */
    private List<String> images(DiskImage image) throws IOException {
        List<String> images = new ArrayList<>();
        for (BootImage boot :
                IsoVolume.read(image.disk()).bootCatalog().orElseThrow().images()) {
            assertThat(boot.bootable()).isTrue();
            String file = boot.uefi() ? "efisys.bin" : "etfsboot.com";
            byte[] expected = Files.readAllBytes(files.resolve("boot").resolve(file));
            assertThat(image.disk().bytes(boot.offset(), expected.length)).isEqualTo(expected);
            images.add(boot.platformName() + " " + boot.loadSize() + " " + file);
        }
        return images;
    }

    private void assertAsSevenZipReadsIt(Path disc, FileTree tree) throws IOException {
        Path unpacked = Files.createTempDirectory(folder, "7zip");
        Tools.run(folder, "7zz", "x", "-y", "-o" + unpacked, disc.toString());
        Path own = files;
        files = unpacked;
        Map<String, String> theirs = source();
        files = own;
        theirs.keySet().removeIf(name -> name.startsWith("/[BOOT]"));
        assertSame(contentOf(tree), theirs);
    }

    @Test
    void readsJoliet() throws IOException {
        fill(300);
        Path disc = xorriso(bootable("-J", "-joliet-long"));
        try (DiskImage image = DiskImage.open(disc)) {
            assertThat(only(image).kind()).isEqualTo(VolumeKind.ISO9660);
            FileTree tree = FileTrees.open(only(image));
            assertSame(contentOf(tree), source());
            assertThat(tree.find("README.TXT").modified()).contains(TIME);
            assertThat(images(image)).containsExactly("BIOS 4096 etfsboot.com", "UEFI 1474560 efisys.bin");
            assertAsSevenZipReadsIt(disc, tree);
        }
    }

    /** No other program of ours knows short names better than isoinfo. */
    @Test
    void readsPlainIso9660AsIsoinfoDoes() throws IOException {
        fill(300);
        Path disc = genisoimage();
        Set<String> listed = Tools.run(folder, "isoinfo", "-f", "-i", disc.toString())
                .lines()
                .map(line -> line.replaceFirst(";1$", "").replaceFirst("\\.$", ""))
                .collect(Collectors.toSet());
        try (DiskImage image = DiskImage.open(disc)) {
            Map<String, String> content = contentOf(FileTrees.open(only(image)));
            assertThat(content.keySet()).isEqualTo(listed);
            List<String> hashes = source().values().stream().sorted().toList();
            assertThat(content.values().stream().sorted().toList()).isEqualTo(hashes);
        }
    }

    /** Files from 4 GiB on are several pieces on ISO 9660, and several extents on UDF. Sparse, as the disc is. */
    @ParameterizedTest
    @CsvSource({"true, UDF", "false, ISO9660"})
    void readsFilesOfMoreThanFourGigabytes(boolean udf, VolumeKind kind) throws IOException {
        Assumptions.assumeTrue(System.getProperty("long") != null, "takes a minute; -Dlong runs it");
        long size = (4L << 30) + 4097;
        Path large = files.resolve("install.wim");
        Path disc = folder.resolve("disc.iso");
        byte[] mark = "here".getBytes(ISO_8859_1);
        long[] places = {0, (1L << 30) - 2, (4L << 30) - 2048, (4L << 30) - 2, size - 4};
        try (FileChannel channel = FileChannel.open(large, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long place : places) {
                channel.write(ByteBuffer.wrap(mark), place);
            }
        }
        String options = (udf ? "-udf " : "") + "-J -iso-level 3 -allow-limited-size -quiet";
        String program = udf ? "genisoimage " : "xorriso -as mkisofs ";
        String script = program + (udf ? options : options.replace("-allow-limited-size ", "")) + " '" + files
                + "' 2>/dev/null | dd of='" + disc + "' bs=1M iflag=fullblock conv=sparse status=none";
        Tools.run(folder, "sh", "-c", script);
        try (DiskImage image = DiskImage.open(disc)) {
            assertThat(only(image).kind()).isEqualTo(kind);
            FileTree tree = FileTrees.open(only(image));
            FileNode node = tree.find("install.wim");
            assertThat(node.size()).isEqualTo(size);
            ByteSource file = tree.open(node, "");
            for (long place : places) {
                assertThat(file.bytes(place, mark.length)).as("at %d", place).isEqualTo(mark);
                if (place > 0) {
                    assertThat(file.bytes(place - 4, 4)).containsOnly(0);
                }
            }
        } finally {
            Files.delete(disc);
            Files.delete(large);
        }
    }

    /** The table is there to start from a stick, and the files are the same whether one looks at it or not. */
    @ParameterizedTest
    @CsvSource({
        "'-partition_offset 16'",
        "'-e boot/efisys.bin -no-emul-boot -isohybrid-gpt-basdat'",
        "'-append_partition 2 0xef boot/efisys.bin'",
        "'-append_partition 2 0xef boot/efisys.bin -appended_part_as_gpt'",
        "'-e boot/efisys.bin -no-emul-boot -efi-boot-part --efi-boot-image'"
    })
    void aHybridImageIsOneDisc(String options) throws IOException {
        fill(3);
        String[] all = Stream.concat(Stream.of("-J", "-joliet-long"), Arrays.stream(options.split(" ")))
                .map(option -> options.startsWith("-append") && option.startsWith("boot/")
                        ? files.resolve(option).toString()
                        : option)
                .toArray(String[]::new);
        Path disc = xorriso(all);
        try (DiskImage image = DiskImage.open(disc)) {
            assertThat(image.table().scheme()).isEqualTo(PartitionScheme.NONE);
            assertThat(only(image).kind()).isEqualTo(VolumeKind.ISO9660);
            assertSame(contentOf(FileTrees.open(only(image))), source());
        }
    }

    /** Volume descriptors outlive the new partition table of a stick that once held such an image. */
    @Test
    void aStickThatOnceHeldADiscIsNone() throws IOException {
        Tools.require("sgdisk", "sfdisk");
        fill(3);
        Path stick = xorriso("-J", "-joliet-long");
        Tools.run(folder, "truncate", "-s", "64M", stick.toString());
        Tools.run(folder, "sgdisk", "-n", "1:2048:0", "-t", "1:0700", stick.toString());
        try (DiskImage image = DiskImage.open(stick)) {
            assertThat(image.table().scheme()).isEqualTo(PartitionScheme.GPT);
        }
        Tools.runWithInput(folder, "label: dos\n2048,,7\n", "sfdisk", "--wipe=never", stick.toString());
        try (DiskImage image = DiskImage.open(stick)) {
            assertThat(image.table().scheme()).isEqualTo(PartitionScheme.MBR);
        }
    }

    @ParameterizedTest
    @CsvSource({"hd, 1.02, 512", "hd, 2.01, 4096", "dvd, 1.50, 2048", "dvdram, 2.01, 2048", "hd, 1.50, 1024"})
    void readsAnEmptyUdfVolume(String medium, String revision, int blockSize) throws IOException {
        Path disc = mkudffs("--media-type=" + medium, "--udfrev=" + revision, "--blocksize=" + blockSize);
        try (DiskImage image = DiskImage.open(disc)) {
            assertThat(only(image).kind()).isEqualTo(VolumeKind.UDF);
            UdfVolume volume = UdfVolume.read(image.disk());
            assertThat(volume.label()).isEqualTo("Größe 日本");
            assertThat(volume.blockSize()).isEqualTo(blockSize);
            assertThat(volume.children(volume.root()))
                    .allMatch(entry -> entry.name().equals("lost+found"));
            assertThat(volume.usedBytes().orElseThrow()).isBetween(1L, 1L << 20);
        }
    }

    @ParameterizedTest
    @CsvSource({"cdr, virtual", "cdrw, sparable"})
    void namesPartitionsThatAreNotSupported(String medium, String kind) throws IOException {
        Path disc = mkudffs("--media-type=" + medium, "--udfrev=1.50", "--blocksize=2048");
        try (DiskImage image = DiskImage.open(disc)) {
            assertThat(only(image).kind()).isEqualTo(VolumeKind.UDF);
            assertThatThrownBy(() -> FileTrees.open(only(image)))
                    .isInstanceOf(UnsupportedImageException.class)
                    .hasMessageContaining("a UDF " + kind + " partition");
        }
    }

    private Path mkudffs(String... options) throws IOException {
        Path disc = folder.resolve("disc.udf");
        Tools.run(folder, "truncate", "-s", "20M", disc.toString());
        List<String> command = new ArrayList<>(List.of("mkudffs", "--utf8", "--label=Größe 日本"));
        command.addAll(List.of(options));
        command.add(disc.toString());
        Tools.run(folder, command.toArray(String[]::new));
        return disc;
    }

    /** Whatever the bytes, what is wrong is an ImageException for the part that it concerns. UDF has checksums, ISO 9660 none. */
    @ParameterizedTest
    @CsvSource({"'-udf', UDF", "'-J', ISO9660"})
    void damageIsNamed(String option, VolumeKind kind) throws IOException {
        fill(20);
        byte[] sound = Files.readAllBytes(genisoimage(option));
        var random = new SplittableRandom(2026);
        int[] blocks = IntStream.range(16, Math.min(420, sound.length / 2048))
                .filter(block -> !isZero(sound, block))
                .toArray();
        int reported = 0;
        for (int round = 0; round < 300; round++) {
            byte[] bytes = sound.clone();
            int at = blocks[random.nextInt(blocks.length)] * 2048 + random.nextInt(256);
            for (int i = random.nextInt(64); i >= 0; i--) {
                bytes[at + i] = (byte) random.nextInt();
            }
            reported += problems(ByteSource.of("disc", bytes), kind) > 0 ? 1 : 0;
        }
        assertThat(reported).isGreaterThan(20);
    }

    private static boolean isZero(byte[] bytes, int block) {
        return IntStream.range(block * 2048, (block + 1) * 2048).allMatch(i -> bytes[i] == 0);
    }

    private static int problems(ByteSource disc, VolumeKind kind) throws IOException {
        int[] problems = {0};
        try {
            FileTree tree =
                    kind == VolumeKind.UDF ? new UdfTree(UdfVolume.read(disc)) : new IsoTree(IsoVolume.read(disc));
            tree.walk(tree.root(), new NodeVisitor() {
                @Override
                public void node(FileNode node) throws IOException {
                    if (!node.directory()) {
                        try {
                            tree.open(node, "");
                        } catch (ImageException e) {
                            problems[0]++;
                        }
                    }
                }

                @Override
                public void damaged(String path, ImageException problem) {
                    problems[0]++;
                }
            });
        } catch (ImageException e) {
            assertThat(e).hasMessageStartingWith("disc");
            problems[0]++;
        }
        return problems[0];
    }

    @Test
    void theDiscIsNotChanged() throws IOException {
        fill(3);
        Path disc = genisoimage("-udf", "-J");
        String before = Sha256.of(disc);
        try (DiskImage image = DiskImage.open(disc)) {
            contentOf(FileTrees.open(only(image)));
        }
        try (FileSource source = FileSource.open(disc)) {
            assertThat(Sha256.of(source)).isEqualTo(before);
        }
    }
}
