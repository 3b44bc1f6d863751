package dev.lifeboat.it.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.bcd.BcdListing;
import dev.lifeboat.formats.bcd.BcdStore;
import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.HiveBytes;
import dev.lifeboat.formats.regf.HiveBytes.TestKey;
import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.regf.RegistryValue;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.it.fuzz.EditedImage.Checksum;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Any change of a boot store leaves a hive that can be walked and listed, or a complaint. */
@ExtendWith(Inputs.class)
class HiveFuzzTest {
    private static final String NAME = "BCD";
    private static final EditedImage STORE = store();

    @DictionaryEntries({"regf", "hbin", "nk", "vk", "sk", "lf", "lh", "li", "ri", "db"})
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        ByteSource file = STORE.apply(input);
        // Its own base block and pages make it a log of itself.
        Optional<Hive> hive = Probe.read(NAME, () -> Hive.read(file, List.of(file)));
        if (hive.isEmpty()) {
            return;
        }
        Probe.read(NAME, () -> {
            hive.get().walk(HiveFuzzTest::read);
            return true;
        });
        Probe.read(NAME, () -> new BcdListing(BcdStore.read(hive.get()), device -> Optional.empty()).entries());
    }

    private static void read(RegistryKey key) throws IOException {
        key.className();
        key.securityDescriptor();
        for (RegistryValue value : key.values()) {
            value.data();
            value.text();
            value.texts();
            value.number();
        }
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(STORE.seeds(0).stream());
    }

    private static EditedImage store() {
        TestKey elements = new TestKey("Elements")
                .with(
                        new TestKey("11000001").value("Element", 3, device()),
                        new TestKey("12000004").text("Element", 1, "Windows\0"),
                        new TestKey("24000001").text("Element", 7, "{9dea862c-5cdd-4e70-acc1-f32b344d4795}\0\0"),
                        new TestKey("25000004").value("Element", 3, (byte) 30));
        TestKey object = new TestKey("{9dea862c-5cdd-4e70-acc1-f32b344d4795}")
                .with(new TestKey("Description").value("Type", 4, (byte) 2, (byte) 0, (byte) 16, (byte) 16), elements);
        byte[] hive = HiveBytes.of(new TestKey("ROOT")
                .with(new TestKey("Description").text("KeyName", 1, "BCD\0"), new TestKey("Objects").with(object)));
        return new EditedImage(
                NAME,
                hive,
                List.of(new Place(0, 52), new Place(4096, 2048)),
                List.of(new Checksum(0, 512, (bytes, at, length) -> HiveBytes.fixChecksum(bytes))));
    }

    /** A RAM disk from a file on what was started from. */
    private static byte[] device() {
        byte[] bytes = new byte[176];
        bytes[20] = 1;
        bytes[24] = (byte) 160;
        bytes[32] = 3;
        bytes[56] = 1;
        bytes[60] = 120;
        bytes[64] = 5;
        bytes[68] = 5;
        bytes[76] = 72;
        bytes[140] = 'a';
        return bytes;
    }
}
