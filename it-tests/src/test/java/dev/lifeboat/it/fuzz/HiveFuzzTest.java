package dev.lifeboat.it.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.HiveBytes;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.it.fuzz.EditedImage.Checksum;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Any change of a registry hive, which is a BCD store, leaves one that is read, or complained about. */
@ExtendWith(Inputs.class)
class HiveFuzzTest {
    private static final EditedImage IMAGE = image();

    @DictionaryEntries({"nk", "vk", "sk", "lf", "lh", "li", "ri", "db", "hbin", "Element", "\u0010\u0010"})
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        ByteSource file = IMAGE.apply(input);
        Optional<Hive> hive = Probe.read(Hives.NAME, () -> Hive.read(file));
        if (hive.isPresent()) {
            Hives.look(hive.get(), Hives.NAME);
        }
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(IMAGE.seeds().stream());
    }

    private static EditedImage image() {
        byte[] hive = Hives.store("Windows Boot Manager");
        ByteBuffer fields = ByteBuffer.wrap(hive).order(ByteOrder.LITTLE_ENDIAN);
        List<Place> places = new ArrayList<>(List.of(new Place(0, 168), new Place(HiveBytes.BINS_AT, 32)));
        for (int cell = HiveBytes.BINS_AT + 32; cell < hive.length; cell += Math.abs(fields.getInt(cell))) {
            places.add(new Place(cell, Math.min(256, Math.abs(fields.getInt(cell)))));
        }
        Checksum checksum = new Checksum(0, 512, (bytes, at, length) -> HiveBytes.fixChecksum(bytes));
        return new EditedImage(Hives.NAME, hive, places, List.of(checksum));
    }
}
