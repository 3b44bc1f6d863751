package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.iso.IsoEntry;
import dev.lifeboat.formats.iso.IsoVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The files of an ISO 9660 volume: by their Joliet names where it has them. */
public final class IsoTree implements FileTree {
    private final IsoVolume volume;

    /**
     * Shows a volume.
     *
     * @param volume whose source stays open as long as this is used
     */
    public IsoTree(IsoVolume volume) {
        this.volume = volume;
    }

    @Override
    public FileNode root() {
        return node(volume.root(), "/");
    }

    @Override
    public FileNode find(String path) throws IOException {
        IsoEntry found =
                volume.find(path).orElseThrow(() -> new NoSuchFileException(path, null, "is not on this volume"));
        return node(found, found.path());
    }

    @Override
    public void children(FileNode directory, NodeVisitor visitor) throws IOException {
        List<IsoEntry> entries;
        try {
            entries = new ArrayList<>(volume.children(entry(directory)));
        } catch (ImageException e) {
            visitor.damaged(directory.path(), e);
            return;
        }
        entries.sort(Comparator.comparing(entry -> entry.name().toUpperCase(Locale.ROOT)));
        for (IsoEntry entry : entries) {
            String path = directory.child(entry.name());
            Optional<ImageException> complaint = Names.complaint(volume.bytes(), entry.name(), path);
            if (complaint.isPresent()) {
                visitor.damaged(directory.path(), complaint.get());
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
        IsoEntry entry = entry(node);
        List<FileDetails.Stream> streams =
                entry.directory() ? List.of() : List.of(new FileDetails.Stream("", entry.size()));
        return new FileDetails(Optional.empty(), entry.modified(), Optional.empty(), "", 1, streams);
    }

    @Override
    public ByteSource open(FileNode node, String stream) throws IOException {
        if (!stream.isEmpty() || node.directory()) {
            String name = stream.isEmpty() ? node.path() : node.path() + ":" + stream;
            throw new NoSuchFileException(name, null, node.directory() ? "is a directory" : "ISO 9660 has no streams");
        }
        return volume.open(entry(node));
    }

    private static IsoEntry entry(FileNode node) {
        return ((Key) node.file()).entry();
    }

    /** Equal for every name that leads to one directory; only a damaged volume has several, and has no end of them. */
    private record Key(IsoEntry entry) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && id().equals(key.id());
        }

        @Override
        public int hashCode() {
            return id().hashCode();
        }

        /** Files may share their place, as two empty ones do, and are still two. */
        private Object id() {
            return entry.directory() ? entry.block() : entry.path();
        }
    }

    private static FileNode node(IsoEntry entry, String path) {
        return new FileNode(
                path,
                entry.directory() ? FileNode.Type.DIRECTORY : FileNode.Type.FILE,
                entry.directory() ? 0 : entry.size(),
                entry.modified(),
                entry.hidden() ? FileNode.Attribute.HIDDEN.bit() : 0,
                new Key(entry),
                false);
    }
}
