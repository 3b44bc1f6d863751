package dev.lifeboat.it.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.ntfs.MftCatalog;
import dev.lifeboat.formats.ntfs.NtfsFile;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.ReparsePoint;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.security.SecurityDescriptor;
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
    private static final EditedImage IMAGE = NtfsLayout.image();

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
        for (long number = 0; number < TinyVolume.RECORDS; number++) {
            long record = number;
            Probe.read(NAME, () -> volume.file(record)).ifPresent(file -> look(volume, file));
        }
    }

    /** What few commands ask for. */
    private static void look(NtfsVolume volume, NtfsFile file) {
        try {
            Optional<SecurityDescriptor> security =
                    Probe.read(NAME, () -> volume.security(file)).flatMap(found -> found);
            if (security.isPresent()) {
                Probe.read(NAME, security.get()::sddl);
            }
            Probe.read(NAME, () -> volume.objectId(file));
            Probe.read(NAME, file::extendedAttributes);
            Probe.read(NAME, file::onlineOnly);
            Optional<ReparsePoint> reparse =
                    Probe.read(NAME, file::reparsePoint).flatMap(found -> found);
            if (reparse.isPresent()) {
                Probe.read(NAME, reparse.get()::appExecLink);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(IMAGE.seeds().stream());
    }
}
