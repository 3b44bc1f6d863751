package dev.lifeboat.it.fuzz;

import static dev.lifeboat.formats.fat.FatImage.ARCHIVE;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.fat.FatEntry;
import dev.lifeboat.formats.fat.FatImage;
import dev.lifeboat.formats.fat.FatType;
import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import dev.lifeboat.mount.tree.FatTree;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.fat.FatChecks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Any change of a FAT volume leaves one that is read and checked, or complained about. */
@ExtendWith(Inputs.class)
class FatFuzzTest {
    private static final String NAME = "esp";
    private static final List<EditedImage> IMAGES =
            List.of(image(FatType.FAT12), image(FatType.FAT16), image(FatType.FAT32));

    @DictionaryEntries({"FILE    TXT", ".          ", "..         ", "\u00f8\u00ff\u00ff\u000f", "NO NAME    "})
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        int number = input.length == 0 ? 0 : (input[0] & 0xff) / 2 % IMAGES.size();
        ByteSource source = IMAGES.get(number).apply(input);
        Optional<FatVolume> read = Probe.read(NAME, () -> FatVolume.read(source));
        if (read.isEmpty()) {
            return;
        }
        FatVolume volume = read.get();
        Probe.read(NAME, volume::label);
        Probe.read(NAME, volume::usedBytes);
        TreeProbe.tree(new FatTree(volume), NAME);
        Probe.read(NAME, () -> {
            volume.walk(new Walk());
            return true;
        });
        FatVolume counted = FatVolume.read(new Allowance(source));
        for (Check<FatVolume> check : FatChecks.all()) {
            Probe.check(NAME, check, counted);
        }
    }

    private static final class Walk implements FatVolume.Visitor {
        @Override
        public void entry(FatEntry entry) {}

        @Override
        public void unreadable(FatEntry directory, ImageException complaint) {
            Probe.refusal(NAME, complaint);
        }
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(IntStream.range(0, IMAGES.size()).boxed().flatMap(i -> IMAGES.get(i).seeds(i).stream()));
    }

    private static EditedImage image(FatType type) {
        FatImage volume = new FatImage(type);
        int root = volume.root();
        volume.file(root, 0, "LIFEBOAT   ", FatImage.LABEL, 0, 0);
        volume.directory(root, 1, "EFI        ", 5, 0);
        volume.directory(volume.data(5), 2, "BOOT       ", 6, 5);
        volume.file(volume.data(6), 2, "BOOTX64 EFI", ARCHIVE, 10, 1200);
        volume.chain(10, 11, 12);
        volume.longName(root, 2, 0x42, "txt", checksum("ALONGN~1TXT"))
                .longName(root, 3, 1, "A long name. ", checksum("ALONGN~1TXT"))
                .file(root, 4, "ALONGN~1TXT", ARCHIVE, 20, 700);
        volume.chain(20, 22).fill(20, 1).fill(22, 2);
        volume.file(root, 5, "EMPTY      ", ARCHIVE, 0, 0);
        List<Place> places = new ArrayList<>(List.of(new Place(0, 90), new Place(510, 2)));
        if (type == FatType.FAT32) {
            places.add(new Place(512, 512));
            places.add(new Place(6 * 512, 90));
        }
        int tables = type == FatType.FAT32 ? 32 * 512 : 512;
        int length = type == FatType.FAT16 ? 17 * 512 : 512;
        places.add(new Place(tables, 96));
        places.add(new Place(tables + length, 96));
        for (int entry = 0; entry < 8; entry++) {
            places.add(new Place(root + 32 * entry, 32));
        }
        for (int entry = 0; entry < 4; entry++) {
            places.add(new Place(volume.data(5) + 32 * entry, 32));
            places.add(new Place(volume.data(6) + 32 * entry, 32));
        }
        return new EditedImage(NAME, volume.bytes, places, List.of());
    }

    private static int checksum(String shortName) {
        int sum = 0;
        for (int i = 0; i < shortName.length(); i++) {
            sum = ((sum & 1) << 7) + (sum >> 1) + shortName.charAt(i) & 0xff;
        }
        return sum;
    }
}
