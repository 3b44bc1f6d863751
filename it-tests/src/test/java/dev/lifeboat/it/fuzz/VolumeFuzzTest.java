package dev.lifeboat.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.fat.FatImage;
import dev.lifeboat.formats.fat.FatType;
import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.partition.PartitionTable;
import dev.lifeboat.formats.partition.VolumeSummary;
import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes, from the first one on, are a volume of some kind, or of none. */
@ExtendWith(Inputs.class)
class VolumeFuzzTest {
    private static final String NAME = "any";

    @DictionaryEntries({
        "NTFS    ",
        "-FVE-FS-",
        "EXFAT   ",
        "ReFS",
        "FAT32   ",
        "XFSB",
        "NXSB",
        "LABELONE",
        "SWAPSPACE2",
        "CD001",
        "_BHRfS_M",
        "conectix",
        "vhdxfile",
        "U\u00aa",
    })
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyBytes(byte[] input) throws IOException {
        Inputs.count(input);
        ByteSource bytes = ByteSource.of(NAME, input);
        assertThat(Container.of(bytes)).isNotNull();
        Probe.read(NAME, () -> VolumeSummary.read(bytes));
        for (int sectorSize : new int[] {512, 4096}) {
            Probe.read(NAME, () -> PartitionTable.read(bytes, sectorSize));
        }
        Probe.read(NAME, () -> NtfsVolume.read(bytes));
        Probe.read(NAME, () -> FatVolume.read(bytes));
    }

    static Stream<byte[]> seeds() {
        Map<Integer, String> marks = new TreeMap<>(Map.of(
                0,
                "XFSB",
                3,
                "-FVE-FS-",
                32,
                "NXSB",
                512,
                "LABELONE",
                1024,
                "H+\0\4",
                1080,
                "S\u00ef",
                4086,
                "SWAPSPACE2"));
        Stream<byte[]> marked = marks.entrySet().stream().map(mark -> {
            byte[] bytes = new byte[4096];
            byte[] text = mark.getValue().getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(text, 0, bytes, mark.getKey(), text.length);
            return bytes;
        });
        Stream<byte[]> starts = Stream.of(
                        new TinyVolume().bytes(),
                        new FatImage(FatType.FAT12).bytes,
                        new FatImage(FatType.FAT16).bytes,
                        new FatImage(FatType.FAT32).bytes)
                .flatMap(volume -> Stream.of(Arrays.copyOf(volume, 512), Arrays.copyOf(volume, 8192)));
        return Inputs.seeds(Stream.concat(marked, starts));
    }
}
