package dev.lifeboat.it.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.catalog.CatalogFile;
import dev.lifeboat.formats.catalog.TestCatalog;
import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.cms.TrustedRoots;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Any change of a catalog leaves one whose members are listed and whose signature is judged, or that is complained about. */
@ExtendWith(Inputs.class)
class CatalogFuzzTest {
    private static final String NAME = "x.cat";
    private static final TrustedRoots NOBODY = new TrustedRoots(List.of());
    private static final EditedImage IMAGE = image();

    @DictionaryEntries({"0\u0080", "0\u0082", "0\u0084", "\u0004 ", "1\u0000", "\u0006\u0009"})
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        ByteSource file = IMAGE.apply(input);
        Optional<CatalogFile> catalog = Probe.read(NAME, () -> CatalogFile.read(file));
        if (catalog.isPresent()) {
            NOBODY.judge(catalog.get().signed(), Instant.EPOCH);
            Probe.read(NAME, () -> {
                catalog.get().members((algorithm, hash) -> algorithm.digest().update(hash));
                return 0;
            });
        }
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(IMAGE.seeds(0).stream());
    }

    /** Nobody signed it, so that its bytes are the same each time; the targets of programs have signatures. */
    private static EditedImage image() {
        byte[] catalog = new TestCatalog(2)
                .member(HashAlgorithm.SHA256, new byte[32])
                .member(HashAlgorithm.SHA1, new byte[20])
                .bare(new byte[32])
                .unsigned();
        return new EditedImage(NAME, catalog, List.of(new Place(0, catalog.length)), List.of());
    }
}
