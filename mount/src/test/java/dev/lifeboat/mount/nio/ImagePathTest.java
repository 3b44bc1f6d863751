package dev.lifeboat.mount.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.mount.tree.NtfsTree;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link ImagePath}: what Java's own paths answer on a system with slashes, and what is different here. */
class ImagePathTest {
    private static final List<String> TEXTS = List.of(
            "",
            "/",
            "a",
            "/a",
            "a/b",
            "/a/b",
            "b",
            "a/b/c",
            "/a/b/c/d",
            ".",
            "..",
            "../a",
            "a/..",
            "a/./b",
            "/..",
            "/../a",
            "a/../../b",
            "../../c",
            "/a/../b",
            "//a//b/",
            "b/c",
            "c/d",
            "a b",
            "..a");

    private final ImageFileSystem files = ImageFileSystem.of(new NtfsTree(volume()), "E:\\C.img:1");

    private static NtfsVolume volume() {
        try {
            return TinyVolume.withFiles().open();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path path(String text) {
        return files.getPath(text);
    }

    static Stream<String> texts() {
        return TEXTS.stream();
    }

    /** The answer as text, or the kind of exception. */
    private static String answer(Function<Path, Object> question, Path path) {
        try {
            Object answer = question.apply(path);
            return answer instanceof ImagePath image ? image.text() : String.valueOf(answer);
        } catch (IllegalArgumentException e) {
            return "not possible";
        }
    }

    private void same(String what, String text, Function<Path, Object> question) {
        assertThat(answer(question, path(text)))
                .as("%s of '%s'", what, text)
                .isEqualTo(answer(question, Path.of(text)));
    }

    private void same(String what, String text, String other, BiFunction<Path, Path, Object> question) {
        assertThat(answer(path -> question.apply(path, path(other)), path(text)))
                .as("'%s' %s '%s'", text, what, other)
                .isEqualTo(answer(path -> question.apply(path, Path.of(other)), Path.of(text)));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void answersAsThePathsOfJavaDo(String text) {
        Assumptions.assumeTrue(FileSystems.getDefault().getSeparator().equals("/"), "needs a system with slashes");
        same("text", text, path -> path);
        same("absolute", text, Path::isAbsolute);
        same("root", text, Path::getRoot);
        same("file name", text, Path::getFileName);
        same("parent", text, Path::getParent);
        same("count", text, Path::getNameCount);
        same("normal form", text, Path::normalize);
        for (int i = -1; i < 4; i++) {
            int at = i;
            same("name " + i, text, path -> path.getName(at));
            same("part from " + i, text, path -> path.subpath(at, path.getNameCount()));
        }
        for (String other : TEXTS) {
            same("resolve", text, other, Path::resolve);
            same("resolveSibling", text, other, Path::resolveSibling);
            same("startsWith", text, other, Path::startsWith);
            same("endsWith", text, other, Path::endsWith);
            same("relativize", text, other, Path::relativize);
            same("equals", text, other, Path::equals);
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void readsItsOwnTextBack(String text) {
        Path path = path(text);
        assertThat(path(path.toString())).isEqualTo(path).hasSameHashCodeAs(path);
        assertThat(path(path.toAbsolutePath().toString())).isEqualTo(path.toAbsolutePath());
        assertThat(path.compareTo(path(text))).isZero();
    }

    @Test
    void namesTheImage() {
        assertThat(path("/Docs/hello.txt")).hasToString("E:\\C.img:1:/Docs/hello.txt");
        assertThat(path("/")).hasToString("E:\\C.img:1:/");
        assertThat(path("Docs").toAbsolutePath()).hasToString("E:\\C.img:1:/Docs");
        assertThat(path("Docs/hello.txt")).hasToString("Docs/hello.txt");
        assertThat(path("/a b").toUri()).isEqualTo(URI.create("lifeboat:/E:/C.img:1:/a%20b"));
    }

    /** The table of this volume knows the capitals of Latin-1 and no others. */
    @Test
    void comparesAsTheVolumeDoes() {
        assertThat(path("/docs/HELLO.txt"))
                .isEqualTo(path("/Docs/hello.txt"))
                .hasSameHashCodeAs(path("/DOCS/hello.TXT"));
        assertThat(path("/DÖRFER")).isEqualTo(path("/dörfer"));
        assertThat(path("/ŁÓDŹ")).isNotEqualTo(path("/łódź"));
        assertThat(path("/docs").compareTo(path("/DOCS"))).isZero();
        assertThat(path("/docs/a").startsWith("/DOCS")).isTrue();
        assertThat(path("/DOCS").relativize(path("/docs/a"))).isEqualTo(path("a"));
    }

    @Test
    void isAPathOfOneImageOnly() {
        ImageFileSystem other = ImageFileSystem.of(new NtfsTree(volume()), "E:\\C.img:1");
        assertThat(path("/Docs")).isNotEqualTo(other.getPath("/Docs"));
        assertThat(path("/Docs").startsWith(other.getPath("/"))).isFalse();
        assertThatThrownBy(() -> path("/Docs").resolve(Path.of("a"))).isInstanceOf(ProviderMismatchException.class);
        assertThatThrownBy(() -> path("/Docs").relativize(other.getPath("/Docs")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> path("/Docs").toFile()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> path("a\0b")).isInstanceOf(InvalidPathException.class);
    }

    @Test
    void knowsTheSpellingOfTheVolume() throws IOException {
        assertThat(path("docs/../LONGFI~1.TXT").toRealPath()).hasToString("E:\\C.img:1:/Long file name.txt");
        assertThat(path("").toRealPath()).isEqualTo(path("/"));
    }
}
