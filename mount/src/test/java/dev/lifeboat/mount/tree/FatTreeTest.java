package dev.lifeboat.mount.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.fat.FatImage;
import dev.lifeboat.formats.fat.FatType;
import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FatTreeTest {
    private static final int ARCHIVE = FatImage.ARCHIVE;

    private final FatImage image = new FatImage(FatType.FAT32);

    FatTreeTest() {
        image.directory(image.root(), 0, "EFI        ", 4, 0);
        image.file(image.root(), 1, "BOOT    BIN", ARCHIVE | 1, 0, 0);
        image.file(image.data(4), 2, "ZED     TXT", ARCHIVE, 5, 700).chain(5, 6);
        image.file(image.data(4), 3, "ALPHA   TXT", ARCHIVE, 0, 0);
        image.fill(5, 'a').fill(6, 'b');
    }

    private FatTree tree() throws IOException {
        return new FatTree(FatVolume.read(image.source()));
    }

    private List<String> walk(String path) throws IOException {
        Seen seen = new Seen();
        tree().walk(tree().find(path), seen);
        return seen.all;
    }

    @Test
    void walksInOrderOfNames() throws IOException {
        assertThat(walk("/")).containsExactly("/BOOT.BIN", "/EFI", "/EFI/ALPHA.TXT", "/EFI/ZED.TXT");
    }

    @Test
    void tellsWhatAFileIs() throws IOException {
        FileNode file = tree().find("efi/zed.txt");
        assertThat(file.path()).isEqualTo("/EFI/ZED.TXT");
        assertThat(file.size()).isEqualTo(700);
        assertThat(file.modified()).contains(Instant.parse("2024-12-31T23:59:58Z"));
        assertThat(file.attributes()).isEqualTo(ARCHIVE);
        assertThat(file.type()).isEqualTo(FileNode.Type.FILE);
    }

    @Test
    void tellsTheDetailsOfAFile() throws IOException {
        assertThat(tree().details(tree().find("/EFI/ZED.TXT")))
                .isEqualTo(new FileDetails(
                        Optional.of(Instant.parse("2024-02-29T10:20:31.5Z")),
                        Optional.of(Instant.parse("2024-12-31T23:59:58Z")),
                        Optional.of(Instant.parse("2024-03-01T00:00:00Z")),
                        "",
                        1,
                        List.of(new FileDetails.Stream("", 700))));
        assertThat(tree().details(tree().root()).streams()).isEmpty();
    }

    @Test
    void opensAFile() throws IOException {
        ByteSource file = tree().open(tree().find("/EFI/ZED.TXT"), "");
        assertThat(file.bytes(510, 4)).containsExactly('a', 'a', 'b', 'b');
        assertThat(tree().open(tree().find("/BOOT.BIN"), "").size()).isZero();
    }

    @Test
    void refusesWhatCannotBeOpened() {
        assertThatThrownBy(() -> tree().open(tree().find("/BOOT.BIN"), "x"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("/BOOT.BIN:x: FAT has no streams");
        assertThatThrownBy(() -> tree().open(tree().find("/EFI"), "")).hasMessage("/EFI: is a directory");
        assertThatThrownBy(() -> tree().find("/EFI/NONE"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("/EFI/NONE: is not on this volume");
    }

    @Test
    void tellsOfADirectoryThatCannotBeRead() throws IOException {
        image.entry(4, 0);
        assertThat(walk("/"))
                .containsExactly(
                        "/BOOT.BIN",
                        "/EFI",
                        "/EFI! esp at 0x4800: /EFI: chain leads to cluster 4, which is free" + " (FAT 1)");
    }

    /** Forty levels, each with two names for the next: a million million paths, and forty directories. */
    @Test
    @Timeout(20)
    void entersADirectoryOnceWhateverTheNumberOfItsNames() throws IOException {
        for (int cluster = 10; cluster < 50; cluster++) {
            image.directory(image.root(), 2, "DEEP       ", cluster, 0);
        }
        image.file(image.root(), 2, "DEEP       ", FatImage.DIRECTORY, 10, 0);
        for (int cluster = 10; cluster < 49; cluster++) {
            image.file(image.data(cluster), 2, "ONE        ", FatImage.DIRECTORY, cluster + 1, 0);
            image.file(image.data(cluster), 3, "TWO        ", FatImage.DIRECTORY, cluster + 1, 0);
        }
        List<String> seen = walk("/DEEP");
        assertThat(seen)
                .startsWith(
                        "/DEEP/ONE",
                        "/DEEP/TWO",
                        "/DEEP/TWO! /DEEP/TWO at 0x0: directory: is the same directory as another; it is not entered"
                                + " twice",
                        "/DEEP/ONE/ONE",
                        "/DEEP/ONE/TWO");
        assertThat(seen).filteredOn(path -> !path.contains("!")).hasSize(78);
    }

    @Test
    void tellsOfADirectoryThatLiesInItself() throws IOException {
        image.file(image.data(4), 4, "SELF       ", FatImage.DIRECTORY, 4, 0);
        assertThat(walk("/")).contains("/EFI/SELF").noneMatch(path -> path.startsWith("/EFI/SELF/"));
    }
}
