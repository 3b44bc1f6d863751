package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.backup.Access;
import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How files and paths of Windows behave, in a Java of Windows; WineJvmTest runs it. */
@Tag("windows-jvm")
class WindowsFilesTest {
    @TempDir
    private Path folder;

    private Path image(String name) throws IOException {
        return Files.copy(Path.of(System.getenv("LAB_IMAGE")), folder.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.vhdx",
                "Größe 日.vhdx",
                "with blank & (sign) %PATH%.vhdx",
                "\uD83D\uDE00.VHDX",
                "a.b.c.Vhdx"
            })
    void namesOfImages(String name) throws IOException {
        try (ImageSet set = ImageSet.open(BackupLocation.find(image(name), Optional.empty(), Optional.empty()))) {
            FileTree tree = FileTrees.open(set.volumes().get(2).volume());
            assertThat(tree.open(tree.find("/Größe 日.TXT"), "").size()).isPositive();
            assertThat(tree.open(tree.find("\\letter.txt".replace('\\', '/')), "note")
                            .size())
                    .isEqualTo(8);
        }
    }

    @Test
    void pathsLongerThanThoseOfOldPrograms() throws IOException {
        Path deep = folder;
        while (deep.toString().length() < 400) {
            deep = deep.resolve("a folder with a long name");
        }
        Files.createDirectories(deep);
        Path image = Files.copy(Path.of(System.getenv("LAB_IMAGE")), deep.resolve("disk.vhdx"));
        try (FileSource source = FileSource.open(image)) {
            assertThat(source.size()).isEqualTo(Files.size(image));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\\\.\\PhysicalDrive77", "\\\\server\\share\\none.vhdx", "Q:\\none.vhdx"})
    void whatIsNotThereIsNamed(String name) {
        assertThatThrownBy(() -> FileSource.open(Path.of(name)).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(name.substring(0, 1));
    }

    @Test
    void forwardSlashesAndCaseDoNotMatter() throws IOException {
        image("Disk.vhdx");
        Path other = Path.of(folder.toString().replace('\\', '/').toUpperCase(Locale.ROOT), "DISK.VHDX");
        try (FileSource source = FileSource.open(other)) {
            assertThat(source.size()).isPositive();
        }
    }

    @Test
    void whatAnotherProgramHoldsIsInUse() throws Exception {
        Path file = image("held.vhdx");
        OpenOption alone = (OpenOption) Class.forName("com.sun.nio.file.ExtendedOpenOption")
                .getField("NOSHARE_READ")
                .get(null);
        try (FileChannel held = FileChannel.open(file, StandardOpenOption.READ, alone)) {
            assertThat(held.isOpen()).isTrue();
            assertThatThrownBy(() -> FileSource.open(file).close())
                    .isInstanceOfSatisfying(FileSystemException.class, e -> assertThat(Access.of(e))
                            .isEqualTo(Access.IN_USE));
        }
        try (FileSource source = FileSource.open(file)) {
            assertThat(source.size()).isPositive();
        }
    }

    /** Nothing that is open for reading here keeps others from reading; but it cannot be deleted meanwhile. */
    @Test
    void readingSharesTheFile() throws IOException {
        Path file = image("shared.vhdx");
        try (FileSource one = FileSource.open(file);
                FileSource two = FileSource.open(file)) {
            ByteBuffer signature = ByteBuffer.allocate(8);
            one.read(0, signature);
            assertThat(new String(signature.array(), UTF_8)).isEqualTo("vhdxfile");
            assertThat(two.size()).isEqualTo(one.size());
        }
        Files.delete(file);
        assertThat(file).doesNotExist();
    }

    @Test
    void aMissingFileIsMissing() {
        assertThatThrownBy(() -> FileSource.open(folder.resolve("none.vhdx")).close())
                .isInstanceOfSatisfying(
                        NoSuchFileException.class, e -> assertThat(Access.of(e)).isEqualTo(Access.MISSING));
    }

    @Test
    void textFilesOfPeopleAreUtf8() throws IOException {
        Path file = Files.writeString(folder.resolve("größe.txt"), "日本\r\nGröße\r\n");
        assertThat(Files.readAllLines(file)).containsExactly("日本", "Größe");
        assertThat(file.getFileName()).hasToString("größe.txt");
    }
}
