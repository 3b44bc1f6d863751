package dev.lifeboat.it.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.HiveBytes;
import dev.lifeboat.formats.regf.HiveLogBytes;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.it.fuzz.EditedImage.Checksum;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Any change of a transaction log, its hashes right or wrong, leaves a hive that is read, or a complaint. */
@ExtendWith(Inputs.class)
class HiveLogFuzzTest {
    private static final byte[] DIRTY = dirty();
    private static final List<EditedImage> LOGS = List.of(newLog(), oldLog());

    @DictionaryEntries({"HvLE", "DIRT", "regf", "hbin"})
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        int number = input.length == 0 ? 0 : (input[0] & 0xff) / 2 % LOGS.size();
        ByteSource log = LOGS.get(number).apply(input);
        Optional<Hive> hive = Probe.read("", () -> Hive.read(ByteSource.of(Hives.NAME, DIRTY), List.of(log)));
        if (hive.isPresent()) {
            Hives.look(hive.get(), "");
        }
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(IntStream.range(0, LOGS.size()).boxed().flatMap(i -> LOGS.get(i).seeds(i).stream()));
    }

    /** As Windows leaves it when it is stopped in the middle of write 7. */
    private static byte[] dirty() {
        byte[] hive = Hives.store("first");
        HiveBytes.putInt(hive, 4, 8);
        return HiveBytes.fixChecksum(hive);
    }

    private static EditedImage newLog() {
        byte[] log;
        try {
            log = HiveLogBytes.newLog(7, Hives.store("second"), Hives.store("third"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int size = HiveLogBytes.entrySize(DIRTY);
        int second = HiveLogBytes.ENTRIES_AT + size;
        return new EditedImage(
                "LOG1",
                log,
                List.of(
                        new Place(0, 168),
                        new Place(HiveLogBytes.ENTRIES_AT, 96),
                        new Place(HiveLogBytes.ENTRIES_AT + 96, size - 96),
                        new Place(second, 96),
                        new Place(second + 96, size - 96)),
                List.of(
                        new Checksum(0, 512, (bytes, at, length) -> HiveBytes.fixChecksum(bytes)),
                        new Checksum(HiveLogBytes.ENTRIES_AT, size, HiveLogFuzzTest::seal),
                        new Checksum(second, size, HiveLogFuzzTest::seal)));
    }

    private static void seal(byte[] bytes, int at, int length) {
        try {
            HiveLogBytes.seal(bytes, at, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EditedImage oldLog() {
        byte[] log = HiveLogBytes.oldLog(8, 0x33, Hives.store("second"));
        return new EditedImage(
                "LOG1",
                log,
                List.of(new Place(0, 168), new Place(512, 8), new Place(1024, 2048)),
                List.of(new Checksum(0, 512, (bytes, at, length) -> HiveBytes.fixChecksum(bytes))));
    }
}
