package dev.lifeboat.verify.check.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.AsrMetadata.Disk;
import dev.lifeboat.formats.backup.document.AsrMetadata.Volume;
import dev.lifeboat.formats.backup.document.VolumeName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whether what is not in the backup may have lain on a disk that is restored. */
class LeftOutVolumesTest {
    private static final VolumeName C = name("5d1f0c2e-3b44-4c55-9a66-0718293a4b5c");
    private static final VolumeName D = name("9e8d7c6b-5a49-4f38-8e27-16f5e4d3c2b1");
    /** Of the drive with the backup: an MBR disk. */
    private static final VolumeName USB = name("000000bb-0000-0000-0000-100000000000");

    private static final VolumeName MBR_C = name("000000aa-0000-0000-0000-100000000000");
    private static final VolumeName MBR_D = name("000000aa-0000-0000-0000-200000000000");

    private static VolumeName name(String guid) {
        return new VolumeName(UUID.fromString(guid));
    }

    private static LeftOutVolumes of(VolumeName here, VolumeName... all) {
        return LeftOutVolumes.of(
                Set.of(here),
                List.of(all).stream()
                        .map(name -> new Volume(name, false, Optional.empty()))
                        .toList());
    }

    @Test
    void onlyNamesThatTellAnotherDiskAreElsewhere() {
        assertThat(of(C, C).elsewhere()).isTrue();
        assertThat(of(C, C, USB).elsewhere()).isTrue();
        assertThat(of(C, C, D).elsewhere()).isFalse();
        assertThat(of(MBR_C, MBR_C, USB).elsewhere()).isTrue();
        assertThat(of(MBR_C, MBR_C, MBR_D).elsewhere()).isFalse();
    }

    private static Disk disk(long signature) {
        return new Disk(0, OptionalLong.of(signature), false);
    }

    private static final Disk GPT = new Disk(0, OptionalLong.empty(), false);
    private static final Disk RAW = new Disk(0, OptionalLong.empty(), true);

    @Test
    void theDriveWithTheBackupDoesNotCount() {
        assertThat(of(C, C, USB).allOnOne(List.of(GPT))).isTrue();
        assertThat(of(C, C, USB).allOnOne(List.of(GPT, disk(0xbb)))).isTrue();
        assertThat(of(C, C, USB).allOnOne(List.of(GPT, disk(0xbb), RAW))).isTrue();
        assertThat(of(C, C, USB).allOnOne(List.of(GPT, disk(0xcc)))).isFalse();
        assertThat(of(C, C, USB).allOnOne(List.of(GPT, GPT))).isFalse();
        assertThat(of(C, C).allOnOne(List.of())).isFalse();
        assertThat(of(MBR_C, MBR_C, MBR_D).allOnOne(List.of(disk(0xaa)))).isTrue();
    }
}
