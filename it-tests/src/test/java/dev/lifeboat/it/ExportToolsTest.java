package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code lifeboat export}: what it writes, read by QEMU, libvhdi and 7-Zip. */
class ExportToolsTest {
    private static final Path SAMPLE = Checkout.top().resolve("samples").resolve("WindowsImageBackup");
    private static final Path SAMPLE_IMAGE = SAMPLE.resolve("OFFICE-PC")
            .resolve("Backup 2026-01-31 120000")
            .resolve("5d1f0c2e-3b44-4c55-9a66-0718293a4b5c.vhdx");
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    @BeforeEach
    void tools() {
        Tools.require("qemu-img", "qemu-io");
    }

    private Tools.Result export(Object... args) throws IOException {
        return Lifeboat.run(
                folder, Stream.concat(Stream.of("export"), Stream.of(args)).toArray());
    }

    private static void assertFine(Tools.Result result) {
        assertThat(result.exit()).as(result.output()).isZero();
    }

    private JsonNode info(String format, String file) throws IOException {
        return JsonMapper.shared().readTree(Tools.run(folder, "qemu-img", "info", "--output=json", "-f", format, file));
    }

    private void makeImage(String sizeAndWrites) throws IOException {
        String[] parts = sizeAndWrites.split(";", -1);
        Tools.run(folder, "qemu-img", "create", "-q", "-f", "vhdx", "-o", "block_size=1M", "disk.vhdx", parts[0]);
        for (int n = 1; n < parts.length; n++) {
            Tools.run(folder, "qemu-io", "-f", "vhdx", "-c", "write -P " + n + " " + parts[n], "disk.vhdx");
        }
    }

    @ParameterizedTest
    @CsvSource({"raw, raw", "vhdx, vhdx", "vhd, vpc", "qcow2, qcow2"})
    void aDiskOfTheSample(String format, String nameInQemu) throws IOException {
        Tools.Result result = export(SAMPLE, "C:", "--disk", "--format", format, "--to", "disk");
        assertFine(result);
        assertThat(result.output()).contains("read again and compared");
        assertThat(Tools.run(
                        folder, "qemu-img", "compare", "-f", "vhdx", "-F", nameInQemu, SAMPLE_IMAGE.toString(), "disk"))
                .contains("Images are identical");
        assertThat(info(nameInQemu, "disk").path("virtual-size").asLong()).isEqualTo(65L * MIB);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("disk"))))
                .isEqualTo("rw-------");
        if (format.equals("qcow2") || format.equals("vhdx")) {
            assertThat(Tools.run(folder, "qemu-img", "check", "-f", nameInQemu, "disk"))
                    .contains("No errors");
        }
        if (format.startsWith("vhd")) {
            Tools.require("vhdiinfo");
            assertThat(Tools.run(folder, "vhdiinfo", "disk")).contains("Dynamic", "(68157440 bytes)");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("disk"));
        }
    }

    /** Data at the borders of blocks, tables and chunks, in disks so large that there are several of these. */
    @ParameterizedTest
    @CsvSource({
        "raw, raw, '600M;0 512;2047k 2k;511M 2M;599M 1M'",
        "vhdx, vhdx, '20G;0 512;2047k 2k;511M 2M;4095M 2M;16383M 2M;20479M 1M'",
        "vhd, vpc, '20G;0 512;2047k 2k;511M 2M;4095M 2M;16383M 2M;20479M 1M'",
        "qcow2, qcow2, '20G;0 512;2047k 2k;511M 2M;1023M 1k;4095M 2M;16383M 2M;20479M 1M'"
    })
    void dataInManyPlaces(String format, String nameInQemu, String content) throws IOException {
        makeImage(content);
        assertFine(export("disk.vhdx", "--disk", "--format", format, "--to", "copy"));
        assertThat(Tools.run(folder, "qemu-img", "compare", "-f", "vhdx", "-F", nameInQemu, "disk.vhdx", "copy"))
                .contains("Images are identical");
        assertThat(Long.parseLong(Tools.run(folder, "du", "-k", "copy").split("\\s", -1)[0]))
                .isLessThan(64L << 10); // in KiB: nothing but data and tables is stored
        if (format.equals("qcow2")) {
            assertThat(Tools.run(folder, "qemu-img", "check", "copy")).contains("No errors");
        }
    }

    @Test
    void aVolumeIsThePartOfTheDisk() throws IOException {
        assertFine(export(SAMPLE, "C", "--format", "raw", "--to", "c.raw"));
        Tools.run(folder, "qemu-img", "convert", "-f", "vhdx", "-O", "raw", SAMPLE_IMAGE.toString(), "disk.raw");
        Tools.require("sfdisk", "cmp");
        JsonNode partition = JsonMapper.shared()
                .readTree(Tools.run(folder, "sfdisk", "--json", "disk.raw"))
                .path("partitiontable")
                .path("partitions")
                .get(0);
        String start = String.valueOf(512 * partition.path("start").asLong());
        String size = String.valueOf(512 * partition.path("size").asLong());
        assertThat(Files.size(folder.resolve("c.raw"))).isEqualTo(Long.parseLong(size));
        Tools.run(folder, "cmp", "-i", "0:" + start, "-n", size, "c.raw", "disk.raw");
    }

    /** A target that becomes full, and then has room again. */
    @ParameterizedTest
    @CsvSource("qcow2, qcow2")
    void aTargetThatIsFull(String format, String nameInQemu) throws IOException {
        makeImage("64M;3M 30M;40M 5M");
        Path full = Files.createDirectory(folder.resolve("full"));
        Mounts.tmpfs(full);
        try {
            Tools.run(folder, "mount", "-o", "remount,size=20M", full.toString());
            Object[] command = {"disk.vhdx", "--disk", "--format", format, "--to", full.resolve("copy")};
            Tools.Result refused = export(command);
            assertThat(refused.exit()).isEqualTo(5);
            assertThat(refused.output()).contains("has room for", "nothing was written");
            assertThat(full).isEmptyDirectory();
            Tools.Result first = export(append(command, "--no-space-check"));
            assertThat(first.exit()).as(first.output()).isEqualTo(5);
            assertThat(first.output()).contains("--resume");
            assertThat(full.resolve("copy")).doesNotExist();
            Tools.run(folder, "mount", "-o", "remount,size=80M", full.toString());
            Tools.Result second = export(append(command, "--resume", "--json"));
            assertFine(second);
            JsonNode report = JsonMapper.shared().readTree(second.output());
            assertThat(report.path("resumed").asLong()).isGreaterThan(MIB);
            assertThat(Tools.run(
                            folder, "qemu-img", "compare", "-f", "vhdx", "-F", nameInQemu, "disk.vhdx", "full/copy"))
                    .contains("Images are identical");
            if (format.equals("qcow2")) { // a VHDX holds identifiers of its own
                assertFine(export("disk.vhdx", "--disk", "--format", format, "--to", "whole"));
                Tools.run(folder, "cmp", "whole", "full/copy");
            }
            try (Stream<Path> files = Files.list(full)) {
                assertThat(files).containsExactly(full.resolve("copy"));
            }
        } finally {
            Mounts.unmount(full);
        }
    }

    private static Object[] append(Object[] command, Object... more) {
        return Stream.concat(Stream.of(command), Stream.of(more)).toArray();
    }

    @Test
    void damage() throws IOException {
        makeImage("64M;3M 10M;40M 5M");
        Path image = folder.resolve("disk.vhdx");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(file.length() - 4 * MIB); // the last blocks, which are the disk's at 41 MiB and more
        }
        Tools.Result refused = export(image, "--disk", "--format", "raw", "--to", "copy");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.output()).contains("of the disk", "--ignore-errors");
        Tools.Result ignored =
                export(image, "--disk", "--format", "raw", "--to", "copy", "--resume", "--ignore-errors", "--json");
        assertThat(ignored.exit()).as(ignored.output()).isEqualTo(4);
        JsonNode place = JsonMapper.shared()
                .readTree(ignored.output())
                .path("unreadable")
                .get(0);
        assertThat(place.path("offset").asLong()).isBetween(40L * MIB, 45L * MIB);
        assertThat(place.path("error").asString()).contains("was it cut off?");
        try (RandomAccessFile copy = new RandomAccessFile(folder.resolve("copy").toFile(), "r")) {
            assertThat(copy.length()).isEqualTo(64L * MIB);
            copy.seek(12L * MIB);
            assertThat(copy.read()).isEqualTo(1);
            copy.seek(place.path("offset").asLong());
            assertThat(copy.read()).isZero();
        }
    }

    @Test
    void nothingIsReplacedUnasked() throws IOException {
        makeImage("20M;3M 1M");
        Path image = folder.resolve("disk.vhdx");
        String before = Sha256.of(image);
        Tools.Result onto = export(image, "--disk", "--format", "vhdx", "--to", image, "--overwrite");
        assertThat(onto.exit()).isEqualTo(6);
        assertThat(onto.output()).contains("is the image itself");
        Files.createLink(folder.resolve("link"), image);
        assertThat(export(image, "--disk", "--format", "raw", "--to", "link", "--overwrite")
                        .exit())
                .isEqualTo(6);
        Files.copy(image, folder.resolve("parent.vhdx"));
        Tools.Result beside = export(image, "--disk", "--format", "raw", "--to", "parent.vhdx", "--overwrite");
        assertThat(beside.exit()).isEqualTo(6);
        assertThat(beside.output()).contains("may belong to it");
        Files.writeString(folder.resolve("text"), "mine");
        assertThat(export(image, "--disk", "--format", "raw", "--to", "text").exit())
                .isEqualTo(6);
        assertThat(folder.resolve("text")).hasContent("mine");
        assertFine(export(image, "--disk", "--format", "raw", "--to", "text", "--overwrite"));
        assertThat(Files.size(folder.resolve("text"))).isEqualTo(20L * MIB);
        assertThat(export(SAMPLE, "C", "--format", "raw", "--to", SAMPLE.resolve("c.raw"))
                        .exit())
                .isEqualTo(6);
        assertThat(export(image, "--disk", "--format", "raw", "--to", "no/such/folder")
                        .exit())
                .isEqualTo(5);
        assertThat(Sha256.of(image)).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(".")))
                    .isEmpty();
        }
    }

    @Test
    void whichVolumeOrDisk() throws IOException {
        List<Object> raw = List.of("--format", "raw", "--to", "x");
        Tools.Result which = export(append(new Object[] {SAMPLE}, raw.toArray()));
        assertThat(which.exit()).isEqualTo(3);
        assertThat(which.output()).contains("which volume? There are 3");
        Tools.Result disk = export(append(new Object[] {SAMPLE, "--disk"}, raw.toArray()));
        assertThat(disk.output()).contains("which disk?");
        assertThat(export(append(new Object[] {SAMPLE, "Q:"}, raw.toArray())).output())
                .contains("is the drive letter of no volume here");
        assertThat(export(SAMPLE, "C", "--format", "vmdk", "--to", "x").exit()).isEqualTo(2);
        makeImage("2041G;0 512");
        Tools.Result large = export("disk.vhdx", "--disk", "--format", "vhd", "--to", "x");
        assertThat(large.exit()).isEqualTo(5);
        assertThat(large.output()).contains("2040 GiB");
        assertThat(folder.resolve("x")).doesNotExist();
    }
}
