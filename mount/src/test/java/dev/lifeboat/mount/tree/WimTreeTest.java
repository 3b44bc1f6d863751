package dev.lifeboat.mount.tree;

import static dev.lifeboat.formats.wim.WimBytes.directory;
import static dev.lifeboat.formats.wim.WimBytes.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.wim.WimBytes;
import dev.lifeboat.formats.wim.WimFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WimTreeTest {
    @TempDir
    Path folder;

    private WimFile wim;

    private WimTree tree(WimBytes bytes) throws IOException {
        wim = WimFile.open(Files.write(folder.resolve("a.wim"), bytes.bytes()));
        return WimTree.open(wim.images().get(0));
    }

    @AfterEach
    void close() throws IOException {
        if (wim != null) {
            wim.close();
        }
    }

    private static List<String> walk(WimTree tree) throws IOException {
        List<String> seen = new ArrayList<>();
        tree.walk(tree.root(), new NodeVisitor() {
            @Override
            public void node(FileNode node) {
                seen.add(node.type() + " " + node.path() + " " + node.size());
            }

            @Override
            public void damaged(String path, ImageException problem) {
                seen.add("damaged " + path + ": " + problem.problem());
            }
        });
        return seen;
    }

    private static String text(ByteSource source) throws IOException {
        return new String(source.bytes(0, (int) source.size()), StandardCharsets.UTF_8);
    }

    @Test
    void namesInOrderWithTypesAndSizes() throws IOException {
        assertThat(walk(tree(WimBytes.sample())))
                .containsExactly(
                        "FILE /a.txt 5",
                        "DIRECTORY /folder 0",
                        "LINK /link 0",
                        "FILE /linked too 5",
                        "FILE /void 0",
                        "FILE /folder/b.txt 4",
                        "FILE /folder/linked 5");
    }

    @Test
    void aDirectoryThatIsStoredInAnotherOrder() throws IOException {
        assertThat(walk(tree(new WimBytes().image(directory("", file("B", "2"), file("c", "33"), file("a", "1"))))))
                .containsExactly("FILE /a 1", "FILE /B 1", "FILE /c 2");
    }

    @Test
    void filesAreFoundInAnyCaseAndByShortNames() throws IOException {
        WimTree tree = tree(WimBytes.sample());
        assertThat(tree.find("/FOLDER/B.TXT").path()).isEqualTo("/folder/b.txt");
        assertThat(tree.find("folder/b~1.txt").path()).isEqualTo("/folder/b.txt");
        assertThat(tree.find("").path()).isEqualTo("/");
        assertThatThrownBy(() -> tree.find("/folder/none"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("there is no 'none' in /folder");
        assertThatThrownBy(() -> tree.find("/a.txt/b")).hasMessageContaining("/a.txt is not a directory");
        assertThatThrownBy(() -> tree.find("/link/b")).hasMessageContaining("/link is not a directory");
    }

    @Test
    void aNameThatIsSpelledSoComesFirst() throws IOException {
        WimTree tree = tree(new WimBytes().image(directory("", file("A", "1"), file("a", "22"))));
        assertThat(tree.find("/a").size()).isEqualTo(2);
        assertThat(tree.find("/A").size()).isEqualTo(1);
    }

    @Test
    void streamsLinksAndNames() throws IOException {
        WimTree tree = tree(WimBytes.sample());
        FileNode b = tree.find("/folder/b.txt");
        assertThat(tree.details(b).streams())
                .containsExactly(new FileDetails.Stream("", 4), new FileDetails.Stream("more", 11));
        assertThat(text(tree.open(b, "MORE"))).isEqualTo("stream of b");
        assertThatThrownBy(() -> tree.open(b, "none")).hasMessageContaining("has no such stream");
        assertThatThrownBy(() -> tree.open(tree.find("/folder"), "")).hasMessageContaining("is a directory");
        FileNode link = tree.find("/link");
        assertThat(tree.details(link).linkTarget()).isEqualTo("folder\\b.txt");
        assertThat(tree.extras(link).reparse().orElseThrow().properties()).containsEntry("print", "folder\\b.txt");
        FileNode one = tree.find("/linked too");
        FileNode other = tree.find("/folder/linked");
        assertThat(one.file()).isEqualTo(other.file()).isNotEqualTo(b.file());
        assertThat(tree.details(one).names()).isEqualTo(2);
        assertThat(tree.details(one).modified()).contains(Instant.parse("2018-06-09T14:41:50.058701Z"));
        assertThat(text(tree.open(tree.find("/void"), ""))).isEmpty();
    }

    /** Else a copy would link two files that only claim to be one. */
    @Test
    void namesOfOneGroupWithDifferentContentsAreDifferentFiles() throws IOException {
        WimTree tree = tree(new WimBytes()
                .image(directory(
                        "",
                        file("a", "1").group(5),
                        file("b", "2").group(5),
                        file("c", "1").group(5))));
        assertThat(tree.find("/a").file())
                .isEqualTo(tree.find("/c").file())
                .isNotEqualTo(tree.find("/b").file());
    }

    @Test
    void impossibleNamesAreNamedAndLeftOut() throws IOException {
        WimTree tree = tree(new WimBytes()
                .image(directory(
                        "",
                        directory("..", file("x", "1")),
                        file("a/b", "2"),
                        file("good", "3"),
                        file("good", "4"),
                        file("nul\0", "5"))));
        assertThat(walk(tree))
                .containsExactly(
                        "damaged /: directory: holds the impossible name '..'",
                        "damaged /: directory: holds the impossible name 'a/b'",
                        "FILE /good 1",
                        "damaged /: directory: holds the name 'good' twice",
                        "damaged /: directory: holds the impossible name 'nul\0'");
        assertThatThrownBy(() -> tree.find("/../x")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileWithoutItsContentIsNamed() throws IOException {
        WimBytes sample = WimBytes.sample();
        byte[] bytes = sample.bytes();
        bytes[sample.tableAt() + 30] ^= 1;
        wim = WimFile.open(Files.write(folder.resolve("a.wim"), bytes));
        assertThat(walk(WimTree.open(wim.images().get(0))))
                .contains("damaged /a.txt: blob table: has no content with the SHA-1"
                        + " be76331b95dfc399cd776d2fc68021e0db03cc4f for a.wim/image 1:/a.txt");
    }

    @Test
    void contentsThatAreNotThereAreRefused() throws IOException {
        WimTree tree = tree(new WimBytes()
                .image(directory(
                        "",
                        file("dedup", "x").reparse(0x80000013, new byte[8]),
                        file("encrypted", "x").attributes(0x4000),
                        file("online", "x").reparse(0x9000601a, new byte[8]).attributes(0x400000),
                        file("here", "content").reparse(0x9000601a, new byte[8]),
                        file("unknown", "x").reparse(0x80001234, new byte[8]))));
        assertThatThrownBy(() -> tree.open(tree.find("/dedup"), ""))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessageContaining("a.wim/image 1:/dedup: belongs to a driver of Windows that makes its content");
        assertThatThrownBy(() -> tree.open(tree.find("/encrypted"), "")).hasMessageContaining("encrypted with EFS");
        assertThatThrownBy(() -> tree.open(tree.find("/online"), "")).hasMessageContaining("is online-only");
        assertThatThrownBy(() -> tree.open(tree.find("/unknown"), "")).hasMessageContaining("reparse tag 0x80001234");
        assertThat(text(tree.open(tree.find("/here"), ""))).isEqualTo("content");
    }
}
