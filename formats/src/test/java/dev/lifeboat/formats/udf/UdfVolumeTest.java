package dev.lifeboat.formats.udf;

import static dev.lifeboat.formats.udf.UdfImage.BLOCK;
import static dev.lifeboat.formats.udf.UdfImage.at;
import static dev.lifeboat.formats.udf.UdfImage.in;
import static dev.lifeboat.formats.udf.UdfImage.join;
import static dev.lifeboat.formats.udf.UdfImage.longAd;
import static dev.lifeboat.formats.udf.UdfImage.name;
import static dev.lifeboat.formats.udf.UdfImage.shortAd;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.SparseSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UdfVolumeTest {
    private static final int SHORT = 0;
    private static final int LONG = 1;
    private static final int EXTENDED = 2;
    private static final int IN_ENTRY = 3;
    private static final int FILE = 5;
    private static final int DIRECTORY = 4;
    private static final int DIRECTORY_FLAG = 2;
    private static final int RECORDED = 0;
    private static final int ALLOCATED = 1;
    private static final int UNALLOCATED = 2;
    private static final int CONTINUED = 3;

    /** /file.bin, whose entry is in block 2, and a root that holds its names itself. */
    private static UdfImage image() {
        byte[] names = join(
                name("", DIRECTORY_FLAG | 8, 0, 1),
                name("gone", 4, 0, 77),
                name("file.bin", 0, 0, 2),
                name("Größe 日本", 1, 0, 2));
        return new UdfImage().entry(1, DIRECTORY, IN_ENTRY, names.length, names);
    }

    private static UdfVolume volume(UdfImage image) throws IOException {
        return UdfVolume.read(image.seal().source());
    }

    private static String read(UdfVolume volume, String path) throws IOException {
        ByteSource file = volume.open(volume.find(path).orElseThrow());
        return new String(file.bytes(0, (int) file.size()), ISO_8859_1);
    }

    @Test
    void readsNamesAndAFileOfShortDescriptors() throws IOException {
        UdfImage image = image().entry(2, FILE, SHORT, 3000, join(shortAd(0, 2048, 11), shortAd(0, 2048, 10)));
        UdfVolume volume = volume(image.fill(10, 'b').fill(11, 'a'));
        assertThat(volume.label()).isEqualTo("BY HAND");
        assertThat(volume.usedBytes()).hasValue(100 * 2048);
        assertThat(volume.children(volume.root())).extracting(UdfEntry::name).containsExactly("file.bin", "Größe 日本");
        assertThat(volume.children(volume.root())).extracting(UdfEntry::hidden).containsExactly(false, true);
        assertThat(read(volume, "FILE.bin")).isEqualTo("a".repeat(2048) + "b".repeat(952));
        assertThat(volume.find("größe 日本")).isPresent();
        assertThat(volume.find("gone")).isEmpty();
        assertThat(volume.find("file.bin/x")).isEmpty();
        UdfFile file = volume.file(volume.find("file.bin").orElseThrow());
        assertThat(file.size()).isEqualTo(3000);
        assertThat(file.modified()).contains(Instant.parse("2024-02-29T11:00:00.500Z"));
        assertThat(file.created()).isEmpty();
    }

    @Test
    void readsAnExtendedEntryWithLongDescriptorsAndWhatWasNeverRecorded() throws IOException {
        byte[] descriptors = join(
                longAd(RECORDED, 2048, 0, 10),
                longAd(ALLOCATED, 2048, 0, 11),
                longAd(UNALLOCATED, 2048, 0, 0),
                longAd(RECORDED, 5, 0, 12));
        UdfImage image = image().extendedEntry(2, FILE, LONG, 6149, descriptors);
        image.time(in(2) + 104, 2020, -2047);
        UdfVolume volume = volume(image.fill(10, 'a').fill(11, 'x').fill(12, 'c'));
        assertThat(read(volume, "file.bin")).isEqualTo("a".repeat(2048) + "\0".repeat(4096) + "ccccc");
        UdfEntry entry = volume.find("file.bin").orElseThrow();
        assertThat(volume.file(entry).created()).contains(Instant.parse("2020-02-29T12:00:00.500Z"));
        SparseSource file = (SparseSource) volume.open(entry);
        assertThat(file.extentAt(2048)).isEqualTo(new SparseSource.Extent(SparseSource.Origin.ZERO, 4096));
    }

    @Test
    void followsDescriptorsThatGoOnElsewhere() throws IOException {
        UdfImage image = image().entry(2, FILE, SHORT, 6000, join(shortAd(0, 2048, 10), shortAd(CONTINUED, 2048, 20)))
                .continuation(20, join(shortAd(0, 2048, 11), shortAd(CONTINUED, 2048, 21)))
                .continuation(21, join(shortAd(0, 2048, 12), shortAd(0, 0, 0), shortAd(0, 2048, 13)));
        UdfVolume volume = volume(image.fill(10, 'a').fill(11, 'b').fill(12, 'c'));
        assertThat(read(volume, "file.bin")).isEqualTo("a".repeat(2048) + "b".repeat(2048) + "c".repeat(1904));
    }

    @Test
    void refusesDescriptorsInACircle() throws IOException {
        UdfImage image = image().entry(2, FILE, SHORT, 6000, shortAd(CONTINUED, 2048, 20))
                .continuation(20, join(shortAd(0, 2048, 11), shortAd(CONTINUED, 2048, 20)));
        UdfVolume volume = volume(image);
        assertThatThrownBy(() -> read(volume, "file.bin"))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage(
                        "disc/partition 0 at 0x10b8: file entry: allocation descriptors go in a circle through block 20 of"
                                + " partition 0");
    }

    @Test
    void aFileThatLiesInItsEntry() throws IOException {
        UdfVolume volume = volume(image().entry(2, FILE, IN_ENTRY, 5, "hello".getBytes(ISO_8859_1)));
        assertThat(read(volume, "file.bin")).isEqualTo("hello");
    }

    @Test
    void aFileLargerThanItsExtentsIsAnErrorAndNeverZeros() throws IOException {
        UdfVolume volume = volume(image().entry(2, FILE, SHORT, 2049, shortAd(0, 2048, 10)));
        assertThatThrownBy(() -> read(volume, "file.bin"))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("disc/partition 0 at 0x1038: file entry: size of disc/file.bin is 2049, and 2048 bytes are"
                        + " allocated");
    }

    @Test
    void extentsOutsideThePartition() throws IOException {
        UdfVolume volume = volume(image().entry(2, FILE, SHORT, 4096, shortAd(0, 4096, 139)));
        assertThatThrownBy(() -> read(volume, "file.bin"))
                .hasMessage(
                        "disc/partition 0 at 0x45800: extent of disc/file.bin: 4096 bytes do not fit in 286720 bytes");
        UdfVolume other = volume(image().entry(2, FILE, LONG, 4096, longAd(0, 4096, 7, 0)));
        assertThatThrownBy(() -> read(other, "file.bin"))
                .hasMessage("disc at 0x0: block 0 of partition 7: is not there: the volume has 1 partitions");
    }

    @Test
    void namesWhatIsNotSupported() throws IOException {
        UdfVolume extended = volume(image().entry(2, FILE, EXTENDED, 0, new byte[0]));
        assertThatThrownBy(() -> read(extended, "file.bin"))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessageEndingWith("extended allocation descriptors are not supported");
        UdfImage image = image().entry(2, FILE, SHORT, 0, new byte[0]);
        image.buffer().putShort(in(2) + 20, (short) 4096);
        UdfVolume strategy = volume(image);
        assertThatThrownBy(() -> read(strategy, "file.bin")).hasMessageEndingWith("ICB strategy 4096 is not supported");
        UdfVolume link = volume(image().entry(2, 12, SHORT, 0, new byte[0]));
        assertThatThrownBy(() -> read(link, "file.bin")).hasMessageEndingWith("a file of type 12 is not supported");
        UdfImage sparable = map(image(), 0, "*UDF Sparable Partition");
        assertThatThrownBy(() -> volume(sparable))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("disc: a UDF sparable partition (rewritable discs) is not supported");
    }

    /** Makes the second partition map, or the only one, one of type 2. */
    private static UdfImage map(UdfImage image, int offset, String identifier) {
        for (int block : new int[] {33, 49}) {
            int at = at(block) + 440 + offset;
            image.bytes[at] = 2;
            image.bytes[at + 1] = 64;
            image.ascii(at + 5, identifier);
            image.buffer().putInt(at(block) + 268, offset == 0 ? 1 : 2);
            image.buffer().putInt(at + 40, 100).putInt(at + 44, 101); // metadata file, and its mirror
        }
        return image;
    }

    /** UDF 2.50: the file set and all entries lie in a file of partition 0, here its blocks 30 and 40; data does not. */
    @Test
    void readsAMetadataPartition() throws IOException {
        UdfImage image = map(new UdfImage(), 6, "*UDF Metadata Partition");
        image.extendedEntry(100, 250, SHORT, 3 * BLOCK, join(shortAd(0, BLOCK, 30), shortAd(0, 2 * BLOCK, 40)));
        image.extendedEntry(101, 251, SHORT, 3 * BLOCK, join(shortAd(0, BLOCK, 30), shortAd(0, 2 * BLOCK, 40)));
        image.extendedEntry(2, FILE, LONG, 4, longAd(0, 4, 0, 10)).fill(10, 'd');
        byte[] names = name("file.bin", 0, 1, 2);
        image.entry(1, DIRECTORY, IN_ENTRY, names.length, names);
        image.buffer().putShort(in(0) + 408, (short) 1); // the root is in partition 1
        move(image, 0, 30);
        move(image, 1, 40);
        move(image, 2, 41);
        for (int block : new int[] {33, 49}) {
            image.buffer().putShort(at(block) + 256, (short) 1); // so is the file set
        }
        assertThat(read(volume(image), "file.bin")).isEqualTo("dddd");
        Arrays.fill(image.bytes, in(100), in(101), (byte) 0);
        assertThat(read(volume(image), "file.bin")).isEqualTo("dddd"); // by the mirror
    }

    private static void move(UdfImage image, int from, int to) {
        System.arraycopy(image.bytes, in(from), image.bytes, in(to), BLOCK);
        Arrays.fill(image.bytes, in(from), in(from) + BLOCK, (byte) 0);
    }

    @Test
    void theReserveHelpsOut() throws IOException {
        UdfImage image = image().entry(2, FILE, IN_ENTRY, 1, new byte[] {'x'}).seal();
        image.bytes[at(33) + 300] ^= 1;
        assertThat(read(UdfVolume.read(image.source()), "file.bin")).isEqualTo("x");
        image.bytes[at(49) + 300] ^= 1;
        assertThatThrownBy(() -> UdfVolume.read(image.source()))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageStartingWith("disc at 0x10808: volume descriptor: CRC is ");
    }

    @Test
    void theLastAnchorHelpsOut() throws IOException {
        UdfImage image = image().entry(2, FILE, IN_ENTRY, 1, new byte[] {'x'});
        System.arraycopy(image.bytes, at(256), image.bytes, at(399), BLOCK);
        Arrays.fill(image.bytes, at(256), at(257), (byte) 0);
        image.buffer().putInt(at(399) + 12, 399);
        assertThat(read(volume(image), "file.bin")).isEqualTo("x");
    }

    @Test
    void aDirectoryThatLiesInItself() throws IOException {
        byte[] names = name("again", DIRECTORY_FLAG, 0, 1);
        UdfVolume volume = volume(new UdfImage().entry(1, DIRECTORY, IN_ENTRY, names.length, names));
        UdfEntry again = volume.find("again").orElseThrow();
        assertThatThrownBy(() -> volume.children(again))
                .hasMessage("disc at 0x0: directory: /again lies in itself: it is / too, at block 1 of partition 0");
    }

    @Test
    void aFileThatTheDirectoryCallsADirectory() throws IOException {
        byte[] names = name("odd", DIRECTORY_FLAG, 0, 2);
        UdfImage image = new UdfImage().entry(1, DIRECTORY, IN_ENTRY, names.length, names);
        UdfVolume volume = volume(image.entry(2, FILE, IN_ENTRY, 0, new byte[0]));
        UdfEntry odd = volume.find("odd").orElseThrow();
        assertThatThrownBy(() -> volume.children(odd))
                .hasMessageEndingWith("file type is 5, and /odd is to be a directory");
    }

    @Test
    void aDirectoryLongerThanTheWindowThatItIsReadThrough() throws IOException {
        byte[][] names = new byte[400][];
        for (int i = 0; i < names.length; i++) {
            names[i] = name("n".repeat(200) + i, 0, 0, 2);
        }
        byte[] all = join(names);
        UdfImage image =
                new UdfImage().entry(1, DIRECTORY, SHORT, all.length, shortAd(0, (all.length + 2047) & -2048, 10));
        System.arraycopy(all, 0, image.bytes, in(10), all.length);
        List<UdfEntry> children = volume(image).children(volume(image).root());
        assertThat(children).hasSize(400);
        assertThat(children.get(399).name()).endsWith("n399");
    }

    @Test
    void anyDamageGivesAnAnswerOrAnImageException() throws IOException {
        var random = new SplittableRandom(2026);
        UdfImage sound = image().entry(2, FILE, SHORT, 6000, join(shortAd(0, 2048, 10), shortAd(CONTINUED, 2048, 20)))
                .continuation(20, join(shortAd(0, 2048, 11), shortAd(0, 2048, 12)))
                .seal();
        int[] blocks = {32, 33, 64, 256, 260, 261, 262, 280};
        for (int i = 0; i < 2_000; i++) {
            UdfImage image = new UdfImage();
            System.arraycopy(sound.bytes, 0, image.bytes, 0, sound.bytes.length);
            int block = blocks[random.nextInt(blocks.length)];
            for (int n = random.nextInt(3); n >= 0; n--) {
                image.bytes[at(block) + random.nextInt(random.nextBoolean() ? 300 : 500)] = (byte) random.nextInt();
            }
            try { // with right checksums, so that something is left to find
                UdfVolume volume = random.nextInt(8) == 0 ? UdfVolume.read(image.source()) : volume(image);
                volume.usedBytes();
                for (UdfEntry entry : volume.children(volume.root())) {
                    if (!entry.directory()) {
                        volume.open(entry).bytes(0, 1);
                    }
                }
            } catch (ImageException expected) {
                assertThat(expected).hasMessageStartingWith("disc");
            }
        }
    }
}
