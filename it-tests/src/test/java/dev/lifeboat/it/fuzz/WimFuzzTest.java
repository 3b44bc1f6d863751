package dev.lifeboat.it.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.wim.IntegrityTable;
import dev.lifeboat.formats.wim.WimBytes;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.formats.wim.WimImage;
import dev.lifeboat.formats.wim.WimPart;
import dev.lifeboat.it.fuzz.EditedImage.Checksum;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import dev.lifeboat.mount.tree.WimTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any change of a WIM, the hashes of its metadata right or wrong, leaves images that are read, or complaints. */
@ExtendWith(Inputs.class)
class WimFuzzTest {
    private static final String NAME = "a.wim";
    private static final int HEADER = 208;
    private static final int ENTRY = 50;
    private static final int ENTRY_FLAGS = 7;
    private static final int ENTRY_SHA1 = 30;
    private static final EditedImage IMAGE = image();

    @TempDir
    private static Path folder;

    private static Path file;
    private static FileOnDisk onDisk;

    @BeforeAll
    static void write() throws IOException {
        file = folder.resolve(NAME);
        onDisk = FileOnDisk.create(file, IMAGE);
    }

    @AfterAll
    static void close() throws IOException {
        onDisk.close();
    }

    @DictionaryEntries({"MSWIM\u0000\u0000\u0000", "<IMAGE INDEX=\"", "WLPWM"})
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        onDisk.apply(input);
        Probe.read(NAME, () -> {
            try (WimFile wim = WimFile.open(file)) {
                look(wim);
            }
            return true;
        });
    }

    private static void look(WimFile wim) throws IOException {
        Probe.read(NAME, wim::description);
        for (WimPart part : wim.parts()) {
            Probe.read(NAME, () -> IntegrityTable.read(part));
        }
        for (int i = 0; i < wim.blobs().count(); i++) {
            int index = i;
            Probe.read(NAME, () -> {
                Probe.source(NAME, wim.open(wim.blobs().blob(index), NAME));
                return true;
            });
        }
        for (WimImage image : wim.images()) {
            Optional<WimTree> tree = Probe.read(NAME, () -> WimTree.open(image));
            if (tree.isPresent()) {
                TreeProbe.tree(tree.get(), NAME);
            }
        }
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(IMAGE.seeds().stream());
    }

    private static EditedImage image() {
        WimBytes wim = WimBytes.sample().securityDescriptor(new byte[20]).integrity();
        byte[] bytes = wim.bytes();
        ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Place> places = new ArrayList<>(List.of(new Place(0, HEADER)));
        List<Checksum> seals = new ArrayList<>();
        for (int at = wim.tableAt(); at < wim.xmlAt(); at += ENTRY) {
            places.add(new Place(at, ENTRY));
            if ((bytes[at + ENTRY_FLAGS] & WimBytes.METADATA) != 0) {
                int metadata = (int) fields.getLong(at + 8);
                int length = (int) fields.getLong(at + 16);
                int sha1 = at + ENTRY_SHA1;
                for (int part = 0; part < length; part += 128) {
                    places.add(new Place(metadata + part, Math.min(128, length - part)));
                }
                seals.add(new Checksum(metadata, length, (image, from, size) -> {
                    byte[] sum = WimBytes.sha1(Arrays.copyOfRange(image, from, from + size));
                    System.arraycopy(sum, 0, image, sha1, sum.length);
                }));
            }
        }
        places.add(new Place(wim.xmlAt(), wim.integrityAt() - wim.xmlAt()));
        places.add(new Place(wim.integrityAt(), bytes.length - wim.integrityAt()));
        return new EditedImage(NAME, bytes, places, seals);
    }
}
