package dev.lifeboat.formats.iso;

import static dev.lifeboat.formats.iso.IsoImage.CATALOG;
import static dev.lifeboat.formats.iso.IsoImage.JOLIET_ROOT;
import static dev.lifeboat.formats.iso.IsoImage.ROOT;
import static dev.lifeboat.formats.iso.IsoImage.SECTOR;
import static dev.lifeboat.formats.iso.IsoImage.at;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IsoVolumeTest {
    private static final int DIRECTORY = 2;
    private static final int MORE = 0x80;

    private static IsoVolume volume(IsoImage image) throws IOException {
        return IsoVolume.read(image.source());
    }

    private static String read(IsoVolume volume, String path) throws IOException {
        ByteSource file = volume.open(volume.find(path).orElseThrow());
        return new String(file.bytes(0, (int) file.size()), ISO_8859_1);
    }

    @Test
    void readsAFileInAFolderWithoutItsVersion() throws IOException {
        IsoImage image = new IsoImage();
        image.add(ROOT, "BOOT", DIRECTORY, 30, SECTOR);
        image.dots(30);
        image.add(30, "BCD.;1", 1, 31, 5);
        IsoVolume volume = volume(image.fill(31, 'a'));
        IsoEntry file = volume.find("boot\\bcd").orElseThrow();
        assertThat(file.path()).isEqualTo("/BOOT/BCD");
        assertThat(file.hidden()).isTrue();
        assertThat(file.modified()).contains(Instant.parse("2024-02-29T11:00:01Z"));
        assertThat(read(volume, "BOOT/BCD")).isEqualTo("aaaaa");
        assertThat(volume.label()).isEqualTo("PRIMARY");
        assertThat(volume.usedBytes()).isEqualTo(64 * SECTOR);
    }

    @Test
    void jolietComesFirst() throws IOException {
        IsoImage image = new IsoImage().joliet();
        image.add(ROOT, "GROSSE~1.TXT;1", 0, 31, 2);
        image.add(JOLIET_ROOT, "Größe 日本.txt;1", 0, 31, 2);
        IsoVolume volume = volume(image.fill(31, 'j'));
        assertThat(volume.joliet()).isTrue();
        assertThat(volume.label()).isEqualTo("Joliet");
        assertThat(volume.children(volume.root())).extracting(IsoEntry::name).containsExactly("Größe 日本.txt");
        assertThat(read(volume, "größe 日本.TXT")).isEqualTo("jj");
    }

    @Test
    void aFileOfSeveralPiecesIsOneFile() throws IOException {
        IsoImage image = new IsoImage();
        image.add(ROOT, "INSTALL.WIM;1", MORE, 31, SECTOR);
        image.add(ROOT, "INSTALL.WIM;1", MORE, 33, SECTOR);
        image.add(ROOT, "INSTALL.WIM;1", 0, 32, 10);
        image.add(ROOT, "Z.TXT;1", 0, 33, 1);
        IsoVolume volume = volume(image.fill(31, 'a').fill(32, 'c').fill(33, 'b'));
        assertThat(volume.children(volume.root())).extracting(IsoEntry::size).containsExactly(2L * SECTOR + 10, 1L);
        assertThat(read(volume, "INSTALL.WIM")).isEqualTo("a".repeat(SECTOR) + "b".repeat(SECTOR) + "c".repeat(10));
    }

    @Test
    void aFileThatEndsInTheMiddle() throws IOException {
        IsoImage image = new IsoImage();
        image.add(ROOT, "INSTALL.WIM;1", MORE, 31, SECTOR);
        IsoVolume volume = volume(image);
        assertThatThrownBy(() -> volume.children(volume.root()))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("disc/ at 0x800: directory: ends in the middle of a file of several pieces");
    }

    /** A flipped bit must not make one file of two. */
    @Test
    void aPieceOfAnotherFile() throws IOException {
        IsoImage image = new IsoImage();
        image.add(ROOT, "A.;1", MORE, 31, SECTOR);
        image.add(ROOT, "B.;1", 0, 32, 5);
        IsoVolume volume = volume(image);
        assertThatThrownBy(() -> volume.children(volume.root()))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageEndingWith("name is 'B' where the next piece of 'A' has to follow");
    }

    @Test
    void namesWhatIsNotSupported() throws IOException {
        IsoImage image = new IsoImage();
        image.bytes[image.add(ROOT, "GAPS.;1", 0, 31, 5) + 26] = 1;
        image.bytes[image.add(ROOT, "OTHER.;1", 0, 31, 5) + 28] = 2;
        image.twice16(at(16) + 120, 2);
        IsoVolume volume = volume(image);
        assertThatThrownBy(() -> read(volume, "GAPS"))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("disc/GAPS: interleaved files are not supported");
        assertThatThrownBy(() -> read(volume, "OTHER"))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("disc/OTHER: lies on disc 2 of a set, and this is disc 1");
    }

    @Test
    void placesThatAreNotOnTheDisc() throws IOException {
        IsoImage image = new IsoImage();
        image.add(ROOT, "FAR.;1", 0, 63, 4096);
        image.add(ROOT, "EMPTY.;1", 0, 0x7fffffff, 0);
        int torn = image.add(ROOT, "TORN.;1", 0, 31, 5);
        IsoVolume volume = volume(image);
        assertThatThrownBy(() -> read(volume, "FAR"))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("disc at 0x1f800: extent of /FAR: 4096 bytes do not fit in 131072 bytes");
        assertThat(read(volume, "EMPTY")).isEmpty();
        image.bytes[torn + 3] = 1;
        assertThatThrownBy(() -> read(volume, "TORN"))
                .hasMessageEndingWith("location is 287 little-endian and 31 big-endian, expected the same");
    }

    @Test
    void directoriesThatLieInThemselves() throws IOException {
        IsoImage image = new IsoImage();
        image.add(ROOT, "AGAIN", DIRECTORY, ROOT, SECTOR);
        IsoVolume volume = volume(image);
        IsoEntry again = volume.find("again").orElseThrow();
        assertThatThrownBy(() -> volume.children(again))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("disc at 0xa000: directory: /AGAIN lies in itself: it is / too");
    }

    @Test
    void recordsThatDoNotFit() throws IOException {
        IsoImage image = new IsoImage();
        int at = image.add(ROOT, "A.;1", 0, 31, 5);
        image.bytes[at] = 33;
        IsoVolume volume = volume(image);
        assertThatThrownBy(() -> volume.children(volume.root()))
                .hasMessage("disc/ at 0x44: directory sector: record length is 33, expected 34 to 1980");
        image.bytes[at] = 38;
        image.bytes[at + 32] = 6;
        assertThatThrownBy(() -> volume.children(volume.root()))
                .hasMessageEndingWith("length of the name is 6, expected 1 to 5");
    }

    @Test
    void theBootCatalogue() throws IOException {
        IsoImage image = new IsoImage();
        int at = at(CATALOG);
        image.buffer().putShort(at, (short) 1).putShort(at + 30, (short) 0xaa55).putShort(at + 28, (short) 0x55aa);
        entry(image, at + 32, 0x88, 0, 8, 40);
        image.buffer().putShort(at + 64, (short) 0xef91).putShort(at + 66, (short) 1);
        entry(image, at + 96, 0x88, 0, 1, 50);
        BootCatalog catalog = volume(image).bootCatalog().orElseThrow();
        assertThat(catalog.images())
                .containsExactly(
                        new BootImage(0, true, 0, 0, 40L * SECTOR, 4096),
                        new BootImage(0xef, true, 0, 0, 50L * SECTOR, 512));
        assertThat(catalog.images()).extracting(BootImage::platformName).containsExactly("BIOS", "UEFI");
        image.bytes[at + 4] = 1;
        assertThatThrownBy(catalog::images)
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("disc at 0xb01c: boot catalogue: checksum: the sum of all words is 1, expected 0");
    }

    private static void entry(IsoImage image, int at, int indicator, int medium, int sectors, int block) {
        image.bytes[at] = (byte) indicator;
        image.bytes[at + 1] = (byte) medium;
        image.buffer().putShort(at + 6, (short) sectors).putInt(at + 8, block);
    }

    @Test
    void aBootCatalogueThatDoesNotEnd() throws IOException {
        IsoImage image = new IsoImage();
        int at = at(CATALOG);
        image.buffer().putShort(at, (short) 1).putShort(at + 30, (short) 0xaa55).putShort(at + 28, (short) 0x55aa);
        image.buffer().putShort(at + 64, (short) 0xef90).putShort(at + 66, (short) 0xffff);
        BootCatalog catalog = volume(image).bootCatalog().orElseThrow();
        assertThatThrownBy(catalog::images)
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining("boot catalogue");
    }

    @Test
    void withoutAPrimaryDescriptor() {
        IsoImage image = new IsoImage();
        image.bytes[at(16)] = 2;
        assertThatThrownBy(() -> volume(image))
                .hasMessage("disc at 0x8000: volume descriptors: none of them is a primary one");
        image.bytes[at(16) + 1] = 'X';
        assertThatThrownBy(() -> volume(image))
                .hasMessage(
                        "disc at 0x8001: volume descriptor: identifier: signature is \"XD001\", expected \"CD001\"");
    }

    @Test
    void anyDamageGivesAnAnswerOrAnImageException() throws IOException {
        var random = new SplittableRandom(2026);
        int[] sectors = {16, 17, 18, ROOT, JOLIET_ROOT, CATALOG};
        for (int i = 0; i < 4_000; i++) {
            IsoImage image = random.nextBoolean() ? new IsoImage() : new IsoImage().joliet();
            for (int root : new int[] {ROOT, JOLIET_ROOT}) {
                if (root == ROOT || image.bytes[at(18)] == 2) {
                    image.add(root, "INSTALL.WIM;1", MORE, 31, SECTOR);
                    image.add(root, "INSTALL.WIM;1", 0, 33, SECTOR);
                    image.add(root, "DIR", DIRECTORY, 30, SECTOR);
                }
            }
            for (int n = random.nextInt(3); n >= 0; n--) {
                int at = at(sectors[random.nextInt(sectors.length)]);
                image.bytes[at + random.nextInt(260)] = (byte) random.nextInt();
            }
            try {
                IsoVolume volume = volume(image);
                for (IsoEntry entry : volume.children(volume.root())) {
                    if (entry.directory()) {
                        volume.children(entry);
                    } else {
                        volume.open(entry).bytes(0, (int) Math.min(1, entry.size()));
                    }
                }
                if (volume.bootCatalog().isPresent()) {
                    volume.bootCatalog().get().images();
                }
            } catch (ImageException expected) {
                assertThat(expected).hasMessageStartingWith("disc");
            }
        }
    }
}
