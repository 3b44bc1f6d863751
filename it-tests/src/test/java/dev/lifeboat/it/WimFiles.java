package dev.lifeboat.it;

import dev.lifeboat.formats.image.Image;
import dev.lifeboat.formats.image.Volume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All files of an image of a WIM, as a tree shows them. */
final class WimFiles {
    /** By path, streams as {@code path:stream}: size and SHA-256, or what stands in its place. */
    final Map<String, String> files = new TreeMap<>();

    /** Every path, directories and links too. */
    final List<String> paths = new ArrayList<>();

    final List<String> damage = new ArrayList<>();

    private WimFiles() {}

    static WimFiles of(Path wim, int image) throws IOException {
        try (Image opened = Image.open(wim)) {
            return of(opened.volumes().get(image - 1));
        }
    }

    private static WimFiles of(Volume volume) throws IOException {
        WimFiles found = new WimFiles();
        FileTree tree = FileTrees.open(volume);
        tree.walk(tree.root(), new NodeVisitor() {
            @Override
            public void node(FileNode node) throws IOException {
                found.paths.add(node.path());
                found.add(tree, node);
            }

            @Override
            public void damaged(String path, ImageException problem) {
                found.damage.add(path + ": " + problem.problem());
            }
        });
        return found;
    }

    private void add(FileTree tree, FileNode node) throws IOException {
        FileDetails details = tree.details(node);
        if (node.type() == FileNode.Type.LINK) {
            files.put(node.path(), "-> " + details.linkTarget());
            return;
        }
        for (FileDetails.Stream stream : details.streams()) {
            String path = stream.name().isEmpty() ? node.path() : node.path() + ":" + stream.name();
            try {
                ByteSource content = tree.open(node, stream.name());
                files.put(path, content.size() + " " + Sha256.of(content));
            } catch (ImageException e) {
                damage.add(path + ": " + e.problem());
            }
        }
    }
}
