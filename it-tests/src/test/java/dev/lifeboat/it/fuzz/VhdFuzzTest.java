package dev.lifeboat.it.fuzz;

import static dev.lifeboat.formats.vhd.VhdBytes.HEADER_AT;
import static dev.lifeboat.formats.vhd.VhdBytes.TABLE_AT;
import static dev.lifeboat.formats.vhd.VhdBytes.placeOf;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.vhd.VhdBytes;
import dev.lifeboat.formats.vhd.VhdDisk;
import dev.lifeboat.it.fuzz.EditedImage.Checksum;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Any change of a VHD file, its checksums right or wrong, leaves a disk that is read, or complained about. */
@ExtendWith(Inputs.class)
class VhdFuzzTest {
    private static final String NAME = "a.vhd";
    private static final UUID PARENT = new UUID(0x3333, 0x4444);
    private static final int FOOTER = 512;

    private static final List<EditedImage> IMAGES = List.of(image(VhdBytes.fixed(2)), image(dynamic()), image(child()));
    private static final VhdDisk BELOW = below();

    @DictionaryEntries({"conectix", "cxsparse", "W2ru", "W2ku", "vsim"})
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        int number = input.length == 0 ? 0 : (input[0] & 0xff) / 2 % IMAGES.size();
        ByteSource file = IMAGES.get(number).apply(input);
        Optional<VhdDisk> disk = number == 2
                ? Probe.read(NAME, () -> VhdDisk.read(file, BELOW))
                : Probe.read(NAME, () -> VhdDisk.read(file));
        if (disk.isPresent()) {
            Probe.source(NAME, disk.get());
        }
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(IntStream.range(0, IMAGES.size()).boxed().flatMap(i -> IMAGES.get(i).seeds(i).stream()));
    }

    private static VhdBytes dynamic() {
        return VhdBytes.dynamic(3).block(0, 1).block(2, 3).sectors(0, 0, 1, 2, 3, 127);
    }

    private static VhdBytes child() {
        return VhdBytes.differencing(3, PARENT)
                .parentName("p.vhd")
                .locator("W2ru", ".\\p.vhd")
                .block(1, 2)
                .sectors(1, 0, 1, 2, 77);
    }

    private static VhdDisk below() {
        try {
            return VhdDisk.read(VhdBytes.dynamic(3).id(PARENT).block(0, 9).source("p.vhd"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EditedImage image(VhdBytes file) {
        byte[] bytes = file.bytes();
        int footer = bytes.length - FOOTER;
        List<Place> places = new ArrayList<>(List.of(new Place(footer, 85)));
        List<Checksum> seals = new ArrayList<>(List.of(new Checksum(footer, FOOTER, VhdFuzzTest::sealFooter)));
        if (bytes[0] == 'c') {
            places.addAll(List.of(
                    new Place(0, 85),
                    new Place(HEADER_AT, 80),
                    new Place(HEADER_AT + 576, 48),
                    new Place(TABLE_AT, 16),
                    new Place(2048, 32),
                    new Place(placeOf(1), FOOTER)));
            seals.add(new Checksum(0, FOOTER, VhdFuzzTest::sealFooter));
            seals.add(new Checksum(HEADER_AT, 1024, (b, at, length) -> VhdBytes.seal(b, at, length, 36)));
        }
        return new EditedImage(NAME, bytes, places, seals);
    }

    private static void sealFooter(byte[] bytes, int at, int length) {
        VhdBytes.seal(bytes, at, length, 64);
    }
}
