package dev.lifeboat.it.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.ntfs.NtfsChecks;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is changed in an NTFS volume, its checks come to an end. */
@ExtendWith(Inputs.class)
class NtfsChecksFuzzTest {
    private static final String NAME = TinyVolume.NAME;
    private static final EditedImage IMAGE = NtfsLayout.image();

    @DictionaryEntries({"FILE", "INDX", "RSTR", "$I30", "\u0000\u0000\u0000\u0080"})
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        ByteSource source = new Allowance(IMAGE.apply(input));
        Optional<NtfsVolume> volume = Probe.read(NAME, () -> NtfsVolume.read(source));
        if (volume.isPresent()) {
            for (Check<NtfsVolume> check : NtfsChecks.all()) {
                Probe.check(NAME, check, volume.get());
            }
        }
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(IMAGE.seeds().stream());
    }
}
