package dev.lifeboat.mount.inode;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileExtras;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of any volume; those that the host knows are remembered in a table until it forgets them. */
final class TreeInodes implements Inodes {
    private final FileTree tree;
    private final NodeTable table;
    private final long volume;
    private final ShownNames shown = new ShownNames();
    private final LinkTexts links;

    /**
     * @param tree whose image stays open as long as this is used
     * @param names by which absolute links call the volume
     * @param table of the mount, which may be older than the tree: an image does not change
     * @param volume tells the volume from others in the table; also its number as a place in the mount
     */
    TreeInodes(FileTree tree, Set<String> names, NodeTable table, long volume) {
        this.tree = tree;
        this.table = table;
        this.volume = volume;
        this.links = new LinkTexts(tree, names, shown);
    }

    @Override
    public long root() {
        return NodeTable.ROOT;
    }

    private FileNode node(long number) throws IOException {
        return number == NodeTable.ROOT ? tree.root() : table.node(number);
    }

    @Override
    public Inode inode(long number) throws IOException {
        return inode(number, node(number));
    }

    private Inode inode(long number, FileNode node) throws IOException {
        FileDetails details = tree.details(node);
        Instant modified = details.modified().or(node::modified).orElse(Instant.EPOCH);
        boolean directory = node.directory();
        long size = directory ? 0 : node.type() == FileNode.Type.LINK ? linkLength(node, details) : node.size();
        return new Inode(
                number,
                kind(node),
                size,
                size,
                new Inode.Times(
                        details.created().orElse(Instant.EPOCH),
                        modified,
                        details.accessed().orElse(modified),
                        changed(node).orElse(modified)),
                directory ? 1 : Math.max(1, details.names()),
                node.attributes());
    }

    private Optional<Instant> changed(FileNode node) throws IOException {
        try {
            FileExtras extras = tree.extras(node);
            return extras.changed();
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    private static Inode.Kind kind(FileNode node) {
        return Inode.Kind.valueOf(node.type().name());
    }

    private long linkLength(FileNode node, FileDetails details) throws IOException {
        try {
            return link(node, details).getBytes(StandardCharsets.UTF_8).length;
        } catch (ImageException e) {
            return 0; // whoever asks for the text is told
        }
    }

    @Override
    public Inode find(long directory, String name) throws IOException {
        FileNode parent = node(directory);
        Optional<FileNode> found = shown.of(name).equals(name) ? exact(parent, name) : Optional.empty();
        if (found.isEmpty() && ShownNames.maybeEscaped(name)) {
            found = escaped(parent, name);
        }
        return known(directory, found.orElseThrow(() -> new NoSuchFileException(name)));
    }

    private Optional<FileNode> exact(FileNode parent, String name) throws IOException {
        String path = parent.path().equals("/") ? "/" + name : parent.path() + "/" + name;
        try {
            return Optional.of(tree.find(path)).filter(node -> node.path().equals(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Optional<FileNode> escaped(FileNode parent, String name) throws IOException {
        FileNode[] found = new FileNode[1];
        tree.children(parent, new NodeVisitor() {
            @Override
            public void node(FileNode node) throws IOException {
                if (found[0] == null && shownName(parent, node).equals(name)) {
                    found[0] = node;
                }
            }

            @Override
            public void damaged(String path, ImageException problem) {
                // whoever lists the directory is told
            }
        });
        return Optional.ofNullable(found[0]);
    }

    private String shownName(FileNode parent, FileNode node) throws IOException {
        String name = node.name();
        String made = shown.of(name);
        boolean free = made.equals(name) || exact(parent, made).isEmpty();
        return free ? made : shown.distinct(name, node.file().hashCode() & 0xffff);
    }

    private Inode known(long directory, FileNode node) throws IOException {
        long parent = directory == NodeTable.ROOT ? volume : (volume << BITS) | directory;
        long number = table.find(volume, parent, node, shownName(node(directory), node));
        try {
            return inode(number, node);
        } catch (IOException e) {
            table.forget(number, 1);
            throw e;
        }
    }

    @Override
    public Listing list(long directory, long from, int most, Damage damage) throws IOException {
        FileNode parent = node(directory);
        TreeListing listing = new TreeListing(from, most, node -> known(directory, node));
        try {
            tree.children(parent, new NodeVisitor() {
                private long at;

                @Override
                public void node(FileNode node) throws IOException {
                    if (!node.internal() && at++ >= from) {
                        listing.add(node, shownName(parent, node), kind(node));
                    }
                }

                @Override
                public void damaged(String path, ImageException problem) {
                    damage.damaged(path, problem);
                }
            });
        } catch (NtfsListing.FullException e) {
            // the rest is listed when it is asked for
        }
        return listing;
    }

    @Override
    public ByteSource open(long number, String stream) throws IOException {
        return tree.open(node(number), stream);
    }

    @Override
    public List<FileDetails.Stream> streams(long number) throws IOException {
        return new ArrayList<>(tree.details(node(number)).streams());
    }

    @Override
    public String link(long number) throws IOException {
        FileNode node = node(number);
        return link(node, tree.details(node));
    }

    private String link(FileNode node, FileDetails details) throws IOException {
        if (details.linkTarget().isEmpty()) {
            throw new UnsupportedImageException(node.path(), "is a link of a kind that is not read");
        }
        int slash = node.path().lastIndexOf('/');
        return links.text(details.linkTarget(), slash <= 0 ? "/" : node.path().substring(0, slash));
    }

    @Override
    public String path(long number) {
        try {
            return node(number).path();
        } catch (IOException e) {
            return "?";
        }
    }

    @Override
    public void forget(long number, long times) {
        table.forget(number, times);
    }
}
