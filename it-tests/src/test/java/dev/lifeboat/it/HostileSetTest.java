package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.BackupStore;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verdict;
import dev.lifeboat.verify.report.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that no Windows writes, but somebody may hand over: many, strange and misleading names. These tests have 256 MB. */
class HostileSetTest {
    private static final int MANY = 100_000;

    @TempDir
    private static Path folder;

    private static Path original;

    @BeforeAll
    static void prepare() throws IOException {
        original = SetCopy.original(folder);
    }

    private static SetCopy copy() throws IOException {
        return SetCopy.of(original, Files.createTempDirectory(folder, "set"));
    }

    private static List<String> ids(Report report) {
        return report.findings().stream()
                .filter(f -> f.severity() != Severity.GOOD && !SetCopy.isOfStandIn(f))
                .map(f -> f.rule().id())
                .distinct()
                .toList();
    }

    @Test
    @Timeout(180)
    void aHundredComputers() throws IOException {
        SetCopy set = copy();
        for (int i = 0; i < 99; i++) {
            Path computer = set.store().resolve(String.format("PC-%02d", i));
            SetCopy.of(set.computer(), computer);
        }
        BackupStore store = BackupLocation.store(set.top()).orElseThrow();
        assertThat(store.computers())
                .hasSize(100)
                .allMatch(c -> c.newest().orElseThrow().images().size() == 3);
        Report report = set.verify();
        assertThat(report.verdict()).isEqualTo(Verdict.NO_FAULT);
        assertThat(report.findings())
                .filteredOn(f -> f.rule().id().equals("set.several-computers"))
                .singleElement()
                .extracting(Finding::message)
                .isEqualTo("holds 100 computers: OFFICE-PC, PC-00, PC-01, PC-02, PC-03, PC-04, PC-05, PC-06, PC-07,"
                        + " PC-08, ...");
        Tools.Result run = Lifeboat.run(folder, "ls", set.top());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.output()).hasLineCount(1).contains("PC-18 and 80 more; choose one with --machine NAME");
        Tools.Result all = Lifeboat.run(folder, "verify", set.top());
        assertThat(all.exit()).isZero();
        assertThat(all.output()).contains("all 100 computers: no fault was found", "  PC-98 ");
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void aHundredThousandNamesInEachFolder() throws IOException {
        SetCopy set = copy();
        for (Path place : List.of(set.store(), set.computer(), set.version())) {
            for (int i = 0; i < MANY; i++) {
                Files.createFile(place.resolve("file " + i));
            }
        }
        long start = System.nanoTime();
        Report report = set.verify();
        assertThat(ids(report)).containsExactly("set.not-at-top");
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(60);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void specsOfAHundredThousandVolumes() throws IOException {
        SetCopy set = copy();
        StringBuilder volumes = new StringBuilder("<BackupSpecs><FileSpecs>");
        for (int i = 0; i < MANY; i++) {
            volumes.append(String.format(
                    "<Volume Name=\"\\\\?\\Volume{%08x-0000-4000-8000-000000000000}\\\" AccessPath=\"D:\""
                            + " OriginalAccessPath=\"\"/>",
                    i));
        }
        set.write(SetCopy.SPECS, volumes + "</FileSpecs></BackupSpecs>");
        Report report = set.verify();
        assertThat(ids(report)).contains("set.volume-missing");
        assertThat(report.omitted().get("set.volume-missing")).isEqualTo(MANY - Finding.SHOWN_OF_A_RULE);
        assertThat(report.verdict()).isEqualTo(Verdict.WITH_LOSS);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void asrOfManyVolumes() throws IOException {
        SetCopy set = copy();
        StringBuilder volumes = new StringBuilder();
        for (int i = 0; i < MANY / 4; i++) {
            volumes.append(String.format(
                    "<FILE_GROUP logicalPath=\"Volumes\" componentName=\"Volume{%08x-0000-4000-8000-000000000000}\""
                            + " restoreMetadata=\"no\" notifyOnBackupComplete=\"no\" selectable=\"%s\""
                            + " selectableForRestore=\"no\" componentFlags=\"0\"/>",
                    i, i % 2 == 0 ? "no" : "yes"));
        }
        set.edit(SetCopy.ASR, "</BACKUP_LOCATIONS>", volumes + "</BACKUP_LOCATIONS>");
        Report report = set.verify();
        assertThat(ids(report)).contains("set.critical-volume-missing", "set.left-out");
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_RESTORABLE);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void moreDocumentsThanAnybodyReads() throws IOException {
        SetCopy set = copy();
        for (int i = 0; i < 20_000; i++) {
            Files.createLink(
                    set.file(String.format("%08x-0000-4000-8000-000000000000_Writer%08x", i, i)
                            + "-0000-4000-8000-000000000000.xml"),
                    set.file(SetCopy.WMI));
        }
        Report report = set.verify();
        assertThat(ids(report)).contains("document.unsupported").doesNotContain("document.no-asr");
        assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void imagesThatAreNone() throws IOException {
        SetCopy set = copy();
        for (int i = 0; i < 20_000; i++) {
            Files.createFile(set.file("image " + i + ".vhdx"));
        }
        Report report = set.verify();
        assertThat(ids(report))
                .contains("image.unreadable", "set.image-unexpected")
                .doesNotContain("windows.none");
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_RESTORABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "КОМПЬЮТЕР",
                "办公室电脑",
                "😀-PC",
                "BU\u0308RO",
                "PC\nNO FAULT FOUND",
                "PC\u001b[2J\u001b[1;1HNO FAULT FOUND",
                "PC\u202eCP",
                "PC\r",
                "..PC..",
                "{..}",
                "-h",
                "%n%s",
                " "
            })
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows allows few of these names")
    void aComputerOfAnyName(String name) throws IOException {
        SetCopy set = copy();
        Files.move(set.computer(), set.store().resolve(name));
        String machine = name.startsWith("-") ? "--quick" : "--machine=" + name; // or it would be taken for an option
        Tools.Result run = Lifeboat.run(folder, "verify", set.top(), "--all", machine);
        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(run.output().lines().filter(line -> line.startsWith("NO FAULT FOUND")))
                .hasSize(1);
        assertThat(run.output()).doesNotContain("\u001b", "\r", "\u202e");
        if (name.codePoints().allMatch(Character::isLetter)) {
            assertThat(run.output()).contains("    " + name + ": does not stand in the catalogs");
        }
        Tools.Result json = Lifeboat.run(folder, "verify", set.top(), "--json");
        assertThat(json.output()).hasLineCount(1).doesNotContain("\u001b");
    }

    /** Bytes that are no text: half a surrogate pair as some programs write it, and a byte of another encoding. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there, names are UTF-16")
    void namesThatAreNoText() throws IOException {
        Tools.require("python3");
        SetCopy set = copy();
        Tools.run(
                folder,
                "python3",
                "-c",
                "import os,sys; top=os.fsencode(sys.argv[1]);"
                        + " [open(os.path.join(top,*p),'w') for p in"
                        + " ((b'\\xed\\xa0\\x80.vhdx',),(b'OFFICE-PC',b'\\xff.vhdx'))];"
                        + " os.rename(os.path.join(top,b'OFFICE-PC'),os.path.join(top,b'OFF\\xfc\\xed\\xa0\\x80'))",
                set.store().toString());
        Tools.Result run = Lifeboat.run(folder, "verify", set.top());
        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(run.output()).startsWith("NO FAULT FOUND").contains("set.stray-image", "set.computer-renamed");
    }

    @Test
    void whatOnlyLooksLikeAVersion() throws IOException {
        SetCopy set = copy();
        Files.createFile(set.computer().resolve("Backup 2027-01-01 000000"));
        Path impossible = Files.createDirectory(set.computer().resolve("Backup 2026-13-45 999999"));
        Files.createLink(impossible.resolve("a.vhdx"), set.image(SetCopy.C));
        Files.createSymbolicLink(
                set.computer().resolve("Backup 2028-01-01 000000"), set.top().resolve("nowhere"));
        Files.createSymbolicLink(
                set.computer().resolve("Backup 2029-01-01 000000"), Path.of("Backup 2029-01-01 000000"));
        Files.createSymbolicLink(set.computer().resolve("up"), set.store());
        Files.createDirectory(set.file("folder.vhdx"));
        Files.createDirectory(set.computer().resolve("folder.vhdx"));
        assertThat(ids(set.verify())).containsExactly("set.not-at-top");
        Report named =
                Verifier.verify(BackupLocation.find(impossible, Optional.empty(), Optional.empty()), Progress.NONE);
        assertThat(named.verdict()).isEqualTo(Verdict.NOT_RESTORABLE); // images, and nothing that says what they are
    }

    /** Links to folders are followed, as Windows does; those that lead round in a circle are nothing. */
    @Test
    void linksToFolders() throws IOException {
        SetCopy set = copy();
        Path elsewhere = Files.createTempDirectory(folder, "elsewhere").resolve("v");
        Files.move(set.version(), elsewhere);
        Files.createSymbolicLink(set.version(), elsewhere);
        Files.createSymbolicLink(set.store().resolve("loop"), set.store().resolve("loop"));
        Files.createSymbolicLink(set.store().resolve("round"), set.store());
        assertThat(ids(set.verify())).containsExactly("set.not-at-top");
    }

    @Test
    void aLinkedImageThatLeadsNowhereIsNotThere() throws IOException {
        SetCopy set = copy();
        set.delete(set.image(SetCopy.C));
        Files.createSymbolicLink(set.image(SetCopy.C), set.top().resolve("nowhere"));
        assertThat(ids(set.verify())).containsExactlyInAnyOrder("set.not-at-top", "set.critical-volume-missing");
    }
}
