package dev.lifeboat.mount.inode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.mount.tree.FileNode;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeTableTest {
    private final NodeTable table = new NodeTable(8);

    private static FileNode node(String path, FileNode.Type type, Object file) {
        return new FileNode(path, type, 1, Optional.empty(), 0, file, false);
    }

    private long find(String path, FileNode.Type type, Object file) throws IOException {
        return table.find(5, 1, node(path, type, file), path.substring(1));
    }

    @Test
    void namesOfOneFileHaveOneNumber() throws IOException {
        long number = find("/a", FileNode.Type.FILE, 7);
        assertThat(find("/b", FileNode.Type.FILE, 7)).isEqualTo(number);
        assertThat(find("/c", FileNode.Type.FILE, 8)).isNotEqualTo(number);
        assertThat(table.find(6, 1, node("/a", FileNode.Type.FILE, 7), "a")).isNotEqualTo(number);
    }

    @Test
    void aFileIsForgottenAfterAsManyTimesAsItWasFound() throws IOException {
        long number = find("/a", FileNode.Type.FILE, 7);
        find("/a", FileNode.Type.FILE, 7);
        find("/a", FileNode.Type.FILE, 7);
        table.forget(number, 2);
        assertThat(table.node(number).path()).isEqualTo("/a");
        table.forget(number, 1);
        assertThatThrownBy(() -> table.node(number)).isInstanceOf(IOException.class);
        assertThat(find("/a", FileNode.Type.FILE, 7)).isGreaterThan(number);
        table.forget(12345, 1); // nobody was told that number
    }

    /** The text of a link depends on its folder. */
    @Test
    void namesOfOneLinkAreDifferentLinks() throws IOException {
        assertThat(find("/a", FileNode.Type.LINK, 7)).isNotEqualTo(find("/d/b", FileNode.Type.LINK, 7));
    }

    @Test
    void aDirectoryHasOnePath() throws IOException {
        find("/a", FileNode.Type.DIRECTORY, 7);
        assertThatThrownBy(() -> find("/a/a", FileNode.Type.DIRECTORY, 7))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessageContaining("is the same directory as /a");
    }

    @Test
    void theOldestFilesAreToBeForgottenAndTooManyAreRefused() throws IOException {
        find("/d", FileNode.Type.DIRECTORY, 100);
        for (int i = 0; i < 7; i++) {
            assertThat(table.crowded()).isFalse();
            find("/" + i, FileNode.Type.FILE, i);
        }
        assertThat(table.crowded()).isTrue();
        assertThat(table.oldest()).containsExactly(new KnownName(1, "0"), new KnownName(1, "1"));
        for (int i = 7; i < 31; i++) {
            find("/" + i, FileNode.Type.FILE, i);
        }
        assertThatThrownBy(() -> find("/31", FileNode.Type.FILE, 31))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessageContaining("programs keep 32 in use");
        assertThat(find("/7", FileNode.Type.FILE, 7)).isPositive();
    }
}
