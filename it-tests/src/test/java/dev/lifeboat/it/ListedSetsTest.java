package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.BackupStore;
import dev.lifeboat.formats.backup.BackupVersion;
import dev.lifeboat.formats.backup.ComputerBackups;
import dev.lifeboat.formats.backup.OpaqueFile;
import dev.lifeboat.formats.backup.SetImage;
import dev.lifeboat.formats.backup.document.DocumentName;
import dev.lifeboat.formats.backup.document.WellKnownWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backups that Windows wrote, of which people published the listings: the same names and sizes with no content, read as the
 * listing says. What a listing leaves out of a GUID is filled up with zeros.
 */
class ListedSetsTest {
    private static final String ADDITIONAL = "_AdditionalFilesc3b9f3c7-5e52-4d5e-8b20-19adc95a34c7.xml";
    private static final Map<String, WellKnownWriter> WRITERS_OF_WINDOWS_7 = Map.of(
            "4dc3bdd4-ab48-4d07-adb0-3bee2926fd7f", WellKnownWriter.SHADOW_COPY_OPTIMIZATION,
            "542da469-d3e1-473c-9f4f-7847f01fc64f", WellKnownWriter.COM_PLUS_REGDB,
            "a6ad56c2-b509-4e6c-bb19-49d8f43532f0", WellKnownWriter.WMI,
            "afbab4a2-367d-4d15-a586-71dbb18f8485", WellKnownWriter.REGISTRY,
            "be000cbe-11fe-4426-9c58-531aa6355fc4", WellKnownWriter.ASR,
            "cd3f2362-8bef-46c7-9181-d62844cdc0b2", WellKnownWriter.MS_SEARCH,
            "e8132975-6f93-4464-a53e-1050253ae220", WellKnownWriter.SYSTEM);

    @TempDir
    private Path folder;

    private Path store;

    private void make(String path, long size) throws IOException {
        Path file = store.resolve(path);
        Files.createDirectories(file.getParent());
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(size); // a hole, whatever the size
        }
    }

    private void makeComputer(String computer, long globalCatalog, long backupCatalog) throws IOException {
        store = folder.resolve("WindowsImageBackup");
        make(computer + "/MediaId", 16);
        make(computer + "/Catalog/GlobalCatalog", globalCatalog);
        make(computer + "/Catalog/BackupGlobalCatalog", backupCatalog);
    }

    private void makeDocuments(String version, String prefix, long specs, long components) throws IOException {
        make(version + "/BackupSpecs.xml", specs);
        make(version + "/" + prefix + ADDITIONAL, 1078);
        make(version + "/" + prefix + "_Components.xml", components);
        make(version + "/" + prefix + "_RegistryExcludes.xml", 6542);
    }

    private ComputerBackups onlyComputer() throws IOException {
        BackupStore found = BackupLocation.store(folder).orElseThrow();
        assertThat(found.named()).isTrue();
        assertThat(found.problem()).isEmpty();
        assertThat(found.computers()).hasSize(1);
        return found.computers().get(0);
    }

    private static List<Optional<String>> volumes(BackupVersion version) {
        return version.images().stream()
                .map(SetImage::volume)
                .map(volume -> volume.map(v -> v.guid().toString()))
                .toList();
    }

    @Test
    void windows7OnAShare() throws IOException {
        makeComputer("L4mpje-PC", 7440, 5698);
        Files.createFile(folder.resolve("SDT65CB.tmp"));
        make("L4mpje-PC/SPPMetadataCache/{cd113385-65ff-4ea2-8ced-5630f6feca8f}", 57848);
        String version = "L4mpje-PC/Backup 2019-02-22 124351";
        make(version + "/9b9cfbc3-369e-11e9-a17c-806e6f6e6963.vhd", 37761024);
        make(version + "/9b9cfbc4-369e-11e9-a17c-806e6f6e6963.vhd", 5418299392L);
        makeDocuments(version, "cd113385-65ff-4ea2-8ced-5630f6feca8f", 1186, 8930);
        for (String writer : WRITERS_OF_WINDOWS_7.keySet()) {
            make(version + "/cd113385-65ff-4ea2-8ced-5630f6feca8f_Writer" + writer + ".xml", 3844);
        }
        ComputerBackups computer = onlyComputer();
        assertThat(computer.name()).isEqualTo("L4mpje-PC");
        assertThat(computer.mediaId().map(OpaqueFile::size)).contains(16L);
        assertThat(computer.catalog("globalcatalog").map(OpaqueFile::size)).contains(7440L);
        assertThat(computer.catalog("BackupGlobalCatalog").map(OpaqueFile::size))
                .contains(5698L);
        assertThat(computer.metadataCache()).extracting(OpaqueFile::size).containsExactly(57848L);
        assertThat(computer.versionsMade()).isEqualTo(1);
        assertThat(computer.others()).isEmpty();
        BackupVersion only = computer.newest().orElseThrow();
        assertThat(only.time()).contains(Instant.parse("2019-02-22T12:43:51Z"));
        assertThat(only.identifier()).contains("02/22/2019-12:43");
        assertThat(volumes(only))
                .containsExactly(
                        Optional.of("9b9cfbc3-369e-11e9-a17c-806e6f6e6963"),
                        Optional.of("9b9cfbc4-369e-11e9-a17c-806e6f6e6963"));
        assertThat(only.images()).noneMatch(SetImage::esp);
        assertThat(only.documents()).hasSize(11);
        assertThat(only.others()).isEmpty();
        assertThat(only.documents(DocumentName.Kind.WRITER))
                .extracting(d -> d.name().writer().orElseThrow())
                .containsExactlyInAnyOrderElementsOf(WRITERS_OF_WINDOWS_7.values());
        assertThat(only.documents())
                .filteredOn(d -> d.name().kind() != DocumentName.Kind.BACKUP_SPECS)
                .allMatch(
                        d -> d.name().prefix().orElseThrow().toString().equals("cd113385-65ff-4ea2-8ced-5630f6feca8f"));
    }

    @Test
    void windows7WithOlderVersionsInARenamedFolder() throws IOException {
        makeComputer("e6420", 18560, 17644);
        List<String> prefixes = List.of(
                "019f6a8c-d666-4606-aeeb-9d850eb00000",
                "3ef8df1d-0000-0000-0000-000000000000",
                "403a138f-0000-0000-0000-000000000000",
                "730c456a-0000-0000-0000-000000000000",
                "7baf6646-0000-0000-0000-000000000000",
                "9cc18c9d-0000-0000-0000-000000000000",
                "b226ade4-0000-0000-0000-000000000000",
                "d7b67476-0000-0000-0000-000000000000",
                "dc745737-7e88-4fc4-b4eb-be75345c0000");
        for (String prefix : prefixes) {
            make("e6420/SPPMetadataCache/{" + prefix + "}", 101880);
        }
        String version = "e6420/Backup 2019-01-03 204229";
        make(version + "/4cbef1c6-5a5c-11e6-90ea-806e6f6e6963.vhd", 75_800_000_000L);
        makeDocuments(version, prefixes.get(8), 668, 13282);
        ComputerBackups computer = onlyComputer();
        assertThat(computer.versionsMade()).isEqualTo(9);
        assertThat(computer.versions())
                .extracting(v -> v.identifier().orElseThrow())
                .containsExactly("01/03/2019-20:42");
        Path renamed = Files.move(store, folder.resolve("WindowsImageBackupe6420Jan"));
        BackupLocation location = BackupLocation.find(renamed, Optional.empty(), Optional.empty());
        assertThat(location.computer()).contains("e6420");
        assertThat(location.set().orElseThrow().store().orElseThrow().named()).isFalse();
    }

    @Test
    void serverBackupOfAFolder() throws IOException {
        makeComputer("DC01", 7440, 5698);
        Files.createDirectory(store.resolve("DC01/SPPMetadataCache"));
        String version = "DC01/Backup 2024-11-12 223721";
        make(version + "/6cd5140b-0000-0000-0000-602200000000.vhdx", 4 << 20);
        makeDocuments(version, "f9ca56fb-a9e5-4e74-9b40-94dd91374000", 668, 1000);
        ComputerBackups computer = onlyComputer();
        assertThat(computer.metadataCache()).isEmpty();
        BackupVersion only = computer.newest().orElseThrow();
        assertThat(only.documents(DocumentName.Kind.WRITER)).isEmpty();
        assertThat(only.documents()).hasSize(4);
        assertThat(only.images().get(0).volume().orElseThrow().mbrPartition().orElseThrow())
                .hasToString("disk signature 6cd5140b, offset 0x22600000");
    }

    @Test
    void windows11WithUefi() throws IOException {
        makeComputer("UEFI-A", 7440, 5698);
        String version = "UEFI-A/Backup 2026-05-13 090023";
        make(version + "/5efa1bda-0000-4000-8000-000000000000.vhdx", 1119879168);
        make(version + "/Esp.vhdx", 207618048);
        make(version + "/d88fe253-0000-4000-8000-000000000000.vhdx", 2816722599936L);
        BackupVersion only = onlyComputer().newest().orElseThrow();
        assertThat(only.time()).contains(Instant.parse("2026-05-13T09:00:23Z")); // 05:00 where it ran, at UTC-4
        assertThat(only.images())
                .extracting(SetImage::name)
                .filteredOn(n -> n.startsWith("E"))
                .hasSize(1);
        assertThat(only.images()).filteredOn(SetImage::esp).singleElement().matches(i -> i.volume()
                .isEmpty());
        assertThat(volumes(only)).hasSize(3);
    }

    /** Beside what Windows writes lies what scripts write, and another version that is not the newest. */
    @Test
    void extrasAndVersions() throws IOException {
        makeComputer("PDC22", 7440, 5698);
        make("PDC22/Backup 2026-04-18 090830/06fedb78-0000-0000-0000-500600000000.vhdx", 4 << 20);
        make("PDC22/backup 2026-05-01 000000/06fedb78-0000-0000-0000-500600000000.vhdx", 4 << 20);
        make("PDC22/Drivers/oem1.inf", 1);
        make("PDC22/ProductKey.txt", 29);
        make("PDC22/MyApps.json", 2);
        make("PDC22/Logs/a.etl", 1);
        make("PDC22/notes.txt", 1);
        make("PDC22/Backup 2026-13-45 999999/a.vhdx", 1);
        make("PDC22/Backup 2026-06-01 000000", 1); // a file
        ComputerBackups computer = onlyComputer();
        assertThat(computer.versions())
                .extracting(BackupVersion::name)
                .containsExactly("Backup 2026-04-18 090830", "backup 2026-05-01 000000");
        assertThat(computer.versions()
                        .get(0)
                        .images()
                        .get(0)
                        .volume()
                        .orElseThrow()
                        .mbrPartition()
                        .orElseThrow())
                .hasToString("disk signature 06fedb78, offset 0x6500000");
        assertThat(computer.extras())
                .extracting(p -> p.getFileName().toString())
                .containsExactly("Drivers", "MyApps.json", "ProductKey.txt");
        assertThat(computer.others())
                .extracting(p -> p.getFileName().toString())
                .containsExactly("Backup 2026-06-01 000000", "Backup 2026-13-45 999999", "notes.txt");
    }
}
