package dev.lifeboat.cli;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Hashes of contents that are compressed together. They are made before the files are listed, in the order in which the contents
 * lie: in the order of names, each would expand a chunk of many megabytes anew.
 */
final class HashesInTurn implements NodeVisitor {
    /** About 20 MB in memory. Where there are more, they are hashed in several rounds. */
    private static final int MOST = 1 << 16;

    private static final Listing.Hash PENDING = new Listing.Hash(null, null);

    private final FileTree tree;
    private final boolean streams;
    private final Hasher hasher;
    private final Map<Long, Listing.Hash> hashes = new HashMap<>();
    private final List<Noted> noted = new ArrayList<>();

    private record Noted(long order, FileNode node, String stream) {}

    /** Reads a stream. */
    interface Hasher {
        Listing.Hash hash(FileNode node, String stream) throws IOException;
    }

    HashesInTurn(FileTree tree, boolean streams, Hasher hasher) {
        this.tree = tree;
        this.streams = streams;
        this.hasher = hasher;
    }

    @Override
    public void node(FileNode node) throws IOException {
        if (node.type() == FileNode.Type.FILE) {
            note(node, "");
        }
        if (streams) {
            try {
                for (FileDetails.Stream stream : tree.details(node).streams()) {
                    if (!stream.name().isEmpty()) {
                        note(node, stream.name());
                    }
                }
            } catch (ImageException e) {
                return; // the listing will tell
            }
        }
    }

    private void note(FileNode node, String stream) throws IOException {
        OptionalLong order = tree.order(node, stream);
        if (order.isPresent() && hashes.putIfAbsent(order.getAsLong(), PENDING) == null) {
            noted.add(new Noted(order.getAsLong(), node, stream));
            if (noted.size() == MOST) {
                finish();
            }
        }
    }

    @Override
    public void damaged(String path, ImageException problem) {
        // the listing will tell
    }

    /** Hashes what was noted. */
    void finish() throws IOException {
        noted.sort(Comparator.comparingLong(Noted::order));
        for (Noted content : noted) {
            hashes.put(content.order(), hasher.hash(content.node(), content.stream()));
        }
        noted.clear();
    }

    /** The hash of a stream that was met; empty if it can be read at any time. */
    Optional<Listing.Hash> of(FileNode node, String stream) throws IOException {
        OptionalLong order = hashes.isEmpty() ? OptionalLong.empty() : tree.order(node, stream);
        return order.isPresent() ? Optional.ofNullable(hashes.get(order.getAsLong())) : Optional.empty();
    }
}
