package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.fat.FatAttribute;
import dev.lifeboat.formats.fat.FatEntry;
import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The files of a FAT volume. Its times have no zone and are taken as UTC. */
public final class FatTree implements FileTree {
    private final FatVolume volume;

    /**
     * Shows a volume.
     *
     * @param volume whose source stays open as long as this is used
     */
    public FatTree(FatVolume volume) {
        this.volume = volume;
    }

    @Override
    public FileNode root() {
        return node(volume.root());
    }

    @Override
    public FileNode find(String path) throws IOException {
        return node(volume.find(path).orElseThrow(() -> new NoSuchFileException(path, null, "is not on this volume")));
    }

    @Override
    public void children(FileNode directory, NodeVisitor visitor) throws IOException {
        List<FatEntry> entries;
        try {
            entries = new ArrayList<>(volume.children(entry(directory)));
        } catch (ImageException e) {
            visitor.damaged(directory.path(), e);
            return;
        }
        entries.sort(Comparator.comparing(entry -> entry.name().toUpperCase(Locale.ROOT)));
        for (FatEntry entry : entries) {
            String path = directory.child(entry.name());
            if (entry.name().isEmpty()
                    || entry.name().indexOf('/') >= 0
                    || entry.name().indexOf('\0') >= 0) {
                visitor.damaged(
                        directory.path(),
                        new CorruptImageException(
                                volume.bytes(), 0, "directory", "holds the impossible name '" + entry.name() + "'"));
            } else if (path.length() > NtfsTree.LONGEST_PATH) {
                visitor.damaged(path, NtfsTree.tooLong(volume.bytes().name()));
            } else {
                visitor.node(node(entry, path));
            }
        }
    }

    @Override
    public void walk(FileNode directory, NodeVisitor visitor) throws IOException {
        TreeWalk.walk(this, directory, visitor);
    }

    @Override
    public FileDetails details(FileNode node) {
        FatEntry entry = entry(node);
        List<FileDetails.Stream> streams =
                entry.isDirectory() ? List.of() : List.of(new FileDetails.Stream("", entry.size()));
        return new FileDetails(time(entry.created()), time(entry.modified()), time(entry.accessed()), "", 1, streams);
    }

    @Override
    public ByteSource open(FileNode node, String stream) throws IOException {
        if (!stream.isEmpty() || node.directory()) {
            String name = stream.isEmpty() ? node.path() : node.path() + ":" + stream;
            throw new NoSuchFileException(name, null, node.directory() ? "is a directory" : "FAT has no streams");
        }
        return volume.open(entry(node));
    }

    private static FatEntry entry(FileNode node) {
        return ((Key) node.file()).entry();
    }

    /** Equal for every name that leads to one directory; only a damaged volume has several, and has no end of them. */
    private record Key(FatEntry entry) {
        @Override
        public boolean equals(Object other) {
            if (!(other instanceof Key key)) {
                return false;
            }
            boolean directories = entry.isDirectory() && key.entry.isDirectory();
            return directories ? entry.firstCluster() == key.entry.firstCluster() : entry.equals(key.entry);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(entry.firstCluster());
        }
    }

    private static FileNode node(FatEntry entry) {
        return node(entry, entry.path());
    }

    private static FileNode node(FatEntry entry, String path) {
        int attributes = 0;
        for (FatAttribute attribute : entry.attributes()) {
            attributes |= attribute.bit();
        }
        return new FileNode(
                path,
                entry.isDirectory() ? FileNode.Type.DIRECTORY : FileNode.Type.FILE,
                entry.size(),
                time(entry.modified()),
                attributes,
                new Key(entry),
                false);
    }

    private static Optional<Instant> time(Optional<LocalDateTime> local) {
        return local.map(FatEntry::asUtc);
    }
}
