package dev.lifeboat.formats.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.VolumeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetVolumesTest {
    private static final VolumeName C = name(1);
    private static final VolumeName D = name(2);
    private static final VolumeName RECOVERY = name(3);

    @TempDir
    Path folder;

    private static VolumeName name(int last) {
        return new VolumeName(new UUID(0x1234_5678_0000_0000L, last));
    }

    private BackupVersion version(String... images) throws IOException {
        for (String image : images) {
            Files.createFile(folder.resolve(image));
        }
        return BackupVersion.of(folder);
    }

    private static Set<VolumeName> volumes(VolumeName... names) {
        return new LinkedHashSet<>(List.of(names));
    }

    @Test
    void namesWhatHasNoImageTheCriticalFirst() throws IOException {
        SetVolumes volumes = new SetVolumes(volumes(RECOVERY, C), volumes(D, C), Optional.empty(), false);
        assertThat(volumes.withoutImage(version())).containsExactly(RECOVERY, C, D);
    }

    @Test
    void anImageIsThatOfTheVolumeItIsNamedAfter() throws IOException {
        SetVolumes volumes = new SetVolumes(volumes(C), volumes(C, D), Optional.empty(), false);
        assertThat(volumes.withoutImage(version(C.guid().toString().toUpperCase(Locale.ROOT) + ".VHDX", "D.vhdx")))
                .containsExactly(D);
    }

    @Test
    void aComputerWithUefiNeedsAnEsp() throws IOException {
        assertThat(esp(Optional.empty(), true).lacksEsp(version(C.guid() + ".vhdx")))
                .isTrue();
        assertThat(esp(Optional.empty(), false).lacksEsp(version())).isFalse();
        assertThat(esp(Optional.of(RECOVERY), true).lacksEsp(version(D.guid() + ".vhdx")))
                .isTrue();
    }

    @Test
    void theEspMayBeCalledSoOrByItsGuid() throws IOException {
        assertThat(esp(Optional.of(C), true).lacksEsp(version(C.guid() + ".vhdx")))
                .isFalse();
        assertThat(esp(Optional.of(D), true).lacksEsp(version("ESP.VHDX"))).isFalse();
    }

    private static SetVolumes esp(Optional<VolumeName> name, boolean needed) {
        return new SetVolumes(Set.of(), Set.of(), name, needed);
    }

    @Test
    void withoutDocumentsNothingIsKnownToBeMissing() throws IOException {
        BackupVersion version = version();
        SetVolumes volumes = SetVolumes.of(version, SetDocuments.read(version));
        assertThat(volumes.withoutImage(version)).isEmpty();
        assertThat(volumes.lacksEsp(version)).isFalse();
    }
}
