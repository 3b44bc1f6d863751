package dev.lifeboat.formats.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link BackupLocation}: which images a path means. */
class BackupLocationTest {
    @TempDir
    Path folder;

    private Path image(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private BackupLocation find(String path) throws IOException {
        return find(path, null, null);
    }

    private BackupLocation find(String path, String machine, String version) throws IOException {
        return BackupLocation.find(folder.resolve(path), Optional.ofNullable(machine), Optional.ofNullable(version));
    }

    /** As on a Windows drive to which somebody copied the images alone; the top of a zip is one, too. */
    @Test
    void imagesAtTheTopOfADrive() throws IOException {
        try (FileSystem drive = FileSystems.newFileSystem(folder.resolve("drive.zip"), Map.of("create", "true"))) {
            Path top = drive.getPath("/");
            Files.write(top.resolve("5d1f0c2e-3b44-4c55-9a66-0718293a4b5c.vhdx"), new byte[1]);
            BackupLocation location = BackupLocation.find(top, Optional.empty(), Optional.empty());
            assertThat(location.images()).hasSize(1);
            assertThat(location.set().orElseThrow().version().name()).isEqualTo("root"); // E on a Windows drive
        }
    }

    @Test
    void everyLevelMeansTheSame() throws IOException {
        Path image = image("WindowsImageBackup/PC/Backup 2026-01-31 120000/a.vhdx");
        for (String path : new String[] {
            "", "WindowsImageBackup", "WindowsImageBackup/PC", "WindowsImageBackup/PC/Backup 2026-01-31 120000"
        }) {
            BackupLocation found = find(path);
            assertThat(found.images()).as(path).containsExactly(image);
            assertThat(found.computer()).contains("PC");
            assertThat(found.backup()).contains("Backup 2026-01-31 120000");
            assertThat(found.set().orElseThrow().store()).isPresent();
        }
        assertThat(BackupLocation.find(image, Optional.empty(), Optional.empty())
                        .set())
                .isEmpty();
    }

    @Test
    void aStrayImageMakesNoVersionOfAStoreOrComputer() throws IOException {
        Path image = image("WindowsImageBackup/PC/Backup 2026-01-31 120000/a.vhdx");
        image("WindowsImageBackup/stray.vhdx");
        image("WindowsImageBackup/PC/stray.vhdx");
        assertThat(find("WindowsImageBackup").images()).containsExactly(image);
        assertThat(find("WindowsImageBackup/PC").images()).containsExactly(image);
        assertThat(BackupLocation.store(folder).orElseThrow().others()).hasSize(1);
    }

    @Test
    void aFolderOfImagesWillDo() throws IOException {
        Path image = image("copies/a.vhdx");
        assertThat(find("copies").images()).containsExactly(image);
    }

    @Test
    void theNewestIsMeant() throws IOException {
        image("PC/Backup 2026-02-01 000000/new.vhdx");
        image("PC/backup 2026-01-01 000000/old.vhdx"); // sorts behind it by name
        assertThat(find("PC").backup()).contains("Backup 2026-02-01 000000");
    }

    @Test
    void aVersionIsChosenByItsWholeNameOrIdentifierOnly() throws IOException {
        image("PC/Backup 2026-01-31 120000/a.vhdx");
        image("PC/Backup 2026-01-31 120001/b.vhdx");
        image("PC/Backup 2026-02-28 120000/c.vhdx");
        assertThat(find("PC", null, "2026-01-31 120001").backup()).contains("Backup 2026-01-31 120001");
        assertThat(find("PC", null, "backup 2026-01-31 120000").backup()).contains("Backup 2026-01-31 120000");
        assertThat(find("PC", null, "02/28/2026-12:00").backup()).contains("Backup 2026-02-28 120000");
        for (String wrong : new String[] {"", "0", "120000", "01/31/2026", "31/01/2026-12:00"}) {
            assertThatThrownBy(() -> find("PC", null, wrong))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining("has no backup '" + wrong + "'; it has Backup 2026-01-31 120000, ");
        }
        assertThatThrownBy(() -> find("PC", null, "01/31/2026-12:00"))
                .isInstanceOf(AmbiguousBackupException.class)
                .hasMessageEndingWith("holds several backups '01/31/2026-12:00': Backup 2026-01-31 120000,"
                        + " Backup 2026-01-31 120001; give the whole name");
    }

    @Test
    void namesThatDifferInCaseOnlyAreForAPersonToChoose() throws IOException {
        image("WindowsImageBackup/PC/Backup 2026-01-31 120000/a.vhdx");
        Assumptions.assumeFalse(
                Files.exists(folder.resolve("WINDOWSIMAGEBACKUP")), "this file system does not tell case apart");
        Path other = image("WINDOWSIMAGEBACKUP/pc/Backup 2026-01-31 120000/b.vhdx");
        Path third = image("WINDOWSIMAGEBACKUP/PC/Backup 2026-01-31 120000/c.vhdx");
        assertThatThrownBy(() -> find(""))
                .isInstanceOf(AmbiguousBackupException.class)
                .hasMessageEndingWith("holds WINDOWSIMAGEBACKUP and WindowsImageBackup, which are the same name to"
                        + " Windows; give the path of one of them");
        assertThat(find("WINDOWSIMAGEBACKUP", "pc", null).images()).containsExactly(other);
        assertThat(find("WINDOWSIMAGEBACKUP", "PC", null).images()).containsExactly(third);
    }

    @Test
    void ofThousandsOfComputersTheFirstAreNamed() throws IOException {
        for (int i = 100; i < 125; i++) {
            image("WindowsImageBackup/PC" + i + "/Backup 2026-01-31 120000/a.vhdx");
        }
        assertThatThrownBy(() -> find(""))
                .isInstanceOf(AmbiguousBackupException.class)
                .hasMessageContaining("PC100, PC101")
                .hasMessageEndingWith("PC119 and 5 more; choose one with --machine NAME");
    }

    @Test
    void nothingIsToldApartFromNothingReadable() throws IOException {
        assertThatThrownBy(() -> find("none"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageEndingWith("does not exist");
        Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> find("empty"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("holds no backup");
    }

    @Test
    void whatAPathMeansIsNotOverruled() throws IOException {
        Path image = image("WindowsImageBackup/PC/Backup 2026-01-31 120000/a.vhdx");
        String version = "WindowsImageBackup/PC/Backup 2026-01-31 120000";
        assertThat(find(version, "pc", "01/31/2026-12:00").images()).containsExactly(image);
        assertThat(find("WindowsImageBackup/PC", "pc", null).images()).containsExactly(image);
        for (String path : new String[] {version, "WindowsImageBackup/PC"}) {
            assertThatThrownBy(() -> find(path, "LAPTOP", null))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageEndingWith("is no backup of 'LAPTOP' but of PC");
        }
        assertThatThrownBy(() -> find(version, null, "2026-01-31 120001"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageEndingWith("is not the backup '2026-01-31 120001' but Backup 2026-01-31 120000");
    }
}
