package dev.lifeboat.formats.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.VolumeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link BackupVersion}, {@link SetImage} and {@link ComputerBackups}: what names mean. */
class BackupVersionTest {
    @TempDir
    Path folder;

    @Test
    void theNameIsATimeInUtc() {
        assertThat(BackupVersion.time("Backup 2024-02-29 235959")).contains(Instant.parse("2024-02-29T23:59:59Z"));
        assertThat(BackupVersion.time("BACKUP 0000-01-01 000000")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Backup 2026-13-45 999999",
                "Backup 2023-02-29 000000",
                "Backup 2026-01-01 240000",
                "Backup 2026-01-01 235960",
                "Backup +12026-01-01 000000",
                "Backup -2026-01-01 000000",
                "Backup 2026-01-01 000000 ",
                " Backup 2026-01-01 000000",
                "Backup 2026-1-1 000000",
                "Backup 2026-01-01 0000",
                "Backup ２０２６-01-01 000000",
                "Backup 2026-01-01\n000000",
                "Backup",
                ""
            })
    void anyOtherNameIsNone(String name) {
        assertThat(BackupVersion.time(name)).isEmpty();
    }

    @Test
    void theIdentifierIsThatOfWbadmin() {
        // Its own output: 12:26 PM at UTC-7 is 06/30/2026-19:26.
        assertThat(BackupVersion.of(Path.of("Backup 2026-06-30 192600")).identifier())
                .contains("06/30/2026-19:26");
        assertThat(BackupVersion.of(Path.of("Backup")).identifier()).isEmpty();
    }

    @Test
    void anImageIsNamedByItsVolume() {
        UUID guid = UUID.fromString("5d1f0c2e-3b44-4c55-9a66-0718293a4b5c");
        assertThat(SetImage.of(Path.of("5D1F0C2E-3B44-4C55-9A66-0718293A4B5C.VHDX"))
                        .flatMap(SetImage::volume))
                .contains(new VolumeName(guid));
        for (String other : new String[] {
            "Esp.vhdx",
            "5d1f0c2e-3b44-4c55-9a66-0718293a4b5.vhdx",
            "..5d1f0c2e-3b44-4c55-9a66-0718293a4b5c.vhdx",
            "5d1f0c2e-3b44-4c55-9a66-0718293a4b5c}x{.vhdx",
            "5d1f0c2e-3b44-4c55-9a66-0718293a..5c.vhdx",
            ".vhd"
        }) {
            assertThat(SetImage.of(Path.of(other)).orElseThrow().volume())
                    .as(other)
                    .isEmpty();
        }
        assertThat(SetImage.of(Path.of("ESP.VHD")).orElseThrow().esp()).isTrue();
        assertThat(SetImage.of(Path.of("Esp2.vhd")).orElseThrow().esp()).isFalse();
        assertThat(SetImage.of(Path.of("a.vhdx.txt"))).isEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "makes links and pipes")
    void linksAndPipesAreNotWaitedFor() throws Exception {
        Path computer = Files.createDirectory(folder.resolve("PC"));
        for (String pipe : new String[] {
            "MediaId", "Catalog/GlobalCatalog", "SPPMetadataCache/a", "Backup 2026-01-31 120000/a.vhdx"
        }) {
            Path path = computer.resolve(pipe);
            Files.createDirectories(path.getParent());
            assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                    .isZero();
        }
        Files.createSymbolicLink(
                computer.resolve("Backup 2026-02-01 120000"), computer.resolve("Backup 2026-02-01 120000"));
        Files.createSymbolicLink(computer.resolve("up"), folder);
        Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
        Files.createSymbolicLink(folder.resolve("gone"), folder.resolve("nowhere"));
        BackupStore store = BackupStore.of(folder);
        assertThat(store.computers()).singleElement().satisfies(found -> {
            assertThat(found.mediaId()).isEmpty();
            assertThat(found.catalogs()).isEmpty();
            assertThat(found.metadataCache()).isEmpty();
            assertThat(found.versions()).hasSize(1);
            assertThat(found.versions().get(0).images()).isEmpty();
        });
        assertThat(store.others()).hasSize(2);
    }

    @Test
    void onlyGuidsCountAsVersionsMade() throws IOException {
        Path cache = Files.createDirectories(folder.resolve("PC/SPPMetadataCache"));
        for (String name : new String[] {
            "{2b7c9f30-6d1e-4e5a-b8c4-93a1f0e7d625}", "{2B7C9F30-6D1E-4E5A-B8C4-93A1F0E7D626}", "desktop.ini", "{..}"
        }) {
            Files.createFile(cache.resolve(name));
        }
        assertThat(ComputerBackups.of(folder.resolve("PC")).versionsMade()).isEqualTo(2);
    }
}
