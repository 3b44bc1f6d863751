package dev.lifeboat.formats.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskImageTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "4d5357494d000000, is a WIM, 'which holds files but no disk'",
        "72656766, is a registry hive, 'not an image; ''lifeboat info'' shows it'",
        "514649fb, is a QCOW image; convert it with 'qemu-img convert -O vhdx' first, ''",
        "1f8b08, is compressed with gzip; unpack it first, ''",
        "504b0304, is a zip archive; unpack it first, ''"
    })
    void saysWhatAFileIsThatIsNoImage(String head, String message, String more) throws IOException {
        byte[] bytes = new byte[4096];
        byte[] start = HexFormat.of().parseHex(head);
        System.arraycopy(start, 0, bytes, 0, start.length);
        Path file = Files.write(folder.resolve("a.img"), bytes);
        assertThatThrownBy(() -> DiskImage.open(file))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("a.img: " + message + (more.isEmpty() ? "" : ", " + more));
    }

    @Test
    void anEmptyFileIsNoImage() throws IOException {
        Path file = Files.write(folder.resolve("empty.vhdx"), new byte[0]);
        assertThatThrownBy(() -> DiskImage.open(file)).hasMessage("empty.vhdx at 0x0: the file is empty");
    }

    @Test
    void theNameOfAFileDoesNotMatter() throws IOException {
        byte[] bytes = new byte[1 << 20];
        System.arraycopy("not a header".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 12);
        Path file = Files.write(folder.resolve("looks-like.vhdx"), bytes);
        try (DiskImage image = DiskImage.open(file)) {
            assertThat(image.container()).isEqualTo(Container.RAW);
            assertThat(image.table().scheme()).isEqualTo(PartitionScheme.NONE);
            assertThat(image.volumes()).hasSize(1);
            assertThat(image.volumes().get(0).kind()).isEqualTo(VolumeKind.UNKNOWN);
        }
    }
}
