package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.ntfs.NtfsBytes;
import dev.lifeboat.formats.ntfs.TinyVolume;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes built by hand, mounted: links that want out, files that cannot be decoded, damage, images that go away. */
class FuseFaultsTest {
    private static final int FREE = TinyVolume.FREE;

    @TempDir
    private Path folder;

    private final TinyVolume volume = TinyVolume.withFiles();

    @BeforeEach
    void tools() {
        Mounted.require();
    }

    private Path where() {
        return folder.resolve("shown");
    }

    private Mounted mounted() throws IOException {
        Path image = Files.write(folder.resolve("C.img"), volume.bytes());
        return Mounted.volume(image, where());
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String link(String name) throws IOException {
        return Files.readSymbolicLink(where().resolve(name)).toString();
    }

    private TinyVolume symlink(int number, int parent, String name, String target) {
        volume.file(number, parent, name)
                .remove(0x10)
                .resident(0x10, "", NtfsBytes.standardInformation(NtfsBytes.ARCHIVE | NtfsBytes.REPARSE))
                .resident(0xc0, "", NtfsBytes.symlink(target, target, true));
        return volume;
    }

    @Test
    void linksOfTheVolumeLeadToTheirFiles() throws IOException {
        symlink(FREE, TinyVolume.DOCS, "up.txt", "..\\DOCS\\Hello.TXT");
        symlink(FREE + 1, TinyVolume.DOCS, "root", "\\");
        try (Mounted mounted = mounted()) {
            assertThat(link("link.txt")).isEqualTo("Docs/hello.txt");
            assertThat(where().resolve("link.txt")).hasContent("Hello, world\n");
            assertThat(link("Docs/up.txt")).isEqualTo("hello.txt");
            assertThat(where().resolve("Docs/up.txt")).hasContent("Hello, world\n");
            assertThat(link("Docs/root")).isEqualTo("..");
            assertThat(Files.size(where().resolve("Docs/hello.txt"))).isEqualTo(13);
            assertThat((long) Files.getAttribute(where().resolve("link.txt"), "size", LinkOption.NOFOLLOW_LINKS))
                    .isEqualTo("Docs/hello.txt".length());
            assertThat(mounted.problems()).isEmpty();
        }
    }

    /** Nobody says that this volume was C:, nor is there Windows' own link that would. */
    @Test
    void aLinkToADriveLeadsNowhere() throws IOException {
        try (Mounted mounted = mounted()) {
            assertThat(link("Junction")).isEqualTo("C:\\Docs");
            assertThat(Files.exists(where().resolve("Junction"))).isFalse();
            assertThat(mounted.problems()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..\\..\\etc\\passwd", "../../../../../../etc/passwd", "/etc/passwd", "\\\\server\\share"})
    void noLinkLeadsOut(String target) throws IOException {
        symlink(FREE, TinyVolume.DOCS, "out", target);
        try (Mounted mounted = mounted()) {
            assertThat(link("Docs/out")).doesNotContain("/");
            assertThat(Files.exists(where().resolve("Docs/out"))).isFalse();
            assertThat(mounted.problems()).isEmpty();
        }
    }

    /** Its text would be right below one folder, and lead out of the mount below the other. */
    @Test
    void aLinkInAFolderWithTwoNamesHasNoText() throws IOException {
        volume.directory(FREE, TinyVolume.DOCS, "inner");
        symlink(FREE + 1, FREE, "out", "..\\..\\linked.txt");
        volume.entries(TinyVolume.ROOT).add(new TinyVolume.Entry(FREE, -1, "alias", 3, -1));
        try (Mounted mounted = mounted()) {
            assertThat(link("Docs/inner/out")).isEqualTo("../../linked.txt");
            assertThatThrownBy(() -> link("alias/out")).isInstanceOf(IOException.class);
            assertThat(mounted.problems()).hasSize(1).first().asString().contains("a folder that is not its own");
        }
    }

    @Test
    void foldersThatHoldThemselvesEnd() throws IOException {
        volume.directory(FREE, TinyVolume.DOCS, "inner");
        volume.entries(FREE).add(new TinyVolume.Entry(TinyVolume.DOCS, -1, "again", 3, -1));
        volume.entries(FREE).add(new TinyVolume.Entry(TinyVolume.ROOT, -1, "top", 3, -1));
        try (Mounted mounted = mounted()) {
            Tools.Result found = Tools.tryRun(folder, "timeout", "20", "find", "shown");
            assertThat(found.exit()).isIn(0, 1); // 124 if it had gone on
            assertThat(found.output().lines().count()).isLessThan(1000);
            assertThat(where().resolve("Docs/hello.txt")).hasContent("Hello, world\n");
            assertThat(mounted.problems()).isEmpty();
        }
    }

    @Test
    void whatCannotBeDecodedIsAnErrorAndNotZeros() throws IOException {
        try (Mounted mounted = mounted()) {
            for (String name : List.of("dedup.bin", "cloud.bin", "secret.txt")) {
                assertThatThrownBy(() -> Files.readAllBytes(where().resolve(name)))
                        .isInstanceOf(FileSystemException.class)
                        .hasMessageContaining("Input/output error");
                assertThatThrownBy(() -> Files.readAllBytes(where().resolve(name)))
                        .isInstanceOf(IOException.class);
                assertThat(mounted.problems().stream().filter(line -> line.startsWith("/" + name + ": ")))
                        .hasSize(1);
            }
            assertThat(Files.readString(where().resolve("wof.exe"))).isEqualTo("a".repeat(4000));
            assertThat(Files.size(where().resolve("packed.txt"))).isEqualTo(6000);
        }
    }

    @Test
    void aDamagedRecordCostsItsFileOnly() throws IOException {
        byte[] bytes = volume.bytes();
        bytes[TinyVolume.recordAt(TinyVolume.HELLO)] ^= 0x55;
        try (Mounted mounted = mounted()) {
            assertThat(names(where().resolve("Docs"))).contains("hello.txt", "Fragmented.bin");
            assertThatThrownBy(() -> Files.readAllBytes(where().resolve("Docs/hello.txt")))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("Input/output error");
            assertThat(Files.readAllBytes(where().resolve("Docs/Fragmented.bin")))
                    .isEqualTo(NtfsBytes.pattern(5000));
            assertThat(mounted.problems()).isNotEmpty();
            assertThat(mounted.problems().toString()).contains("record 31");
        }
    }

    @Test
    void aDamagedFolderCostsWhatIsInIt() throws IOException {
        byte[] bytes = volume.bytes();
        bytes[TinyVolume.recordAt(TinyVolume.DOCS)] ^= 0x55;
        try (Mounted mounted = mounted()) {
            assertThat(names(where())).contains("Docs", "linked.txt");
            assertThatThrownBy(() -> names(where().resolve("Docs"))).isInstanceOf(IOException.class);
            assertThat(where().resolve("linked.txt")).hasContent("twice");
            assertThat(mounted.problems().toString()).contains("record 30");
        }
    }

    @ParameterizedTest
    @CsvSource({"half \ud800 pair, half %uD800 pair", "50%\udc00, 50%25%uDC00", ".., %2E%2E", "., %2E"})
    void namesThatLinuxCannotHoldAreEscaped(String name, String shown) throws IOException {
        volume.file(FREE, TinyVolume.DOCS, name).resident(0x80, "", NtfsBytes.ascii("odd"));
        try (Mounted mounted = mounted()) {
            assertThat(names(where().resolve("Docs"))).contains(shown);
            assertThat(where().resolve("Docs").resolve(shown)).hasContent("odd");
            assertThat(mounted.problems()).isEmpty();
        }
    }

    @Test
    void anEscapedNameDoesNotHideAFileThatIsCalledSo() throws IOException {
        volume.file(FREE, TinyVolume.DOCS, "odd\ud800").resident(0x80, "", NtfsBytes.ascii("escaped"));
        volume.file(FREE + 1, TinyVolume.DOCS, "odd%uD800").resident(0x80, "", NtfsBytes.ascii("itself"));
        try (Mounted mounted = mounted()) {
            assertThat(where().resolve("Docs/odd%uD800")).hasContent("itself");
            assertThat(where().resolve("Docs/odd%uD800%~49")).hasContent("escaped");
            assertThat(names(where().resolve("Docs"))).contains("odd%uD800", "odd%uD800%~49");
            assertThat(mounted.problems()).isEmpty();
        }
    }

    @Test
    void anImageThatIsCutOffGivesErrorsWhereItEnds() throws IOException {
        try (Mounted mounted = mounted()) {
            assertThat(Files.exists(where().resolve("Docs/Fragmented.bin"))).isTrue();
            try (RandomAccessFile image =
                    new RandomAccessFile(folder.resolve("C.img").toFile(), "rw")) {
                image.setLength(305 * TinyVolume.CLUSTER);
            }
            assertThatThrownBy(() -> Files.readAllBytes(where().resolve("Docs/Fragmented.bin")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Input/output error");
            assertThat(mounted.problems().toString()).contains("became shorter while it was read");
        }
    }

    /** As long as it is open, it is there; once it was closed, because others were open, it cannot be opened again. */
    @Test
    void anImageThatIsRemovedGivesErrors() throws IOException {
        Path image = Files.write(folder.resolve("D.img"), volume.bytes());
        try (Mounted mounted = Mounted.volumes(image, where())) {
            assertThat(where().resolve("TINY/Docs/hello.txt")).hasContent("Hello, world\n");
            Files.delete(image);
            assertThat(where().resolve("TINY/linked.txt")).hasContent("twice");
            assertThat(mounted.problems()).isEmpty();
        }
    }

    @Test
    void shortNamesAreNotFound() throws IOException {
        try (Mounted mounted = mounted()) {
            assertThat(where().resolve("Long file name.txt")).hasContent("long");
            assertThatThrownBy(() -> Files.readAllBytes(where().resolve("LONGFI~1.TXT")))
                    .isInstanceOf(NoSuchFileException.class);
            assertThat(mounted.problems()).isEmpty();
        }
    }
}
