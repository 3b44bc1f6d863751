package dev.lifeboat.formats.fat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FatDirectoryTest {
    private final FatImage image = new FatImage(FatType.FAT12);
    private final int root = image.root();

    private static int sum(String name11) {
        return ShortName.checksum(name11.getBytes(StandardCharsets.ISO_8859_1));
    }

    private FatDirectory read() throws IOException {
        FatVolume volume = FatVolume.read(image.source());
        return volume.directory(volume.root());
    }

    private List<String> names() throws IOException {
        return read().entries().stream().map(FatEntry::name).toList();
    }

    @Test
    void putsALongNameTogetherFromItsParts() throws IOException {
        String shortName = "GRENTA~1TXT";
        image.longName(root, 0, 0x42, "n Tag.txt", sum(shortName))
                .longName(root, 1, 0x01, "Größentabelle", sum(shortName))
                .file(root, 2, shortName, FatImage.ARCHIVE, 0, 0);
        assertThat(read().entries()).singleElement().satisfies(e -> {
            assertThat(e.name()).isEqualTo("Größentabellen Tag.txt");
            assertThat(e.shortName()).isEqualTo("GRENTA~1.TXT");
        });
    }

    @Test
    void aLongNameMayFillItsLastPart() throws IOException {
        image.longName(root, 0, 0x41, "exactly13char", sum("EXACTL~1   ")).file(root, 1, "EXACTL~1   ", 0, 0, 0);
        assertThat(names()).containsExactly("exactly13char");
    }

    @Test
    void aLongNameThatGoesOnBehindItsEndIsOdd() throws IOException {
        image.longName(root, 0, 0x41, "Invoice 07.pdf".substring(0, 12), sum("INVOIC~1   "))
                .file(root, 1, "INVOIC~1   ", 0, 0, 0);
        assertThat(read().oddNames()).isZero();
        image.bytes[root + 14] = 0; // the sixth character
        image.bytes[root + 15] = 0;
        assertThat(names()).containsExactly("Invoi");
        assertThat(read().oddNames()).isEqualTo(1);
    }

    @Test
    void aLongNameWithAPartTooManyIsOdd() throws IOException {
        image.longName(root, 0, 0x42, "", sum("AB         "))
                .longName(root, 1, 0x01, "ab", sum("AB         "))
                .file(root, 2, "AB         ", 0, 0, 0);
        assertThat(names()).containsExactly("ab");
        assertThat(read().oddNames()).isEqualTo(1);
    }

    @Test
    void knowsWhatLooksLikeFilesBehindItsEnd() throws IOException {
        image.file(root, 0, "A          ", 0, 0, 0).file(root, 2, "OLD        ", 0, 9, 7);
        image.file(root, 3, "\u00e5GONE      ", 0, 9, 7).file(root, 4, "a<b        ", 0, 9, 7);
        image.longName(root, 5, 0x41, "long", 1).file(root, 6, "LABEL      ", 0x08, 0, 0);
        assertThat(read().behindEnd()).singleElement().satisfies(e -> {
            assertThat(e.name()).isEqualTo("OLD");
            assertThat(e.firstCluster()).isEqualTo(9);
        });
    }

    @Test
    void aLongNameOfAnotherEntryIsDropped() throws IOException {
        image.longName(root, 0, 0x41, "long name.txt", sum("LONGNA~1TXT")).file(root, 1, "SHORT   TXT", 0, 0, 0);
        assertThat(names()).containsExactly("SHORT.TXT");
        assertThat(read().orphanedNames()).isEqualTo(1);
    }

    @Test
    void partsThatAreMissingOrOutOfOrderAreDropped() throws IOException {
        int sum = sum("A          ");
        image.longName(root, 0, 0x43, "three", sum)
                .longName(root, 1, 0x01, "one", sum)
                .file(root, 2, "A          ", 0, 0, 0);
        image.longName(root, 3, 0x42, "two", sum).file(root, 4, "A          ", 0, 0, 0);
        image.longName(root, 5, 0x02, "no last one", sum).file(root, 6, "A          ", 0, 0, 0);
        assertThat(names()).containsExactly("A", "A", "A");
        assertThat(read().orphanedNames()).isEqualTo(3);
    }

    @Test
    void onlyTheFirstLabelOfTheRootIsOne() throws IOException {
        image.file(root, 0, "LABEL      ", 0x08, 0, 0).file(root, 1, "STRAY      ", 0x08, 0, 0);
        image.directory(root, 2, "SUB        ", 7, 0);
        image.file(image.data(7), 2, "STRAY      ", 0x08, 0, 0);
        assertThat(read().label()).contains("LABEL");
        assertThat(read().strayLabels()).isEqualTo(1);
        FatVolume volume = FatVolume.read(image.source());
        FatDirectory sub = volume.directory(volume.find("sub").orElseThrow());
        assertThat(sub.label()).isEmpty();
        assertThat(sub.strayLabels()).isEqualTo(1);
    }

    @Test
    void aDeletedEntryTakesItsLongNameWithIt() throws IOException {
        image.longName(root, 0, 0x41, "gone", sum("B          "))
                .file(root, 1, "\u00e5ONE       ", 0, 0, 0)
                .file(root, 2, "B          ", 0, 0, 0);
        assertThat(names()).containsExactly("B");
    }

    @Test
    void windowsMarksLowerCaseInAShortName() throws IOException {
        image.file(root, 0, "BOOT    INI", 0, 0, 0).file(root, 1, "README  TXT", 0, 0, 0);
        image.bytes[root + 12] = 0x18;
        image.bytes[root + 32 + 12] = 0x10;
        assertThat(names()).containsExactly("boot.ini", "README.txt");
        assertThat(read().entries().get(0).shortName()).isEqualTo("BOOT.INI");
    }

    @Test
    void shortNamesAreInCodePage437() throws IOException {
        image.file(root, 0, "GR\u0099\u00e1E      ", 0, 0, 0).file(root, 1, "\u0005TA        ", 0, 0, 0);
        assertThat(names()).containsExactly("GRÖßE", "σTA");
    }

    @Test
    void nothingBehindTheFirstUnusedEntryCounts() throws IOException {
        image.file(root, 0, "A          ", 0, 0, 0).file(root, 2, "OLD        ", 0, 0, 0);
        assertThat(names()).containsExactly("A");
    }

    @Test
    void aFullRootDirectoryHasNoUnusedEntry() throws IOException {
        for (int i = 0; i < 16; i++) {
            image.file(root, i, "FILE" + (char) ('A' + i) + "      ", 0, 0, 0);
        }
        assertThat(names()).hasSize(16).last().isEqualTo("FILEP");
    }

    @Test
    void keepsWhereTheEntriesOfAFolderForItselfLead() throws IOException {
        image.directory(root, 0, "SUB        ", 7, 0);
        FatVolume volume = FatVolume.read(image.source());
        FatDirectory sub = volume.directory(volume.find("sub").orElseThrow());
        assertThat(sub.entries()).isEmpty();
        assertThat(sub.self()).hasValue(7);
        assertThat(sub.up()).hasValue(0);
    }
}
