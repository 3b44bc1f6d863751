package dev.lifeboat.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link SetWatch}: what counts as a change. */
class SetWatchTest {
    @TempDir
    Path folder;

    private Path image;
    private Path document;
    private Path catalog;
    private SetWatch watch;

    @BeforeEach
    void begin() throws IOException {
        Path version = Files.createDirectories(folder.resolve("PC/Backup 2026-01-31 120000"));
        image = Files.write(version.resolve("a.vhdx"), new byte[10]);
        document = Files.createFile(version.resolve("BackupSpecs.xml"));
        catalog = Files.createFile(
                Files.createDirectory(folder.resolve("PC/Catalog")).resolve("GlobalCatalog"));
        Files.createFile(version.resolve("notes.txt"));
        watch = SetWatch.begin(BackupLocation.find(folder.resolve("PC"), Optional.empty(), Optional.empty())
                .set()
                .orElseThrow());
    }

    @Test
    void nothing() throws IOException {
        Files.write(image.resolveSibling("notes.txt"), new byte[5]); // no part of the backup
        Files.readAllBytes(image);
        assertThat(watch.changed()).isEmpty();
    }

    @Test
    void aFileThatGrows() throws IOException {
        FileTime before = Files.getLastModifiedTime(image);
        Files.write(image, new byte[1], StandardOpenOption.APPEND);
        Files.setLastModifiedTime(image, before); // Windows sets it when the file is closed
        assertThat(watch.changed()).containsExactly(image);
    }

    @Test
    void aFileThatIsWrittenInPlace() throws IOException {
        Files.setLastModifiedTime(catalog, FileTime.from(Instant.parse("2026-01-31T12:00:00Z")));
        assertThat(watch.changed()).containsExactly(catalog);
    }

    @Test
    void aFileThatGoes() throws IOException {
        Files.delete(document);
        assertThat(watch.changed()).containsExactly(document);
    }

    @Test
    void whatIsNew() throws IOException {
        Path next = Files.createDirectory(folder.resolve("PC/Backup 2026-02-28 120000"));
        Path second = Files.createFile(image.resolveSibling("b.vhdx"));
        assertThat(watch.changed()).containsExactlyElementsOf(List.of(second, next));
    }

    @Test
    void noServiceThatWritesBackupsRunsHere() {
        assertThat(watch.writer()).isEmpty();
    }
}
