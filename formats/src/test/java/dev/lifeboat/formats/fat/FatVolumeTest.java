package dev.lifeboat.formats.fat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FatVolumeTest {
    /** /DIR/FILE.BIN of 1,200 bytes in the clusters 5, 6 and 10, and a label. */
    private static FatImage image(FatType type) {
        FatImage image = new FatImage(type);
        image.file(image.root(), 0, "ROOT LABEL ", FatImage.LABEL, 0, 0);
        image.directory(image.root(), 1, "DIR        ", 4, 0);
        image.file(image.data(4), 2, "FILE    BIN", FatImage.ARCHIVE | 1, 5, 1200);
        return image.chain(5, 6, 10).fill(5, 'a').fill(6, 'b').fill(10, 'c');
    }

    private static FatVolume volume(FatImage image) throws IOException {
        return FatVolume.read(image.source());
    }

    private static String read(ByteSource file) throws IOException {
        return new String(file.bytes(0, (int) file.size()), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource
    void readsAFileInAFolder(FatType type) throws IOException {
        FatVolume volume = volume(image(type));
        FatEntry file = volume.find("dir/File.bin").orElseThrow();
        assertThat(volume.layout().type()).isEqualTo(type);
        assertThat(volume.label()).contains("ROOT LABEL");
        assertThat(file.path()).isEqualTo("/DIR/FILE.BIN");
        assertThat(file.size()).isEqualTo(1200);
        assertThat(file.attributes()).containsExactlyInAnyOrder(FatAttribute.READ_ONLY, FatAttribute.ARCHIVE);
        assertThat(read(volume.open(file))).isEqualTo("a".repeat(512) + "b".repeat(512) + "c".repeat(176));
        assertThat(volume.open(file).name()).isEqualTo("esp/DIR/FILE.BIN");
    }

    @ParameterizedTest
    @EnumSource
    void countsTheClustersInUse(FatType type) throws IOException {
        // The directory's, the file's three, and the root's own where that is a chain.
        int clusters = type == FatType.FAT32 ? 5 : 4;
        assertThat(volume(image(type)).usedBytes()).isEqualTo(clusters * 512L);
    }

    @Test
    void readsAcrossTheSeamOfTwoExtents() throws IOException {
        FatVolume volume = volume(image(FatType.FAT32));
        ByteBuffer target = ByteBuffer.allocate(20);
        target.position(2).limit(8);
        volume.open(volume.find("DIR\\FILE.BIN").orElseThrow()).read(1021, target);
        assertThat(new String(target.array(), 0, 10, StandardCharsets.ISO_8859_1))
                .isEqualTo("\0\0bbbccc\0\0");
        assertThat(target.position()).isEqualTo(8);
    }

    @Test
    void timesAreThoseOfTheWallAndInOnePlaceTakenAsUtc() throws IOException {
        FatEntry file = volume(image(FatType.FAT16)).find("DIR/FILE.BIN").orElseThrow();
        assertThat(file.created()).contains(LocalDateTime.parse("2024-02-29T10:20:31.5"));
        assertThat(file.modified()).contains(LocalDateTime.parse("2024-12-31T23:59:58"));
        assertThat(file.accessed()).contains(LocalDateTime.parse("2024-03-01T00:00"));
        assertThat(FatEntry.asUtc(file.modified().orElseThrow())).isEqualTo(Instant.parse("2024-12-31T23:59:58Z"));
    }

    @Test
    void aDateThatNoCalendarHasIsNone() {
        assertThat(DosTime.of(44 << 9 | 2 << 5 | 30, 0, 0)).isEmpty();
        assertThat(DosTime.of(0, 0, 0)).isEmpty();
        assertThat(DosTime.of(44 << 9 | 1 << 5 | 1, 24 << 11, 0)).isEmpty();
    }

    @Test
    void passesOverWhatIsDeleted() throws IOException {
        FatImage image = image(FatType.FAT32);
        image.bytes[image.data(4) + 64] = (byte) 0xe5;
        assertThat(volume(image).find("DIR/FILE.BIN")).isEmpty();
        assertThat(volume(image).children(volume(image).find("DIR").orElseThrow()))
                .isEmpty();
    }

    @Test
    void theBackupBootSectorHelpsOut() throws IOException {
        FatImage image = image(FatType.FAT32);
        Arrays.fill(image.bytes, 0, 512, (byte) 0);
        FatVolume volume = volume(image);
        assertThat(volume.find("DIR/FILE.BIN")).isPresent();
        assertThat(volume.bootSectorComplaint()).get().satisfies(e -> assertThat(e)
                .hasMessage("esp at 0xb: FAT boot sector: bytes per sector is 0, expected 512, 1024, 2048 or 4096"));
    }

    @Test
    void withoutAnyBootSectorTheComplaintIsAboutTheFirst() {
        FatImage image = image(FatType.FAT16);
        image.bytes[13] = 3;
        Throwable thrown = catchThrowable(() -> volume(image));
        assertThat(thrown)
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("esp at 0xd: FAT boot sector: sectors per cluster is 3, expected a power of two");
        assertThat(thrown.getSuppressed()).isNotEmpty();
    }

    @Test
    void aChainThatTheFirstFatBreaksIsReadByTheSecond() throws IOException {
        FatImage image = image(FatType.FAT12).entry(0, 6, 0);
        FatVolume volume = volume(image);
        assertThat(read(volume.open(volume.find("DIR/FILE.BIN").orElseThrow()))).hasSize(1200);
    }

    @Test
    void aChainThatIsTooShortInBothFatsIsRefused() throws IOException {
        FatImage image = image(FatType.FAT12).entry(0, 6, 0).entry(1, 6, 0xfff);
        FatVolume volume = volume(image);
        FatEntry file = volume.find("DIR/FILE.BIN").orElseThrow();
        Throwable thrown = catchThrowable(() -> volume.open(file));
        assertThat(thrown)
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("esp at 0xe00: /DIR/FILE.BIN: size is 1200 bytes, its clusters have room for 512:"
                        + " chain leads to cluster 6, which is free (FAT 1)");
        assertThat(thrown.getSuppressed()).singleElement().satisfies(e -> assertThat(e)
                .hasMessage("esp at 0xe00: /DIR/FILE.BIN: size is 1200 bytes, its clusters have room for 1024:"
                        + " chain ends at cluster 6 (FAT 2)"));
    }

    @ParameterizedTest
    @EnumSource
    void aChainThatRunsInACircleIsRefused(FatType type) throws IOException {
        FatVolume volume = volume(image(type).entry(10, 6));
        FatEntry file = volume.find("DIR/FILE.BIN").orElseThrow();
        assertThatThrownBy(() -> volume.open(file))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining(": chain runs in a circle through cluster ");
    }

    @Test
    void aFileWithoutBytesNeedsNoCluster() throws IOException {
        FatImage image = image(FatType.FAT32);
        image.file(image.root(), 2, "EMPTY      ", 0, 0, 0);
        FatVolume volume = volume(image);
        assertThat(volume.open(volume.find("empty").orElseThrow()).size()).isZero();
    }

    @Test
    void aFolderThatLiesInItselfIsRefused() throws IOException {
        FatImage image = image(FatType.FAT32);
        image.file(image.data(4), 2, "AGAIN      ", FatImage.DIRECTORY, 4, 0);
        FatVolume volume = volume(image);
        assertThatThrownBy(() -> volume.find("DIR/AGAIN/AGAIN"))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("esp at 0x4800: /DIR/AGAIN: lies in itself: cluster 4 is that of /DIR too");
    }

    @Test
    void aWalkVisitsEachFolderOnce() throws IOException {
        FatImage image = image(FatType.FAT32);
        image.file(image.root(), 2, "TWIN       ", FatImage.DIRECTORY, 4, 0);
        List<String> seen = new ArrayList<>();
        volume(image).walk(new FatVolume.Visitor() {
            @Override
            public void entry(FatEntry entry) {
                seen.add(entry.path());
            }

            @Override
            public void unreadable(FatEntry directory, ImageException complaint) {
                seen.add(complaint.getMessage());
            }
        });
        assertThat(seen)
                .containsExactly(
                        "/DIR",
                        "/TWIN",
                        "/DIR/FILE.BIN",
                        "esp at 0x4800: /TWIN: starts at cluster 4, as another directory does");
    }

    @Test
    void aFolderIsNoFileAndAFileNoFolder() throws IOException {
        FatVolume volume = volume(image(FatType.FAT16));
        FatEntry file = volume.find("DIR/FILE.BIN").orElseThrow();
        assertThatThrownBy(() -> volume.open(volume.root()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("/ is a directory");
        assertThatThrownBy(() -> volume.children(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("/DIR/FILE.BIN is a file");
        assertThat(volume.find("DIR/FILE.BIN/X")).isEmpty();
        assertThat(volume.find("")).contains(volume.root());
    }

    @Test
    void aFatThatIsNotMirroredIsReadWhereItIsActive() throws IOException {
        FatImage image = image(FatType.FAT32).entry(0, 5, 0);
        image.bytes[40] = (byte) 0x81;
        FatVolume volume = volume(image);
        assertThat(volume.layout().activeFat()).contains(1);
        assertThat(read(volume.open(volume.find("DIR/FILE.BIN").orElseThrow()))).hasSize(1200);
    }

    @Test
    void anImageThatWasCutSaysSoWhereItEnds() throws IOException {
        FatImage image = image(FatType.FAT32);
        byte[] cut = Arrays.copyOf(image.bytes, image.data(6));
        FatVolume volume = FatVolume.read(ByteSource.of("cut", cut));
        ByteSource file = volume.open(volume.find("DIR/FILE.BIN").orElseThrow());
        assertThatThrownBy(() -> file.bytes(0, 600))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("cut at 0x4a00: read: 600 bytes do not fit in 19456 bytes");
    }

    @ParameterizedTest
    @EnumSource
    void anyBytesGiveFilesOrAnImageException(FatType type) throws IOException {
        var random = new SplittableRandom(11);
        for (int i = 0; i < 500; i++) {
            FatImage image = image(type);
            int[] places = {11, 11, 512, 1024, image.root(), image.data(4)};
            for (int n = random.nextInt(8); n >= 0; n--) {
                image.bytes[places[random.nextInt(places.length)] + random.nextInt(96)] = (byte) random.nextInt();
            }
            try {
                FatVolume volume = volume(image);
                volume.label();
                volume.walk(new ReadsEverything(volume));
            } catch (ImageException expected) {
                assertThat(expected).hasMessageStartingWith("esp");
            }
        }
    }

    private record ReadsEverything(FatVolume volume) implements FatVolume.Visitor {
        @Override
        public void entry(FatEntry entry) throws IOException {
            if (!entry.isDirectory()) {
                try {
                    ByteSource file = volume.open(entry);
                    file.bytes(0, (int) Math.min(file.size(), 4096));
                } catch (ImageException expected) {
                    assertThat(expected).hasMessageStartingWith("esp");
                }
            }
        }

        @Override
        public void unreadable(FatEntry directory, ImageException complaint) {
            assertThat(complaint).hasMessageStartingWith("esp");
        }
    }
}
