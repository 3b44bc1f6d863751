package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.ntfs.TinyVolume;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Wrong usage, missing input, and faults of the program itself: one line, and the right exit code. */
class UsageTest {
    @TempDir
    Path folder;

    private Path image() throws IOException {
        return Files.write(folder.resolve("C.img"), TinyVolume.withFiles().bytes());
    }

    private static void fails(Cli.Run run, int code, String... lines) {
        assertThat(run.err().lines()).containsExactly(lines);
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void repairsTheFoldersThatShellsOfWindowsComplete() {
        String[] args = {"list", "E:\"", "--backup", "2026", "\""};
        Main.repairFolders(args);
        assertThat(args).containsExactly("list", "E:\\", "--backup", "2026", "\\");
    }

    @Test
    void namesAMissingParameter() {
        fails(Cli.run("ls"), 2, "lifeboat: Missing required parameter: 'PATH'", "Try 'lifeboat ls --help'.");
        fails(
                Cli.run("cat", "C.img"),
                2,
                "lifeboat: Missing required parameter: 'VOLUME:/FILE[:STREAM]'",
                "Try 'lifeboat cat --help'.");
    }

    @Test
    void namesAnUnknownOption() {
        fails(
                Cli.run("verify", "C.img", "--bogus"),
                2,
                "lifeboat: Unknown option: '--bogus'",
                "Try 'lifeboat verify --help'.");
    }

    @Test
    void refusesADepthOfNothing() throws IOException {
        fails(
                Cli.run("tree", image(), "--depth", 0),
                2,
                "lifeboat: --depth must be 1 or more, not 0",
                "Try 'lifeboat tree --help'.");
    }

    @Test
    void refusesAFindingThatThereIsNot() {
        fails(
                Cli.run("explain", "ntfs.none"),
                2,
                "lifeboat: there is no finding 'ntfs.none'; 'lifeboat explain' lists them");
    }

    @Test
    void saysThatTheInputIsNotThere() {
        Path none = folder.resolve("none.vhdx");
        for (String command : new String[] {"list", "ls", "verify", "tree"}) {
            fails(Cli.run(command, none), 3, "lifeboat: " + none + ": does not exist");
        }
    }

    @Test
    void saysThatAFolderHoldsNoBackup() {
        fails(
                Cli.run("verify", folder),
                3,
                "lifeboat: " + folder
                        + ": holds no backup: there is no folder 'Backup YYYY-MM-DD HHMMSS' with images in it");
    }

    @Test
    void asksWhichComputerIsMeant() throws IOException {
        for (String computer : new String[] {"HOME-PC", "OFFICE-PC"}) {
            Path version = folder.resolve("WindowsImageBackup/" + computer + "/Backup 2026-01-31 120000");
            Files.createDirectories(version);
            Files.write(version.resolve("C.vhdx"), new byte[100]);
        }
        fails(
                Cli.run("ls", folder),
                2,
                "lifeboat: " + folder.resolve("WindowsImageBackup")
                        + " holds backups of several computers: HOME-PC, OFFICE-PC; choose one with --machine NAME");
    }

    /** A verdict on the image alone would be taken for one on the backup. */
    @Test
    void namesTheImageInAFolderThatHoldsABackup() throws IOException {
        TinyVolume volume = TinyVolume.withFiles();
        volume.directory(49, TinyVolume.ROOT, "WindowsImageBackup");
        volume.directory(50, 49, "PC");
        volume.directory(51, 50, "Backup 2026-01-31 120000");
        volume.file(52, 51, "C.vhdx").resident(0x80, "", new byte[100]);
        Path image = Files.write(folder.resolve("Backup.vhdx"), volume.bytes());
        for (String command : new String[] {"list", "ls", "verify", "tree"}) {
            fails(
                    Cli.run(command, folder),
                    2,
                    "lifeboat: " + folder + " has no WindowsImageBackup folder, but a backup lies inside " + image
                            + "; name the image as PATH, or take the images themselves with --outer");
            assertThat(Cli.run(command, folder, "--outer").err()).isEmpty();
        }
    }

    @Test
    void saysThatAVolumeOrFileIsNotThere() throws IOException {
        Cli.Run run = Cli.run("ls", image(), "7:/");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).startsWith("lifeboat: 7: is no volume here");
        fails(Cli.run("ls", image(), "1:/none"), 3, "lifeboat: /none: there is no 'none' in /");
    }

    /** What throws it would otherwise end Java with 1, the code of an image that cannot be restored. */
    @Test
    void aFaultOfTheProgramIsNoVerdict() {
        @Command(name = "boom")
        class Boom implements Runnable {
            @Override
            public void run() {
                throw new StackOverflowError("deep");
            }
        }
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(err));
        line.addSubcommand(new Boom());
        assertThat(Main.run(line, "boom")).isEqualTo(70);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("lifeboat: an error inside Lifeboat, not in the image:"
                        + " java.lang.StackOverflowError: deep\n");
    }

    @Test
    void tooLittleMemoryIsNoVerdict() {
        StringWriter err = new StringWriter();
        assertThat(Errors.internal(new OutOfMemoryError("Java heap space"), new PrintWriter(err)))
                .isEqualTo(70);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("lifeboat: there is not enough memory (Java heap space); run with"
                        + " LIFEBOAT_JAVA_OPTS=-Xmx4g\n");
    }

    @Test
    void anExceptionNobodyExpectedAsksForAReport() {
        @Command(name = "boom")
        class Boom implements Runnable {
            @Override
            public void run() {
                throw new IllegalStateException("\u001b[2Joops");
            }
        }
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(err));
        line.addSubcommand(new Boom());
        line.getSubcommands().get("boom").setErr(line.getErr());
        assertThat(Main.run(line, "--debug", "boom")).isEqualTo(70);
        assertThat(err.toString())
                .startsWith("lifeboat: an error inside Lifeboat, not in the image: java.lang.IllegalStateException:"
                        + " \\u001b[2Joops")
                .contains("The image was not changed. Please report this with the output of --debug.")
                .contains("    at dev.lifeboat.cli.UsageTest")
                .doesNotContain("\u001b");
    }
}
