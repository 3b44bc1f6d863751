package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.vhd.VhdDisk;
import dev.lifeboat.formats.vhd.VhdFooter;
import dev.lifeboat.formats.vhdx.VhdxDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** VHDX and VHD made by qemu-img, read by us, and by 7-Zip. */
class ContainerToolsTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    @BeforeEach
    void tools() {
        Tools.require("qemu-img", "qemu-io");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subformat=dynamic",
                "subformat=dynamic,block_size=1M",
                "subformat=dynamic,block_size=2M,log_size=4M",
                "subformat=dynamic,block_size=256M",
                "subformat=fixed,block_state_zero=off",
                "subformat=fixed,block_state_zero=on,block_size=1M",
            })
    void vhdx(String options) throws IOException {
        Path raw = makeDisk(40 * MIB);
        Tools.run(folder, "qemu-img", "convert", "-f", "raw", "-O", "vhdx", "-o", options, "disk.raw", "disk.vhdx");
        try (VhdxDisk disk = VhdxDisk.open(folder.resolve("disk.vhdx"))) {
            assertThat(disk.creator()).startsWith("QEMU v");
            assertThat((long) disk.metadata().blockSize()).isEqualTo(info("vhdx", "disk.vhdx", "cluster-size"));
            assertThat(disk.size()).isEqualTo(Files.size(raw));
            assertThat(disk.wasLogReplayed()).isFalse();
            assertThat(Sha256.of(disk)).isEqualTo(Sha256.of(raw));
        }
        assertThat(extractedBy7Zip("disk.vhdx")).isEqualTo(Sha256.of(raw));
    }

    @ParameterizedTest
    @CsvSource({"dynamic, 41943040, on", "dynamic, 41944576, on", "fixed, 41943040, on", "fixed, 41944576, on"})
    void vhdOfTheSizeAskedFor(String kind, int size, String forced) throws IOException {
        Path raw = makeDisk(size);
        String options = "subformat=" + kind + ",force_size=" + forced;
        Tools.run(folder, "qemu-img", "convert", "-f", "raw", "-O", "vpc", "-o", options, "disk.raw", "disk.vhd");
        try (VhdDisk disk = VhdDisk.open(folder.resolve("disk.vhd"))) {
            assertThat(disk.footer().creator()).isEqualTo("qem2");
            assertThat(disk.footer().kind()).isEqualTo(VhdFooter.Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
            assertThat(disk.footer().checksumMatches()).isTrue();
            assertThat(disk.size()).isEqualTo(size);
            assertThat(Sha256.of(disk)).isEqualTo(Sha256.of(raw));
        }
        assertThat(extractedBy7Zip("disk.vhd")).isEqualTo(Sha256.of(raw));
    }

    /** Without force_size qemu-img makes the disk as large as the next geometry of cylinders, heads and sectors. */
    @ParameterizedTest
    @ValueSource(strings = {"dynamic", "fixed"})
    void vhdOfTheSizeOfAGeometry(String kind) throws IOException {
        Path raw = makeDisk(40 * MIB + 512);
        Tools.run(folder, "qemu-img", "convert", "-O", "vpc", "-o", "subformat=" + kind, "disk.raw", "disk.vhd");
        try (VhdDisk disk = VhdDisk.open(folder.resolve("disk.vhd"))) {
            assertThat(disk.size())
                    .isEqualTo(info("vpc", "disk.vhd", "virtual-size"))
                    .isGreaterThan(Files.size(raw));
            ByteSource rest = disk.slice("rest", Files.size(raw), disk.size() - Files.size(raw));
            assertThat(rest.bytes(0, (int) rest.size())).containsOnly(0);
            assertThat(Sha256.of(disk.slice("disk", 0, Files.size(raw)))).isEqualTo(Sha256.of(raw));
        }
    }

    /** Written from the end to the start, and across blocks: those lie in the file in another order than on the disk. */
    @ParameterizedTest
    @CsvSource({"vhdx, VHDX, 'subformat=dynamic,block_size=1M'", "vpc, VHD, subformat=dynamic"})
    void blocksInAnyOrder(String format, Container container, String options) throws IOException {
        Tools.run(folder, "qemu-img", "create", "-f", format, "-o", options, "disk", "64M");
        Tools.run(
                folder,
                "qemu-io",
                "-f",
                format,
                "-c",
                "write -P 0x5a 61M 3k",
                "-c",
                "write -P 0x11 30M 5M",
                "-c",
                "write -P 0x22 2047k 2k",
                "-c",
                "write -z 31M 1M",
                "-c",
                "write -P 0x33 0 512",
                "disk");
        Tools.run(folder, "qemu-img", "convert", "-f", format, "-O", "raw", "disk", "raw");
        try (DiskImage image = DiskImage.open(folder.resolve("disk"))) {
            assertThat(image.container()).isEqualTo(container);
            assertThat(Sha256.of(image.disk())).isEqualTo(Sha256.of(folder.resolve("raw")));
        }
    }

    @Test
    void largeDisksTakeNoRoom() throws IOException {
        for (List<String> format : List.of(List.of("vhdx", "20T"), List.of("vpc", "2000G"))) {
            Tools.run(folder, "qemu-img", "create", "-f", format.get(0), "disk", format.get(1));
            Tools.run(folder, "qemu-io", "-f", format.get(0), "-c", "write -P 0x77 1999G 4k", "disk");
            try (DiskImage image = DiskImage.open(folder.resolve("disk"))) {
                assertThat(image.disk().size()).isEqualTo(info(format.get(0), "disk", "virtual-size"));
                assertThat(image.disk().bytes(1999L << 30, 4096)).containsOnly(0x77);
                assertThat(image.disk().bytes(image.disk().size() - 4096, 4096)).containsOnly(0);
            }
        }
    }

    private Path makeDisk(int size) throws IOException {
        Path raw = folder.resolve("disk.raw");
        SplittableRandom random = new SplittableRandom(size);
        try (RandomAccessFile disk = new RandomAccessFile(raw.toFile(), "rw")) {
            disk.setLength(size);
            for (int at : new int[] {0, 5 * MIB - 7, 17 * MIB, 18 * MIB + 512, size - 5000}) {
                byte[] bytes = new byte[5000];
                random.nextBytes(bytes);
                disk.seek(at);
                disk.write(bytes);
            }
        }
        return raw;
    }

    private long info(String format, String file, String property) throws IOException {
        String json = Tools.run(folder, "qemu-img", "info", "-f", format, "--output=json", file);
        return new JsonMapper().readTree(json).get(property).asLong();
    }

    private String extractedBy7Zip(String file) throws IOException {
        Tools.require("7zz");
        Tools.run(folder, "sh", "-c", "7zz e -so " + file + " > extracted");
        return Sha256.of(folder.resolve("extracted"));
    }
}
