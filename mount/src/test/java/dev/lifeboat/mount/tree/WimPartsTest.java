package dev.lifeboat.mount.tree;

import static dev.lifeboat.formats.wim.WimBytes.directory;
import static dev.lifeboat.formats.wim.WimBytes.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.wim.WimBytes;
import dev.lifeboat.formats.wim.WimFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A split WIM of which a part is missing. */
class WimPartsTest {
    @TempDir
    private Path folder;

    /** Gives a file the content "other", which is in no part that is there. */
    private static byte[] elsewhere(byte[] metadata) {
        byte[] alpha = WimBytes.sha1("alpha".getBytes(StandardCharsets.UTF_8));
        byte[] other = WimBytes.sha1("other".getBytes(StandardCharsets.UTF_8));
        byte[] changed = metadata.clone();
        for (int at = 0; at <= metadata.length - alpha.length; at++) {
            if (Arrays.equals(metadata, at, at + alpha.length, alpha, 0, alpha.length)) {
                System.arraycopy(other, 0, changed, at, other.length);
            }
        }
        return changed;
    }

    @Test
    void theImageIsNamedForAFileWhoseContentIsMissing() throws IOException {
        byte[] first = new WimBytes()
                .part(1, 2)
                .image(directory("", file("a.txt", "alpha")))
                .metadata(WimPartsTest::elsewhere)
                .bytes();
        List<String> problems = new ArrayList<>();
        try (WimFile wim = WimFile.open(Files.write(folder.resolve("s.swm"), first))) {
            FileTree tree = WimTree.open(wim.images().get(0));
            tree.children(tree.root(), new NodeVisitor() {
                @Override
                public void node(FileNode node) {}

                @Override
                public void damaged(String path, ImageException problem) {
                    problems.add(problem.getMessage());
                }
            });
        }
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("s.swm")
                .contains("/a.txt: lies in a part of the WIM");
    }
}
