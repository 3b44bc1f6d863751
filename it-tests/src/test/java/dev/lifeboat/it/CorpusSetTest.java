package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verdict;
import dev.lifeboat.verify.report.Verifier;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sets put together from what Windows wrote: volumes of the corpus under the names of a real server's volumes, its real ASR
 * document and Components, and a BackupSpecs.xml of the published wording and length. The server had a system partition, C:
 * and two data volumes, E: and F:; what is said of the set is what a person who reads the documents would say.
 */
@ExtendWith(Corpus.class)
class CorpusSetTest {
    private static final String SYSTEM_RESERVED = "c7463aba-f40d-11e9-80c7-806e6f6e6963";
    private static final String C = "c7463abb-f40d-11e9-80c7-806e6f6e6963";
    private static final String E = "b26e0a9e-f4a4-11e9-80cd-0050569f7760";
    private static final String F = "43025f8a-07b0-11ea-80d1-0050569f7760";
    private static final String PREFIX = "cd113385-65ff-4ea2-8ced-5630f6feca8f";
    private static final String SERVER_2022 = "Velocidex+velociraptor/test.vhdx.gz";
    private static final String WINDOWS_10 = "DFIR-ORC+dfir-orc/ntfs.vhd.gz";
    private static final String BTRFS = "LTRData+DiscUtils/btrfs.vhdx.gz";
    private static final String NO_E = "NOTE set.left-out: does not hold E: (" + E + ")";
    private static final String NO_F = "NOTE set.left-out: does not hold F: (" + F + ")";
    private static final String NO_WINDOWS =
            "LOST windows.none: has no volume with the folder /Windows/System32/config";

    @TempDir
    private Path folder;

    private Path computer;
    private Path version;

    @BeforeEach
    void makeFolders() throws IOException {
        computer = Files.createDirectories(folder.resolve("WindowsImageBackup/SRV"));
        version = Files.createDirectory(computer.resolve("Backup 2019-02-22 124351"));
        Files.write(computer.resolve("MediaId"), new byte[16]);
        Files.createDirectory(computer.resolve("Catalog"));
        for (String catalog : List.of("GlobalCatalog", "BackupGlobalCatalog")) {
            Files.write(computer.resolve("Catalog").resolve(catalog), "\0\0\0SRV\0".getBytes(UTF_16LE));
        }
        Files.createDirectory(computer.resolve("SPPMetadataCache"));
        Files.write(computer.resolve("SPPMetadataCache/{" + PREFIX + "}"), new byte[57848]);
    }

    private void image(String name, Path from) throws IOException {
        Files.copy(from, version.resolve(name));
    }

    private void image(String name, String corpus) throws IOException {
        image(name, Corpus.unpack(Corpus.entry(corpus)));
    }

    private void realDocuments() throws IOException {
        for (Path file : Corpus.files("vss-documents/no_sql", ".xml")) {
            String name = file.getFileName().toString();
            if (name.startsWith("WM")) {
                String text = Files.readString(file);
                String writer = text.replaceFirst("(?s).*?writerId=\"([^\"]*)\".*", "$1");
                Files.copy(file, version.resolve(PREFIX + "_Writer" + writer + ".xml"));
            } else if (name.startsWith("BC")) {
                Files.copy(file, version.resolve(PREFIX + "_Components.xml"));
            }
        }
    }

    /** The published text: two volumes have 1186 bytes. */
    private void specs(String... volumes) throws IOException {
        StringBuilder text = new StringBuilder("<BackupSpecs><FileSpecs>");
        for (int i = 0; i < volumes.length; i += 2) {
            String name = "\\\\?\\Volume{" + volumes[i] + "}\\";
            String letter = volumes[i + 1];
            text.append("<Volume Name=\"" + name + "\" AccessPath=\"" + letter + "\" OriginalAccessPath=\"" + letter)
                    .append("\" Label=\"\" OriginalLabel=\"\" ><FileSpec FilePath=\"")
                    .append(letter.isEmpty() ? name : letter + "\\")
                    .append("\" FileName=\"*\" IsRecursive=\"true\" IsInclude=\"true\" /></Volume>");
        }
        text.append(
                "</FileSpecs><SystemState IsPresent=\"false\" /><AllCritical IsPresent=\"false\" /></BackupSpecs>\0");
        Files.write(version.resolve("BackupSpecs.xml"), text.toString().getBytes(UTF_16LE));
    }

    /** Without what is said of the start and of recovery environments: the images are put together of parts that no computer would start from. */
    private void expect(Verdict verdict, String... findings) throws IOException {
        Report report = Verifier.verify(BackupLocation.find(folder, Optional.empty(), Optional.empty()), Progress.NONE);
        List<Finding> of = report.findings().stream()
                .filter(f -> !f.rule().id().matches("(boot|recovery)\\..*|set\\.not-at-top"))
                .toList();
        assertThat(of)
                .filteredOn(f -> f.severity() != Severity.GOOD)
                .extracting(f -> f.severity() + " " + f.rule().id() + ": " + f.message())
                .containsExactlyInAnyOrder(findings);
        assertThat(of.stream().map(f -> Verdict.of(f.severity())).max(Comparator.naturalOrder()))
                .contains(verdict);
    }

    @Test
    void volumesOfWindowsWithoutAWindowsOnThem() throws IOException {
        realDocuments();
        specs(SYSTEM_RESERVED, "", C, "C:");
        assertThat(version.resolve("BackupSpecs.xml")).hasSize(1186);
        image(SYSTEM_RESERVED + ".vhd", WINDOWS_10);
        image(C + ".vhdx", SERVER_2022);
        expect(Verdict.NOT_RESTORABLE, NO_WINDOWS, NO_E, NO_F);
    }

    /** A data volume that was asked for and is here; another that was not, and is not. */
    @Test
    void aWholeServer() throws IOException {
        Path sample = SetCopy.original(folder.resolve("sample"))
                .resolve("WindowsImageBackup/OFFICE-PC")
                .resolve(SetCopy.VERSION);
        realDocuments();
        specs(SYSTEM_RESERVED, "", C, "C:", F, "F:");
        image(SYSTEM_RESERVED + ".vhdx", new SetImages(folder, sample).forBios());
        image(C + ".vhdx", sample.resolve(SetCopy.C + ".vhdx"));
        image(F + ".vhdx", SERVER_2022);
        expect(Verdict.NO_FAULT, NO_E);
        Files.delete(version.resolve(F + ".vhdx"));
        expect(Verdict.WITH_LOSS, "DAMAGED set.volume-missing: lacks the image of F: (" + F + ")", NO_E);
        Files.delete(version.resolve(SYSTEM_RESERVED + ".vhdx"));
        expect(
                Verdict.NOT_RESTORABLE,
                "LOST set.critical-volume-missing: lacks the image of " + SYSTEM_RESERVED,
                "DAMAGED set.volume-missing: lacks the image of F: (" + F + ")",
                NO_E);
    }

    @Test
    void whatIsOnCIsOfLinux() throws IOException {
        realDocuments();
        specs(SYSTEM_RESERVED, "", C, "C:");
        image(SYSTEM_RESERVED + ".vhd", WINDOWS_10);
        image(C + ".vhdx", BTRFS);
        Report report = Verifier.verify(BackupLocation.find(folder, Optional.empty(), Optional.empty()), Progress.NONE);
        assertThat(report.findings())
                .filteredOn(f -> f.severity().compareTo(Severity.NOTE) > 0)
                .extracting(f -> f.severity() + " " + f.rule().id() + ": " + f.message())
                .containsExactly(NO_WINDOWS);
    }

    /** As Windows Server writes it when a folder was backed up: no writers' documents, and SPPMetadataCache is empty. */
    @Test
    void aBackupOfFiles() throws IOException {
        String volume = "6cd5140b-0000-0000-0000-602200000000";
        realDocuments();
        try (DirectoryStream<Path> writers = Files.newDirectoryStream(version, "*_Writer*")) {
            for (Path writer : writers) {
                Files.delete(writer);
            }
        }
        Files.delete(computer.resolve("SPPMetadataCache/{" + PREFIX + "}"));
        specs(volume, "C:");
        assertThat(version.resolve("BackupSpecs.xml")).hasSize(668);
        image(volume + ".vhdx", SERVER_2022);
        expect(
                Verdict.NOT_RESTORABLE,
                "LOST document.no-asr: lacks ..._Writerbe000cbe-11fe-4426-9c58-531aa6355fc4.xml",
                NO_WINDOWS);
    }

    @Test
    void theImageOfAnotherComputer() throws IOException {
        realDocuments();
        specs(SYSTEM_RESERVED, "", C, "C:");
        image(SYSTEM_RESERVED + ".vhd", WINDOWS_10);
        image("9b9cfbc4-369e-11e9-a17c-806e6f6e6963.vhdx", SERVER_2022);
        expect(
                Verdict.NOT_RESTORABLE,
                "LOST set.critical-volume-missing: lacks the image of C: (" + C + ")",
                "NOTE set.image-unexpected: is named in no document",
                NO_E,
                NO_F);
    }
}
