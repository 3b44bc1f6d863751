package dev.lifeboat.it.fuzz;

import static dev.lifeboat.formats.vhdx.VhdxBytes.BLOCKS_AT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.ITEMS_AT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.LOG_AT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.METADATA_AT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.MIB;
import static dev.lifeboat.formats.vhdx.VhdxBytes.TABLE_AT;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.vhdx.LogBytes;
import dev.lifeboat.formats.vhdx.VhdxBytes;
import dev.lifeboat.formats.vhdx.VhdxDisk;
import dev.lifeboat.it.fuzz.EditedImage.Checksum;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Any change of a VHDX file, its checksums right or wrong, leaves a disk that is read, or complained about. */
@ExtendWith(Inputs.class)
class VhdxFuzzTest {
    private static final String NAME = "a.vhdx";
    private static final UUID GUID = new UUID(0xabcd, 0xef01);
    private static final UUID PARENT = new UUID(0x1111, 0x2222);
    private static final int PAGE = 4096;
    private static final int CHUNK = 4096;
    private static final int KIB_64 = 1 << 16;

    private static final List<EditedImage> IMAGES = List.of(image(dynamic(), 0), image(dirty(), 3), image(child(), 0));
    private static final VhdxDisk BELOW = below();

    @DictionaryEntries({"head", "regi", "metadata", "loge", "desc", "zero", "data", "parent_linkage"})
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        int number = input.length == 0 ? 0 : (input[0] & 0xff) / 2 % IMAGES.size();
        ByteSource file = IMAGES.get(number).apply(input);
        Optional<VhdxDisk> disk = number == 2
                ? Probe.read(NAME, () -> VhdxDisk.read(file, BELOW))
                : Probe.read(NAME, () -> VhdxDisk.read(file));
        if (disk.isPresent()) {
            Probe.source(NAME, disk.get());
        }
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(IntStream.range(0, IMAGES.size()).boxed().flatMap(i -> IMAGES.get(i).seeds(i).stream()));
    }

    private static VhdxBytes dynamic() {
        return new VhdxBytes(4).block(0, 1).entry(1, 2).entry(2, 3);
    }

    /** Three entries of the log follow each other; the middle one makes zeros, too. */
    private static VhdxBytes dirty() {
        byte[] first = new LogBytes(GUID, 5, 0).page(BLOCKS_AT + PAGE, 42).bytes();
        byte[] second = new LogBytes(GUID, 6, 0)
                .page(BLOCKS_AT + 2 * PAGE, 1)
                .zeros(BLOCKS_AT, PAGE)
                .bytes();
        byte[] third = new LogBytes(GUID, 7, 0).page(TABLE_AT, new byte[PAGE]).bytes();
        return dynamic()
                .logGuid(GUID)
                .put(LOG_AT, first)
                .put(LOG_AT + first.length, second)
                .put(LOG_AT + first.length + second.length, third);
    }

    private static VhdxBytes child() {
        return new VhdxBytes(4).parent(PARENT, "p.vhdx").block(0, 1).partialBlock(1, 2, 3, 4, 5, 100);
    }

    private static VhdxDisk below() {
        try {
            return VhdxDisk.read(new VhdxBytes(3).block(0, 3).block(1, 4).source("p.vhdx"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EditedImage image(VhdxBytes file, int logEntries) {
        byte[] bytes = file.bytes();
        List<Place> places = new ArrayList<>(List.of(
                new Place(0, 64),
                new Place(0x10000, 80),
                new Place(0x20000, 80),
                new Place(0x30000, 80),
                new Place(0x40000, 80),
                new Place(METADATA_AT, 256),
                new Place(ITEMS_AT, 64),
                new Place(ITEMS_AT + 256, 64),
                new Place(ITEMS_AT + 512, 64),
                new Place(ITEMS_AT + 768, 64),
                new Place(ITEMS_AT + 1024, 64),
                new Place(ITEMS_AT + 1280, 320),
                new Place(TABLE_AT, 64),
                new Place(TABLE_AT + 8 * CHUNK, 16),
                new Place(BLOCKS_AT + 4 * MIB, 1024)));
        List<Checksum> seals = new ArrayList<>(List.of(
                new Checksum(0x10000, 4096, VhdxBytes::seal),
                new Checksum(0x20000, 4096, VhdxBytes::seal),
                new Checksum(0x30000, KIB_64, VhdxBytes::seal),
                new Checksum(0x40000, KIB_64, VhdxBytes::seal)));
        int entry = LOG_AT;
        for (int i = 0; i < logEntries; i++) {
            int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(entry + 8);
            places.add(new Place(entry, 64));
            places.add(new Place(entry + 64, 96));
            places.add(new Place(entry + PAGE, 16));
            places.add(new Place(entry + 2 * PAGE - 8, 8));
            seals.add(new Checksum(entry, length, VhdxFuzzTest::sealEntry));
            entry += length;
        }
        return new EditedImage(NAME, bytes, places, seals);
    }

    /** The checksum goes over as many bytes as the entry says that it has. */
    private static void sealEntry(byte[] bytes, int at, int length) {
        int said = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 8);
        VhdxBytes.seal(bytes, at, said >= 64 && said <= MIB ? said : length);
    }
}
