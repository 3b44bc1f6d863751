package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.ntfs.TinyVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify --target} and its like, of an image of one volume: what is said, asked and refused. */
class TargetOptionsTest {
    @TempDir
    Path folder;

    private Path image;

    @BeforeEach
    void write() throws IOException {
        image = Files.write(folder.resolve("C.img"), TinyVolume.withFiles().bytes());
    }

    private Cli.Run verify(Object... options) {
        List<Object> args = new ArrayList<>(List.of("verify", image));
        args.addAll(List.of(options));
        return Cli.run(args.toArray());
    }

    private void refuses(String message, Object... options) {
        Cli.Run run = verify(options);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("lifeboat: " + message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void withoutATargetNobodyIsAskedButToldSo() {
        Cli.Run run = verify("--all");
        assertThat(run.code()).isZero();
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("whether it fits the disks and the firmware of another computer, which --target asks.")
                .doesNotContain("fit.");
    }

    @Test
    void aVolumeDoesNotTellItsDisk() {
        Cli.Run run = verify("--target", "32GB", "--target", "1MiB", "--json");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out())
                .contains("{\"severity\":\"UNDECIDED\",\"id\":\"fit.size-unknown\",\"where\":\"C.img\"")
                .contains("did not find any (0x80042413)");
        assertThat(verify("--target", "32GB").out().replaceAll("\\s+", " "))
                .contains("cannot be told. Nothing else that has to be checked is open.");
    }

    @Test
    void tooSmallIsNotRestorable() {
        Cli.Run run = verify("--target", "0.5MB");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("NOT RESTORABLE")
                .contains("LOST  fit.system-disk-too-small")
                .contains("No other finding");
    }

    /** The verdict has two reasons then, and the image is one of them. */
    @Test
    void aDamagedImageIsNotExcusedByTheTarget() throws IOException {
        TinyVolume volume = TinyVolume.withFiles();
        volume.bytes()[TinyVolume.recordAt(TinyVolume.HELLO) + 510] ^= 1;
        volume.bytes()[TinyVolume.recordAt(0) + 510] ^= 1;
        Files.write(image, volume.bytes());
        Cli.Run run = verify("--target", "0.5MB");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("LOST  fit.", "LOST  ntfs.", "Do not rely on this image");
    }

    @Test
    void anImageOfADiskWillDoAsATarget() throws IOException {
        Path disk = folder.resolve("new.img");
        Files.write(disk, new byte[1 << 16]);
        Cli.Run run = verify("--target-disk", disk);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("65536 bytes");
        assertThat(verify("--target-disk", folder.resolve("none")).code()).isEqualTo(3);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        refuses("--target-firmware says more of a new computer", "--target-firmware", "uefi");
        refuses("--target-sector-size says more of a new computer", "--target-sector-size", 512);
        refuses("--target-sector-size must be 512 or 4096, not 520", "--target", "1TB", "--target-sector-size", 520);
        refuses("Invalid value for option '--target-firmware'", "--target", "1TB", "--target-firmware", "efi64");
        refuses("Invalid value for option '--target'", "--target", "large");
    }

    @Test
    void aWimFitsAnywhere() throws IOException {
        image = folder.resolve("install.wim");
        Files.writeString(image, "MSWIM\0\0\0");
        refuses("--target is for backups and images of disks", "--target", "1TB");
    }
}
