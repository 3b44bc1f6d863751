package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.ComputerBackups;
import dev.lifeboat.formats.backup.OpaqueFile;
import dev.lifeboat.formats.ntfs.TinyVolume;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code list} and {@code info} on sets of which something is missing. */
class MissingTest {
    private static final String SPECS = "BackupSpecs.xml";

    @TempDir
    Path folder;

    private Path computer;
    private Path version;

    @BeforeEach
    void makeFolders() throws IOException {
        computer = Files.createDirectories(folder.resolve("WindowsImageBackup/PC"));
        version = Files.createDirectory(computer.resolve("Backup 2026-01-31 120000"));
    }

    private static String missing(Cli.Run run) {
        return run.lines().stream()
                .filter(line -> line.startsWith("Missing"))
                .findFirst()
                .orElse("");
    }

    @Test
    void aVersionWithoutImagesIsShownAllTheSame() throws IOException {
        Files.createFile(computer.resolve("MediaId"));
        Cli.Run run = Cli.run("list", folder);
        assertThat(run.out()).contains("Computer  PC", "Version   01/31/2026-12:00");
        assertThat(missing(run))
                .isEqualTo("Missing   all images, BackupSpecs.xml, Components.xml, Catalog"
                        + " ('lifeboat verify' says what that means)");
        assertThat(run.err()).contains("holds no image (.vhdx or .vhd)");
        assertThat(run.code()).isEqualTo(3);
        assertThat(Cli.run("list", folder, "--json").out())
                .contains("\"computer\":\"PC\"", "\"missing\":[\"all images\"", "\"images\":[],\"volumes\":[]");
    }

    @Test
    void infoTellsOfAVersionWithoutImagesWhatItCan() throws IOException {
        Files.write(version.resolve(SPECS), new byte[] {'<'});
        Cli.Run run = Cli.run("info", folder);
        assertThat(run.out()).contains("Computer: PC", "all images", "Unreadable documents:");
        assertThat(run.err()).contains("holds no image (.vhdx or .vhd)");
        assertThat(run.code()).isEqualTo(3);
    }

    @Test
    void aVersionWhoseOnlyImageIsDamagedIsShownAllTheSame() throws IOException {
        Files.write(version.resolve("C.vhdx"), Arrays.copyOf("vhdxfile".getBytes(StandardCharsets.US_ASCII), 100));
        Cli.Run run = Cli.run("list", folder);
        assertThat(run.out()).contains("Computer  PC");
        assertThat(run.err()).contains("C.vhdx").hasLineCount(1);
        assertThat(run.code()).isEqualTo(3);
        assertThat(Cli.run("info", folder).code()).isEqualTo(3);
        assertThat(Cli.run("ls", folder).code()).isEqualTo(3);
    }

    /** Anybody may have put anything there. */
    @Test
    void infoShowsSomeOfManyTexts() throws IOException {
        Path catalogs = Files.createDirectory(computer.resolve("Catalog"));
        byte[] texts = "abc\u0000".repeat(9_000).getBytes(StandardCharsets.UTF_16LE);
        for (int i = 0; i < 4; i++) {
            Files.write(catalogs.resolve("Catalog" + i), texts);
        }
        Cli.Run run = Cli.run("info", folder);
        assertThat(run.out()).contains("Texts left out: 7000", "Texts left out: 9000");
        assertThat(run.lines()).hasSizeBetween(20_000, 20_100);
    }

    @Test
    void infoIsNotCompleteIfACatalogCannotBeRead() throws IOException {
        BackupSet set = BackupLocation.find(folder, Optional.empty(), Optional.empty())
                .set()
                .orElseThrow();
        ComputerBackups found = set.computer();
        Path file = computer.resolve("Catalog/GlobalCatalog");
        OpaqueFile closed = new OpaqueFile(file, -1, Optional.of(new AccessDeniedException(file.toString())));
        ComputerBackups of = new ComputerBackups(
                found.folder(),
                found.versions(),
                found.mediaId(),
                List.of(closed),
                found.metadataCache(),
                found.extras(),
                found.others(),
                found.problem());
        SetFacts facts = new SetFacts(new BackupSet(set.store(), of, set.version()));
        StringWriter text = new StringWriter();
        new FactsText(new PrintWriter(text)).write(facts.facts(Instant.now()));
        assertThat(text.toString()).contains("Error: may not be read by this user");
        assertThat(facts.complete()).isFalse();
    }

    /** The folder above is not a computer because there are images in this one. */
    @Test
    void aFolderOfImagesLacksNothing() throws IOException {
        Path images = Files.createDirectory(folder.resolve("disks"));
        Files.write(images.resolve("C.vhd"), TinyVolume.withFiles().bytes());
        Cli.Run run = Cli.run("list", images);
        assertThat(run.out()).doesNotContain("Computer", "Missing").contains("Folder    " + images, "C.vhd: raw");
        assertThat(Cli.run("list", images, "--json").out()).doesNotContain("computer", "missing");
        assertThat(Cli.run("info", images).out())
                .doesNotContain("Computer", "issing")
                .contains("TINY");
    }
}
