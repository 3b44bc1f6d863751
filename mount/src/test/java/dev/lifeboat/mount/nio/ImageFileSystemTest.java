package dev.lifeboat.mount.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.ntfs.NtfsBytes;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.mount.tree.NtfsTree;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code Files} says of the files of an image. */
class ImageFileSystemTest {
    private final TinyVolume volume = TinyVolume.withFiles();
    private ImageFileSystem files;

    private Path path(String text) throws IOException {
        files = files == null ? ImageFileSystem.of(new NtfsTree(volume.open()), "C.img:1") : files;
        return files.getPath(text);
    }

    private List<String> list(String directory) throws IOException {
        try (Stream<Path> paths = Files.list(path(directory))) {
            return paths.map(Path::toString).toList();
        }
    }

    @Test
    void walks() throws IOException {
        try (Stream<Path> paths = Files.walk(path("/"))) {
            assertThat(paths.map(Path::toString))
                    .startsWith("C.img:1:/", "C.img:1:/cloud.bin")
                    .contains("C.img:1:/Docs/hello.txt", "C.img:1:/Junction", "C.img:1:/Long file name.txt")
                    .noneMatch(name -> name.contains("$"))
                    .hasSize(18);
        }
        assertThat(list("docs")).first().asString().startsWith("docs/");
    }

    @Test
    void copiesToTheHost(@TempDir Path host) throws IOException {
        Path copy = host.resolve("copy");
        Files.copy(path("/docs/FRAGMENTED.bin"), copy, StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(copy).hasBinaryContent(NtfsBytes.pattern(5000));
        assertThat(Files.getLastModifiedTime(copy).toInstant()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(Files.mismatch(copy, path("/docs/FRAGMENTED.bin"))).isEqualTo(-1);
        assertThat(Files.readString(path("linked.txt"))).isEqualTo("twice");
    }

    @Test
    void tellsAttributes() throws IOException {
        BasicFileAttributes file = Files.readAttributes(path("/Docs/hello.txt"), BasicFileAttributes.class);
        assertThat(file.size()).isEqualTo(13);
        assertThat(file.isRegularFile()).isTrue();
        assertThat(file.isDirectory() || file.isSymbolicLink() || file.isOther())
                .isFalse();
        assertThat(file.lastModifiedTime()).isEqualTo(FileTime.from(Instant.parse("2026-01-31T12:00:00Z")));
        assertThat(Files.readAttributes(path("/Docs/hello.txt"), DosFileAttributes.class)
                        .isArchive())
                .isTrue();
        assertThat(Files.isHidden(path("/$MFT"))).isTrue();
        assertThat(Files.isDirectory(path("/DOCS"))).isTrue();
        assertThat(Files.size(path("longfi~1.txt"))).isEqualTo(4);
        assertThat(Files.readAttributes(path("/Docs"), "isDirectory,size"))
                .isEqualTo(Map.of("isDirectory", true, "size", 0L));
        assertThat(Files.readAttributes(path("/Docs"), "*")).hasSize(9);
        assertThat(Files.getAttribute(path("/$MFT"), "dos:system")).isEqualTo(true);
        assertThat(Files.isSameFile(path("/linked.txt"), path("/Docs/again.txt")))
                .isTrue();
        assertThat(Files.isSameFile(path("/linked.txt"), path("/Docs/hello.txt")))
                .isFalse();
        assertThat(Files.isReadable(path("/Docs"))).isTrue();
        assertThat(Files.isWritable(path("/Docs"))).isFalse();
    }

    @Test
    void saysWhatItDoesNotHave() throws IOException {
        assertThatThrownBy(() -> Files.size(path("/Docs/none")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("C.img:1:/Docs/none: there is no 'none' in /Docs");
        assertThat(Files.exists(path("/none"))).isFalse();
        assertThat(Files.exists(path("/Docs/hello.txt/none"))).isFalse();
        assertThatThrownBy(() -> list("/linked.txt")).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> Files.newByteChannel(path("/Docs")))
                .isInstanceOf(FileSystemException.class)
                .hasMessage("C.img:1:/Docs: is a folder");
        assertThatThrownBy(() -> Files.readAttributes(path("/Docs"), PosixFileAttributes.class))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> Files.readAttributes(path("/Docs"), "unix:*"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> Files.readAttributes(path("/Docs"), "archive"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Files.readAllBytes(path("/dedup.bin"))).isInstanceOf(UnsupportedImageException.class);
    }

    @Test
    void showsLinksAndFollowsNone() throws IOException {
        Path link = path("/Junction");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.exists(link)).isFalse();
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(Files.exists(link.resolve("hello.txt"))).isFalse();
        assertThatThrownBy(() -> Files.newInputStream(path("/link.txt")).close())
                .hasMessage("C.img:1:/link.txt: is a link, which is not followed in an image");
        assertThatThrownBy(() -> link.toRealPath()).isInstanceOf(FileSystemException.class);
        assertThat(link.toRealPath(LinkOption.NOFOLLOW_LINKS)).isEqualTo(link);
        assertThatThrownBy(() -> Files.readSymbolicLink(link)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void neverWrites(@TempDir Path host) throws IOException {
        byte[] before = volume.bytes().clone();
        Path file = path("/Docs/hello.txt");
        Path none = path("/Docs/none");
        List<ThrowingCallable> writes = List.of(
                () -> Files.write(file, new byte[1]),
                () -> Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE),
                () -> Files.newByteChannel(file, StandardOpenOption.APPEND),
                () -> Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE),
                () -> Files.createFile(none),
                () -> Files.createDirectory(none),
                () -> Files.delete(file),
                () -> Files.move(file, none),
                () -> Files.copy(file, none),
                () -> Files.copy(Files.createFile(host.resolve("a")), none),
                () -> Files.setLastModifiedTime(file, FileTime.fromMillis(0)),
                () -> Files.setAttribute(file, "dos:hidden", true),
                () -> Files.getFileAttributeView(file, BasicFileAttributeView.class)
                        .setTimes(null, null, null));
        for (ThrowingCallable write : writes) {
            assertThatThrownBy(write).isInstanceOf(ReadOnlyFileSystemException.class);
        }
        assertThatThrownBy(() -> Files.createSymbolicLink(none, file))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> Files.createLink(none, file)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> files.provider().checkAccess(file, AccessMode.WRITE))
                .isInstanceOf(AccessDeniedException.class);
        assertThat(volume.bytes()).isEqualTo(before);
    }

    @Test
    void streamsADirectoryOnce() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path("/"), "*.{BIN,exe}")) {
            for (Path path : stream) {
                names.add(path.getFileName().toString());
            }
            assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
        }
        assertThat(names).containsExactly("cloud.bin", "dedup.bin", "listed.bin", "wof.exe");
    }

    @ParameterizedTest
    @CsvSource({
        "*.txt, hello.TXT, true",
        "*.txt, Docs/hello.txt, false",
        "**.txt, Docs/hello.txt, true",
        "h?llo.*, hello.txt, true",
        "[a-h]ello.txt, hello.txt, true",
        "[!a-h]ello.txt, hello.txt, false",
        "'{a,b}.t*', b.txt, true",
        "'{a,b}.t*', c.txt, false",
        "'a,b', 'a,b', true",
        "\\*, a, false",
        "\\*, *, true",
        "'a.b', axb, false"
    })
    void matchesNames(String glob, String name, boolean matches) throws IOException {
        Path path = path(name);
        PathMatcher matcher = files.getPathMatcher("glob:" + glob);
        assertThat(matcher.matches(path)).isEqualTo(matches);
    }

    @Test
    void refusesPatternsThatAreNone() throws IOException {
        path("/");
        for (String pattern : List.of("glob:[a", "glob:{a", "glob:{a{b}}", "glob:\\", "none", "regex:(")) {
            assertThatThrownBy(() -> files.getPathMatcher(pattern)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> files.getPathMatcher("sql:a")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(files.getPathMatcher("regex:/docs/.*").matches(path("/Docs/hello.txt")))
                .isTrue();
    }

    @Test
    void leavesOutADamagedNameAndSaysSo() throws IOException {
        volume.bytes()[TinyVolume.recordAt(TinyVolume.HELLO) + 510] ^= 1;
        assertThat(list("/Docs")).contains("C.img:1:/Docs/again.txt").doesNotContain("C.img:1:/Docs/hello.txt");
        assertThat(list("/Docs")).hasSize(5);
        assertThat(files.damage()).singleElement().asString().contains("record 31");
    }

    @Test
    void aDirectoryThatCannotBeReadIsAnError() throws IOException {
        volume.bytes()[TinyVolume.DOCS_BLOCK_AT] ^= 1;
        assertThatThrownBy(() -> list("/Docs")).isInstanceOf(CorruptImageException.class);
    }

    @Test
    void endsWhenItIsClosed() throws IOException {
        Path path = path("/Docs");
        assertThat(files.isReadOnly() && files.isOpen()).isTrue();
        files.close();
        assertThat(files.isOpen()).isFalse();
        assertThatThrownBy(() -> Files.size(path)).isInstanceOf(ClosedFileSystemException.class);
    }
}
