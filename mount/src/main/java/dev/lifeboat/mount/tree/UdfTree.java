package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.udf.UdfEntry;
import dev.lifeboat.formats.udf.UdfFile;
import dev.lifeboat.formats.udf.UdfVolume;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The files of a UDF volume. */
public final class UdfTree implements FileTree {
    private final UdfVolume volume;

    /**
     * Shows a volume.
     *
     * @param volume whose source stays open as long as this is used
     */
    public UdfTree(UdfVolume volume) {
        this.volume = volume;
    }

    @Override
    public FileNode root() throws IOException {
        return node(volume.root(), "/");
    }

    @Override
    public FileNode find(String path) throws IOException {
        UdfEntry found =
                volume.find(path).orElseThrow(() -> new NoSuchFileException(path, null, "is not on this volume"));
        return node(found, found.path());
    }

    @Override
    public void children(FileNode directory, NodeVisitor visitor) throws IOException {
        List<UdfEntry> entries;
        try {
            entries = new ArrayList<>(volume.children(entry(directory)));
        } catch (ImageException e) {
            visitor.damaged(directory.path(), e);
            return;
        }
        entries.sort(Comparator.comparing(entry -> entry.name().toUpperCase(Locale.ROOT)));
        for (UdfEntry entry : entries) {
            child(entry, directory, visitor);
        }
    }

    private void child(UdfEntry entry, FileNode directory, NodeVisitor visitor) throws IOException {
        String path = directory.child(entry.name());
        Optional<ImageException> complaint = Names.complaint(volume.bytes(), entry.name(), path);
        if (complaint.isPresent()) {
            visitor.damaged(directory.path(), complaint.get());
            return;
        }
        FileNode node;
        try {
            node = node(entry, path);
        } catch (ImageException e) {
            visitor.damaged(path, e);
            return;
        }
        visitor.node(node);
    }

    @Override
    public void walk(FileNode directory, NodeVisitor visitor) throws IOException {
        TreeWalk.walk(this, directory, visitor);
    }

    @Override
    public FileDetails details(FileNode node) {
        UdfFile file = ((Key) node.file()).file();
        List<FileDetails.Stream> streams =
                node.directory() ? List.of() : List.of(new FileDetails.Stream("", file.size()));
        return new FileDetails(
                file.created(), file.modified(), file.accessed(), "", node.directory() ? 1 : file.links(), streams);
    }

    @Override
    public ByteSource open(FileNode node, String stream) throws IOException {
        if (!stream.isEmpty() || node.directory()) {
            String name = stream.isEmpty() ? node.path() : node.path() + ":" + stream;
            throw new NoSuchFileException(
                    name, null, node.directory() ? "is a directory" : "named streams of UDF are not read");
        }
        return volume.open(entry(node));
    }

    private static UdfEntry entry(FileNode node) {
        return ((Key) node.file()).entry();
    }

    /** Equal for every name of one file. */
    private record Key(UdfEntry entry, UdfFile file) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && entry.file().equals(key.entry.file());
        }

        @Override
        public int hashCode() {
            return entry.file().hashCode();
        }
    }

    private FileNode node(UdfEntry entry, String path) throws IOException {
        UdfFile file = volume.file(entry);
        return new FileNode(
                path,
                type(file.kind()),
                entry.directory() ? 0 : file.size(),
                file.modified(),
                entry.hidden() ? FileNode.Attribute.HIDDEN.bit() : 0,
                new Key(entry, file),
                false);
    }

    /** A device or pipe of a Unix system is shown as a file that cannot be opened. */
    private static FileNode.Type type(UdfFile.Kind kind) {
        return switch (kind) {
            case DIRECTORY -> FileNode.Type.DIRECTORY;
            case SYMBOLIC_LINK -> FileNode.Type.LINK;
            case FILE, OTHER -> FileNode.Type.FILE;
        };
    }
}
