package dev.lifeboat.formats.fat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BiosParameterBlockTest {
    private static BiosParameterBlock read(FatImage image) throws IOException {
        return BiosParameterBlock.read(image.source(), 0);
    }

    @Test
    void tellsWhereEverythingIs() throws IOException {
        BiosParameterBlock layout = read(new FatImage(FatType.FAT16));
        assertThat(layout.type()).isEqualTo(FatType.FAT16);
        assertThat(layout.clusterCount()).isEqualTo(4100);
        assertThat(layout.clusterSize()).isEqualTo(512);
        assertThat(layout.fatOffset(1)).isEqualTo(18 * 512);
        assertThat(layout.clusterOffset(2)).isEqualTo(36 * 512);
        assertThat(layout.isCluster(1)).isFalse();
        assertThat(layout.isCluster(4101)).isTrue();
        assertThat(layout.isCluster(4102)).isFalse();
        assertThat(layout.serial()).contains(0x12345678L);
        assertThat(layout.label()).contains("BOOT LABEL");
    }

    @Test
    void fat32IsToldByItsLayoutEvenIfItIsTooSmall() throws IOException {
        BiosParameterBlock layout = read(new FatImage(FatType.FAT32));
        assertThat(layout.type()).isEqualTo(FatType.FAT32);
        assertThat(layout.clusterCount()).isEqualTo(100);
        assertThat(layout.rootCluster()).isEqualTo(2);
        assertThat(layout.backupSector()).isEqualTo(6);
    }

    @Test
    void clustersWithoutAnEntryInTheFatDoNotCount() throws IOException {
        FatImage image = new FatImage(FatType.FAT16);
        image.bytes[22] = 16;
        assertThat(read(image).clusterCount()).isEqualTo(16 * 512 / 2 - 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "11 | 1 | 0xb | bytes per sector is 513, expected 512, 1024, 2048 or 4096",
                "13 | 0 | 0xd | sectors per cluster is 0, expected a power of two",
                "14 | 0 | 0xe | reserved sectors is 0, expected at least 1",
                "16 | 0 | 0x10 | number of FATs is 0, expected 1 or 2",
                "33 | 0 | 0x20 | total sectors is 36, which leaves no room for files",
                "34 | 3 | 0x20 | total sectors is 200740, more than FAT16 has clusters for"
            })
    void refusesWhatCannotBe(int offset, int value, String at, String problem) {
        FatImage image = new FatImage(FatType.FAT16);
        image.bytes[32] = 36; // of 4136 sectors
        image.bytes[offset] = (byte) value;
        String message = "esp at " + at + ": FAT boot sector: " + problem;
        assertThatThrownBy(() -> read(image)).hasMessage(message);
    }

    @Test
    void anyBytesGiveALayoutOrAnImageException() throws IOException {
        var random = new SplittableRandom(5);
        for (int i = 0; i < 5_000; i++) {
            FatImage image = new FatImage(FatType.FAT32);
            for (int n = random.nextInt(6); n >= 0; n--) {
                image.bytes[11 + random.nextInt(45)] = (byte) random.nextInt();
            }
            try {
                BiosParameterBlock layout = read(image);
                assertThat(layout.clusterCount()).isPositive();
                assertThat(layout.clusterOffset(layout.clusterCount() + 1L)).isPositive();
            } catch (ImageException expected) {
                assertThat(expected).hasMessageStartingWith("esp at 0x");
            }
        }
    }
}
