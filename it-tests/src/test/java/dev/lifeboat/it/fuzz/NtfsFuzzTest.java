package dev.lifeboat.it.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.ntfs.MftCatalog;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.mount.tree.NtfsTree;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Any change of an NTFS volume leaves one that is read, or complained about. */
@ExtendWith(Inputs.class)
class NtfsFuzzTest {
    private static final String NAME = TinyVolume.NAME;
    private static final EditedImage IMAGE = NtfsLayout.image(TinyVolume.withFiles());

    @DictionaryEntries({"FILE", "INDX", "RSTR", "$I30", "\u0000\u0000\u0000\u0080"})
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        ByteSource source = IMAGE.apply(input);
        Optional<NtfsVolume> read = Probe.read(NAME, () -> NtfsVolume.read(source));
        if (read.isEmpty()) {
            return;
        }
        NtfsVolume volume = read.get();
        Probe.read(NAME, volume::label);
        Probe.read(NAME, volume::dirty);
        Probe.read(NAME, volume::usedBytes);
        Probe.read(NAME, () -> MftCatalog.scan(volume, (record, problem) -> Probe.refusal(NAME, problem)));
        TreeProbe.tree(new NtfsTree(volume), NAME);
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(IMAGE.seeds().stream());
    }
}
