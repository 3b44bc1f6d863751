package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sample backup inside a VHDX with NTFS, written by ntfs-3g, and inside the image of a flash drive with FAT32, written
 * by mtools. Every command must say the same of it as of the folder that was copied there.
 */
class ContainedBackupTest {
    private static final Path OUTSIDE = Checkout.top().resolve("samples/WindowsImageBackup");
    private static final String NTFS = "Backup.vhdx";
    private static final String FAT = "flash.img";
    private static final int MIB = 1 << 20;
    private static final int SIZE = 64 * MIB;

    @TempDir
    private static Path folder;

    private static final Map<String, String> hashes = new TreeMap<>();

    private record Run(int exit, String out, String err) {
        JsonNode json() {
            return new JsonMapper().readTree(out);
        }
    }

    @BeforeAll
    static void makeImages() throws IOException {
        Tools.require(
                "java", "mkntfs", "ntfs-3g", "umount", "qemu-img", "sgdisk", "dd", "cp", "mkfs.fat", "mcopy", "id");
        Assumptions.assumeTrue(Files.isReadable(Path.of("/dev/fuse")), "needs FUSE");
        Assumptions.assumeTrue(Tools.run(folder, "id", "-u").strip().equals("0"), "needs root, to mount with ntfs-3g");
        makeFlashDrive();
        makeDisk();
        for (String image : List.of(NTFS, FAT)) {
            hashes.put(image, Sha256.of(Files.readAllBytes(folder.resolve(image))));
        }
    }

    private static void makeFlashDrive() throws IOException {
        makeFile(FAT, SIZE);
        Tools.run(folder, "mkfs.fat", "-F", "32", "-n", "FLASH", FAT);
        Tools.run(folder, "mcopy", "-s", "-i", FAT, OUTSIDE.toString(), "::/");
    }

    private static void makeDisk() throws IOException {
        makeFile("volume.img", SIZE - 3 * MIB);
        Tools.run(folder, "mkntfs", "-F", "-Q", "-q", "-L", "BACKUPS", "volume.img");
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        Tools.run(folder, "ntfs-3g", "volume.img", mounted.toString());
        try {
            Tools.run(folder, "cp", "-r", OUTSIDE.toString(), mounted.toString());
        } finally {
            Tools.run(folder, "umount", mounted.toString());
        }
        makeFile("disk.raw", SIZE);
        Tools.run(
                folder,
                "sgdisk",
                "--new=1:1M:+1M",
                "--typecode=1:0c01",
                "--new=2:2M:+61M",
                "--typecode=2:0700",
                "disk.raw");
        Tools.run(folder, "dd", "if=volume.img", "of=disk.raw", "bs=1M", "seek=2", "conv=notrunc,sparse");
        Tools.run(folder, "qemu-img", "convert", "-O", "vhdx", "-o", "block_size=1M", "disk.raw", NTFS);
    }

    private static void makeFile(String name, long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.setLength(size);
        }
    }

    private static Run lifeboat(Object... arguments) throws IOException {
        Path err = Files.createTempFile(folder, "err", "");
        List<String> line = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 2>'" + err + "'", "sh", "java"));
        line.addAll(List.of("-Xmx192m", "-Dsun.jnu.encoding=UTF-8", "-Dfile.encoding=UTF-8", "-cp"));
        line.addAll(List.of(System.getProperty("java.class.path"), "dev.lifeboat.cli.Main"));
        Stream.of(arguments).map(Object::toString).forEach(line::add);
        Tools.Result result = Tools.tryRun(folder, line.toArray(String[]::new));
        return new Run(result.exit(), result.output(), Files.readString(err));
    }

    private static String same(String image, String command, Object... more) throws IOException {
        List<Object> inside = new ArrayList<>(List.of(command, folder.resolve(image)));
        List<Object> outside = new ArrayList<>(List.of(command, OUTSIDE));
        inside.addAll(List.of(more));
        outside.addAll(List.of(more));
        Run found = lifeboat(inside.toArray());
        assertThat(found).isEqualTo(lifeboat(outside.toArray()));
        return found.out;
    }

    @ParameterizedTest
    @ValueSource(strings = {NTFS, FAT})
    void filesAreTheSame(String image) throws IOException {
        assertThat(same(image, "ls", "-R", "--streams", "--hash", "--json")).contains("sunset.png", "bootmgfw.efi");
        assertThat(same(image, "find", "*.png")).contains("1:/Users/Anna/Pictures/sunset.png");
        assertThat(same(image, "tree", "3:/EFI")).contains("bootx64.efi");
        assertThat(same(image, "cat", "1:/Users/Anna/Documents/letter.txt")).startsWith("Dear reader");
        assertThat(Sha256.of(Files.readAllBytes(folder.resolve(image)))).isEqualTo(hashes.get(image));
    }

    @ParameterizedTest
    @ValueSource(strings = {NTFS, FAT})
    void extractedFilesAreTheSame(String image) throws IOException {
        Path inside = folder.resolve("from " + image);
        Path outside = folder.resolve("from the folder for " + image);
        assertThat(lifeboat("extract", folder.resolve(image), "--to", inside).exit)
                .isZero();
        assertThat(lifeboat("extract", OUTSIDE, "--to", outside).exit).isZero();
        assertThat(files(inside)).isEqualTo(files(outside)).hasSizeGreaterThan(70);
    }

    private static Map<String, String> files(Path top) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(top.relativize(path).toString(), Sha256.of(Files.readAllBytes(path)));
            }
        }
        return files;
    }

    @ParameterizedTest
    @ValueSource(strings = {NTFS, FAT})
    void listsTheSameAndSaysWhereItLies(String image) throws IOException {
        JsonNode inside = lifeboat("list", folder.resolve(image), "--json").json();
        JsonNode outside = lifeboat("list", OUTSIDE, "--json").json();
        assertThat(inside.get("container").get("file").asString())
                .isEqualTo(folder.resolve(image).toString());
        assertThat(inside.get("container").get("volume").asInt()).isEqualTo(image.equals(NTFS) ? 2 : 1);
        assertThat(withoutPaths(inside, "images", "file")).isEqualTo(withoutPaths(outside, "images", "file"));
        assertThat(withoutPaths(inside, "volumes", "image")).isEqualTo(withoutPaths(outside, "volumes", "image"));
        assertThat(inside.get("images").get(0).get("file").asString())
                .startsWith(
                        folder.resolve(image) + ":" + (image.equals(NTFS) ? 2 : 1) + ":/WindowsImageBackup/OFFICE-PC/");
        assertThat(lifeboat("list", folder.resolve(image)).out)
                .startsWith("Inside    " + folder.resolve(image) + ", volume ");
    }

    private static JsonNode withoutPaths(JsonNode list, String array, String path) {
        JsonNode copy = list.get(array).deepCopy();
        copy.forEach(element -> ((ObjectNode) element).remove(path));
        return copy;
    }

    @ParameterizedTest
    @ValueSource(strings = {NTFS, FAT})
    void verifiesTheImageAndThenTheBackup(String image) throws IOException {
        JsonNode both = lifeboat("verify", folder.resolve(image), "--json").json();
        JsonNode outer =
                lifeboat("verify", folder.resolve(image), "--json", "--outer").json();
        JsonNode inner = lifeboat("verify", OUTSIDE, "--json").json();
        assertThat(both.get("verdict").asString()).isEqualTo("NO FAULT FOUND (quick)");
        assertThat(both.get("volumes")).isEqualTo(inner.get("volumes"));
        assertThat(both.get("container").get("file").asString())
                .isEqualTo(folder.resolve(image).toString());
        List<JsonNode> expected = new ArrayList<>();
        outer.get("findings").forEach(expected::add);
        inner.get("findings").forEach(finding -> addUnlessOfPlace(finding, expected));
        List<JsonNode> findings = new ArrayList<>();
        both.get("findings").forEach(finding -> addUnlessOfPlace(finding, findings));
        assertThat(findings).isEqualTo(expected);
        assertThat(lifeboat("verify", folder.resolve(image)).out)
                .contains("The backup lies inside the image", "Checked 3 images with 3 volumes");
    }

    /** Every byte of the image is read, of which those of the backup are a part; and the backup is asked all that --full asks. */
    @ParameterizedTest
    @ValueSource(strings = {NTFS, FAT})
    void theFullLevelIsThatOfTheBackupToo(String image) throws IOException {
        JsonNode both =
                lifeboat("verify", folder.resolve(image), "--full", "--json").json();
        JsonNode inner = lifeboat("verify", OUTSIDE, "--full", "--json").json();
        assertThat(ofComputer(both)).isEqualTo(ofComputer(inner)).anyMatch(id -> id.startsWith("signatures."));
    }

    private static List<String> ofComputer(JsonNode report) {
        return report.get("findings")
                .valueStream()
                .filter(finding -> finding.get("id")
                        .asString()
                        .matches("(signatures|recovery|boot|windows|registry|drivers)\\..*"))
                .map(finding -> finding.get("id").asString() + " "
                        + finding.get("message").asString())
                .toList();
    }

    /** The folder lies at the top inside, and somewhere outside. */
    private static void addUnlessOfPlace(JsonNode finding, List<JsonNode> findings) {
        if (!List.of("set.place", "set.not-at-top").contains(finding.get("id").asString())) {
            findings.add(finding);
        }
    }

    /** The image still opens, by its second partition table; a drive on which bytes change is no place for a backup. */
    @Test
    void damageOfTheImageIsDamageOfTheBackup() throws IOException {
        Path damaged = Files.copy(folder.resolve("disk.raw"), folder.resolve("damaged.raw"));
        try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
            file.seek(512);
            file.write(0);
        }
        Run run = lifeboat("verify", damaged);
        assertThat(run.exit).as(run.out + run.err).isEqualTo(4);
        assertThat(run.out).contains("RESTORABLE WITH LOSS", "disk.", "Checked 3 images");
    }

    @Test
    void outerMeansTheImageItself() throws IOException {
        assertThat(lifeboat("ls", folder.resolve(NTFS), "2:/", "--outer").out).contains("WindowsImageBackup");
        assertThat(lifeboat("list", folder.resolve(NTFS), "--outer").out)
                .contains("BACKUPS")
                .doesNotContain("Inside", "OFFICE-PC");
    }

    @Test
    void namesTheImageThatAFolderHolds() throws IOException {
        Path drive = Files.createDirectory(folder.resolve("drive"));
        Files.createLink(drive.resolve(NTFS), folder.resolve(NTFS));
        Run run = lifeboat("verify", drive);
        assertThat(run.exit).isEqualTo(2);
        assertThat(run.out).isEmpty();
        assertThat(run.err).hasLineCount(1).contains("a backup lies inside " + drive.resolve(NTFS), "--outer");
        assertThat(lifeboat("list", drive, "--outer").out).contains("BACKUPS");
    }
}
