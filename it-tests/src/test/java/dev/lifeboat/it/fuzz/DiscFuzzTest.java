package dev.lifeboat.it.fuzz;

import static dev.lifeboat.formats.iso.IsoImage.CATALOG;
import static dev.lifeboat.formats.iso.IsoImage.JOLIET_ROOT;
import static dev.lifeboat.formats.iso.IsoImage.ROOT;
import static dev.lifeboat.formats.iso.IsoImage.SECTOR;
import static dev.lifeboat.formats.udf.UdfImage.join;
import static dev.lifeboat.formats.udf.UdfImage.name;
import static dev.lifeboat.formats.udf.UdfImage.shortAd;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.iso.BootCatalog;
import dev.lifeboat.formats.iso.IsoImage;
import dev.lifeboat.formats.iso.IsoVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.udf.UdfImage;
import dev.lifeboat.formats.udf.UdfVolume;
import dev.lifeboat.it.fuzz.EditedImage.Checksum;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import dev.lifeboat.mount.tree.IsoTree;
import dev.lifeboat.mount.tree.UdfTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Any change of a disc, ISO 9660 with Joliet and El Torito or UDF, leaves files that are read, or complaints. */
@ExtendWith(Inputs.class)
class DiscFuzzTest {
    private static final String NAME = "disc";
    private static final int DIRECTORY = 2;
    private static final int MORE = 0x80;
    private static final int UDF_DIRECTORY = 4;
    private static final int UDF_FILE = 5;
    private static final int SHORT = 0;
    private static final int IN_ENTRY = 3;

    private static final List<EditedImage> IMAGES = List.of(iso(false), iso(true), udf());
    private static final int UDF = 2;

    @DictionaryEntries({"CD001", "EL TORITO SPECIFICATION", "%/E", "NSR02", "NSR03", ";1", "U\u00aa"})
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        int number = input.length == 0 ? 0 : (input[0] & 0xff) / 2 % IMAGES.size();
        ByteSource disc = IMAGES.get(number).apply(input);
        if (number == UDF) {
            Optional<UdfVolume> volume = Probe.read(NAME, () -> UdfVolume.read(disc));
            if (volume.isPresent()) {
                Probe.read(NAME, volume.get()::usedBytes);
                TreeProbe.tree(new UdfTree(volume.get()), NAME);
            }
            return;
        }
        Optional<IsoVolume> volume = Probe.read(NAME, () -> IsoVolume.read(disc));
        if (volume.isPresent()) {
            Optional<BootCatalog> catalog = volume.get().bootCatalog();
            if (catalog.isPresent()) {
                Probe.read(NAME, catalog.get()::images);
            }
            TreeProbe.tree(new IsoTree(volume.get()), NAME);
        }
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(IntStream.range(0, IMAGES.size()).boxed().flatMap(i -> IMAGES.get(i).seeds(i).stream()));
    }

    private static EditedImage iso(boolean joliet) {
        IsoImage image = new IsoImage();
        List<Place> places = new ArrayList<>();
        if (joliet) {
            image.joliet();
            places.add(new Place(image.add(JOLIET_ROOT, "A long name.txt;1", 0, 31, 2), 64));
            places.add(new Place(image.add(JOLIET_ROOT, "boot", DIRECTORY, 33, SECTOR), 42));
            image.dots(33);
        }
        places.add(new Place(image.add(ROOT, "BOOT", DIRECTORY, 30, SECTOR), 38));
        image.dots(30);
        places.add(new Place(image.add(30, "BCD.;1", 1, 31, 5), 40));
        places.add(new Place(image.add(ROOT, "PIECES.BIN;1", MORE, 40, SECTOR), 46));
        places.add(new Place(image.add(ROOT, "PIECES.BIN;1", 0, 42, 700), 46));
        image.fill(31, 'a').fill(40, 'b').fill(42, 'c');
        image.ascii(IsoImage.at(CATALOG), "\1\0\0\0");
        image.ascii(IsoImage.at(CATALOG) + 28, "\252\125U\u00aa");
        image.ascii(IsoImage.at(CATALOG) + 32, "\u0088\0\0\0\0\0\1\0\62\0\0\0");
        image.ascii(IsoImage.at(CATALOG) + 64, "\u0091\u00ef\1\0");
        image.ascii(IsoImage.at(CATALOG) + 96, "\u0088\0\0\0\0\0\1\0\63\0\0\0");
        for (int sector = 16; sector < 20; sector++) {
            places.add(new Place(IsoImage.at(sector), 192));
        }
        for (int directory : new int[] {ROOT, JOLIET_ROOT, 30}) {
            places.add(new Place(IsoImage.at(directory), 68));
        }
        places.add(new Place(IsoImage.at(CATALOG), 128));
        return new EditedImage(NAME, image.bytes, places, List.of());
    }

    private static EditedImage udf() {
        byte[] names = join(
                name("", DIRECTORY | 8, 0, 1),
                name("gone", 4, 0, 77),
                name("file.bin", 0, 0, 2),
                name("folder", DIRECTORY, 0, 3),
                name("Gr\u00f6\u00dfe \u65e5\u672c", 1, 0, 4));
        byte[] below = join(name("", DIRECTORY | 8, 0, 1), name("small", 0, 0, 4));
        UdfImage image = new UdfImage()
                .entry(1, UDF_DIRECTORY, IN_ENTRY, names.length, names)
                .entry(2, UDF_FILE, SHORT, 3000, join(shortAd(0, 2048, 11), shortAd(0, 2048, 10)))
                .entry(3, UDF_DIRECTORY, SHORT, below.length, shortAd(0, below.length, 12))
                .entry(4, UDF_FILE, IN_ENTRY, 5, new byte[] {1, 2, 3, 4, 5})
                .fill(10, 'b')
                .fill(11, 'a')
                .seal();
        System.arraycopy(below, 0, image.bytes, UdfImage.in(12), below.length);
        List<Place> places = new ArrayList<>();
        List<Checksum> seals = new ArrayList<>();
        for (int block : new int[] {256, 32, 33, 34, 48, 49, 64}) {
            place(UdfImage.at(block), 512, places, seals);
        }
        for (int block = 0; block < 5; block++) {
            place(UdfImage.in(block), 512, places, seals);
        }
        for (int block = 16; block < 19; block++) {
            places.add(new Place(UdfImage.at(block), 8));
        }
        places.add(new Place(UdfImage.in(1) + 184, names.length));
        places.add(new Place(UdfImage.in(12), below.length));
        return new EditedImage(NAME, image.bytes, places, seals);
    }

    private static void place(int at, int length, List<Place> places, List<Checksum> seals) {
        places.add(new Place(at, length));
        seals.add(new Checksum(at, length, DiscFuzzTest::seal));
    }

    /** Where the length of what is summed up leads out of the block, the sums stay wrong. */
    private static void seal(byte[] bytes, int at, int length) {
        int summed = (bytes[at + 10] & 0xff) | (bytes[at + 11] & 0xff) << 8;
        if (summed <= UdfImage.BLOCK - 16) {
            UdfImage.sealTag(bytes, at);
        }
    }
}
