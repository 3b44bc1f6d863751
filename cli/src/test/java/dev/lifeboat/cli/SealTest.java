package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.ntfs.TinyVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code seal}, and {@code verify --full} with it. */
class SealTest {
    @TempDir
    Path folder;

    private final TinyVolume volume = TinyVolume.withFiles();
    private Path image;

    @BeforeEach
    void writeImage() throws IOException {
        image = Files.write(folder.resolve("C.img"), volume.bytes());
    }

    @Test
    void tellsWhereTheSealIsAndItsRoot() {
        Cli.Run run = Cli.run("seal", image);
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines())
                .startsWith("Sealed: 1 file, 701 KB.", "Seal: " + folder.resolve("Lifeboat/C.img/seal"))
                .anyMatch(line -> line.matches("Root: [0-9a-f]{64}"));
        Cli.Run again = Cli.run("seal", image);
        assertThat(again.code()).isZero();
        assertThat(again.lines().get(0)).startsWith("Sealed already, 20").endsWith(": 1 file, 701 KB.");
    }

    @Test
    void writesJson() {
        assertThat(Cli.run("seal", image, "--json").lines())
                .singleElement()
                .asString()
                .startsWith("{\"seal\":\"" + folder.resolve("Lifeboat/C.img/seal") + "\",\"root\":\"")
                .contains(
                        "\"files\":1,\"bytes\":717312,\"chunks\":1,\"before\":false,\"resumed\":0,\"verdict\":\"NO FAULT FOUND (quick)\"");
    }

    @Test
    void exportsChecksumsAlsoOfWhatIsSealedAlready() throws IOException {
        Cli.run("seal", image);
        Path sums = folder.resolve("SUMS");
        Cli.Run run = Cli.run("seal", image, "--export", sums);
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Compare with: cd \"" + folder + "\" && sha256sum -c \"" + sums + "\"");
        assertThat(Files.readString(sums)).matches("[0-9a-f]{64}  C\\.img\n");
    }

    @Test
    void writesNothingIntoABackup() {
        Cli.Run run = Cli.run("seal", image, "--export", folder.resolve("WindowsImageBackup/PC/SUMS"));
        assertThat(run.code()).isEqualTo(6);
        assertThat(run.err())
                .contains("is in a backup, where nothing is ever written; name another place with --export");
    }

    @Test
    void theListOfChecksumsReplacesNothingButAnother() throws IOException {
        byte[] bytes = Files.readAllBytes(image);
        Path link = Files.createLink(folder.resolve("SUMS"), image);
        Path text = Files.writeString(folder.resolve("letter.txt"), "Dear all\n");
        for (Path file : new Path[] {image, link, text, folder}) {
            Cli.Run run = Cli.run("seal", image, "--export", file);
            assertThat(run.code()).isEqualTo(6);
            assertThat(run.err()).contains(file.toString());
        }
        assertThat(image).hasBinaryContent(bytes);
        assertThat(link).hasBinaryContent(bytes);
        assertThat(text).hasContent("Dear all\n");
        Path sums = folder.resolve("SHA256SUMS");
        Path other = Files.writeString(folder.resolve("SHA256SUMS.new"), "mine");
        for (int i = 0; i < 2; i++) {
            assertThat(Cli.run("seal", image, "--export", sums).code()).isZero();
            assertThat(Files.readString(sums)).endsWith("  C.img\n");
        }
        assertThat(other).hasContent("mine");
    }

    @Test
    void whatIsDamagedIsSealedAndSaysSo() throws IOException {
        volume.bytes()[TinyVolume.recordAt(TinyVolume.HELLO) + 510] ^= 1;
        Files.write(image, volume.bytes());
        Cli.Run run = Cli.run("seal", image);
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).contains("But 'lifeboat verify' says RESTORABLE WITH LOSS of it.");
    }

    @Test
    void fullReadsEveryByteWithoutASeal() {
        Cli.Run run = Cli.run("verify", image, "--full");
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .startsWith("RESTORABLE, AS FAR AS AN IMAGE CAN SHOW (full)")
                .contains("NOTE  seal.none");
        assertThat(run.out()).contains("without a seal");
    }

    @Test
    void fullNamesWhatIsHit() throws IOException {
        Cli.run("seal", image);
        FileTime time = Files.getLastModifiedTime(image);
        volume.bytes()[300 * TinyVolume.CLUSTER] ^= 1;
        Files.write(image, volume.bytes());
        Files.setLastModifiedTime(image, time);
        Cli.Run run = Cli.run("verify", image, "--full");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.lines()).contains("UNDECIDED  seal.damaged-structure", "DAMAGED  seal.damaged");
        assertThat(run.out()).contains("Docs/Fragmented.bin").contains("what happened to the content of files before");
        Cli.Run quick = Cli.run("verify", image);
        assertThat(quick.code()).isZero();
        assertThat(quick.lines()).contains("NOTE  seal.fits");
    }

    @Test
    void aKeyThatIsNoneIsRefused() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "x");
        Cli.Run run = Cli.run("verify", image, "--seal-key", key);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("is no PEM file with '-----BEGIN PUBLIC KEY-----'");
    }

    @Test
    void explainKnowsTheLevel() {
        assertThat(Cli.run("explain", "seal.damaged-file").lines())
                .contains("Verdict:  RESTORABLE WITH LOSS", "Level:    full");
        assertThat(Cli.run("explain", "seal.fits").lines()).contains("Level:    quick");
    }

    @Test
    void fullNotesThatEveryByteWasCompared() {
        Cli.run("seal", image);
        Cli.Run run = Cli.run("verify", image, "--full");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("RESTORABLE, AS FAR AS AN IMAGE CAN SHOW (full)");
        assertThat(folder.resolve("Lifeboat/C.img/checked")).isRegularFile();
        assertThat(Cli.run("verify", image).out()).contains("; last compared with it at");
    }

    /** Its bytes are those of the image, which were compared; the seal of the backup, if there is one, was not. */
    @Test
    void ofABackupInsideAnImageTheComparisonOfTheImageIsNoted() throws IOException {
        TinyVolume disk = TinyVolume.withFiles();
        disk.directory(49, TinyVolume.ROOT, "WindowsImageBackup");
        disk.directory(50, 49, "PC");
        disk.directory(51, 50, "Backup 2026-01-31 120000");
        disk.file(52, 51, "C.vhdx").resident(0x80, "", new byte[] {1});
        Path outer = Files.write(folder.resolve("Backup.img"), disk.bytes());
        int before = Cli.run("verify", outer, "--full").code();
        assertThat(Cli.run("seal", outer).code()).isZero();
        Cli.Run run = Cli.run("verify", outer, "--full", "--all");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(before);
        assertThat(run.out()).contains("The backup lies inside the image", "GOOD  seal.matches");
        assertThat(folder.resolve("Lifeboat/Backup.img/checked")).isRegularFile();
    }

    @Test
    void aNoteThatFailsTakesNothingOfTheReport() throws IOException {
        Assumptions.assumeTrue(System.getenv("XDG_DATA_HOME") == null, "needs the usual data folder");
        Cli.run("seal", image);
        Files.createDirectories(folder.resolve("Lifeboat/C.img/checked/in the way"));
        String home = System.getProperty("user.home");
        System.setProperty(
                "user.home",
                Files.writeString(folder.resolve("home"), "no folder").toString());
        try {
            Cli.Run run = Cli.run("verify", image, "--full");
            assertThat(run.code()).isZero();
            assertThat(run.out()).startsWith("RESTORABLE, AS FAR AS AN IMAGE CAN SHOW (full)");
            assertThat(run.err()).startsWith("That every byte was compared could not be noted: ");
        } finally {
            System.setProperty("user.home", home);
        }
    }
}
