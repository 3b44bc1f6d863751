package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.ntfs.DeletedFiles;
import dev.lifeboat.formats.ntfs.DirectoryIndex;
import dev.lifeboat.formats.ntfs.FileName;
import dev.lifeboat.formats.ntfs.FileReference;
import dev.lifeboat.formats.ntfs.IndexEntry;
import dev.lifeboat.formats.ntfs.NtfsFile;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.ReparsePoint;
import dev.lifeboat.formats.ntfs.StandardInformation;
import dev.lifeboat.formats.ntfs.StreamInfo;
import dev.lifeboat.formats.security.SecurityDescriptor;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.FileTimes;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** The files of an NTFS volume. Short (8.3) names are found but not listed. */
public final class NtfsTree implements FileTree {
    /** What Windows can use; a volume may be made so that its paths have no end in practice. */
    static final int LONGEST_PATH = 32_767;

    private final NtfsVolume volume;

    /**
     * Shows a volume.
     *
     * @param volume whose source stays open as long as this is used
     */
    public NtfsTree(NtfsVolume volume) {
        this.volume = volume;
    }

    @Override
    public FileNode root() throws IOException {
        return node("/", volume.file(NtfsVolume.ROOT));
    }

    @Override
    public FileNode find(String path) throws IOException {
        FileNode node = root();
        for (String part : path.split("/", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            if (!node.directory()) {
                throw new NoSuchFileException(path, null, node.path() + " is not a directory");
            }
            Optional<IndexEntry> entry = volume.index(file(node)).find(part);
            if (entry.isEmpty()) {
                throw new NoSuchFileException(path, null, "there is no '" + part + "' in " + node.path());
            }
            NtfsFile file = volume.fileOf(entry.get().reference());
            node = node(node.child(longName(entry.get(), file)), file);
        }
        return node;
    }

    /** A file that was found by its short name is shown with the long one. */
    private static String longName(IndexEntry entry, NtfsFile file) throws CorruptImageException {
        if (entry.name().dosOnly()) {
            for (FileName name : file.names()) {
                if (!name.dosOnly() && name.parent() == entry.name().parent()) {
                    return name.name();
                }
            }
        }
        return entry.name().name();
    }

    @Override
    public void children(FileNode directory, NodeVisitor visitor) throws IOException {
        DirectoryIndex index;
        try {
            index = volume.index(file(directory));
        } catch (ImageException e) {
            visitor.damaged(directory.path(), e);
            return;
        }
        index.forEach(new DirectoryIndex.Visitor() {
            @Override
            public void entry(IndexEntry entry) throws IOException {
                if (!entry.name().dosOnly() && FileReference.number(entry.reference()) != number(directory)) {
                    child(directory, entry, visitor);
                }
            }

            @Override
            public void damaged(CorruptImageException problem) throws IOException {
                visitor.damaged(directory.path(), problem);
            }
        });
    }

    private void child(FileNode directory, IndexEntry entry, NodeVisitor visitor) throws IOException {
        String path = directory.child(entry.name().name());
        if (path.length() > LONGEST_PATH) {
            visitor.damaged(path, tooLong(volume));
            return;
        }
        FileNode node;
        try {
            node = node(path, volume.fileOf(entry.reference()));
        } catch (ImageException e) {
            visitor.damaged(path, e);
            return;
        }
        visitor.node(node);
    }

    @Override
    public void walk(FileNode directory, NodeVisitor visitor) throws IOException {
        if (number(directory) == NtfsVolume.ROOT) {
            MftWalk.walk(volume, visitor);
            return;
        }
        TreeWalk.walk(this, directory, visitor);
    }

    static UnsupportedImageException tooLong(NtfsVolume volume) {
        return tooLong(volume.source().name());
    }

    static UnsupportedImageException tooLong(String volume) {
        return new UnsupportedImageException(
                volume, "has paths of more than " + LONGEST_PATH + " characters, which are not followed");
    }

    private static long number(FileNode node) {
        return (Long) node.file();
    }

    private NtfsFile file(FileNode node) throws IOException {
        return volume.file(number(node));
    }

    private static FileNode node(String path, NtfsFile file) throws IOException {
        StandardInformation information = file.information();
        return new FileNode(
                path,
                type(file),
                mainSize(file),
                FileTimes.time(information.modified()),
                information.fileAttributes(),
                file.number(),
                internal(file.number(), path));
    }

    /** The metadata files of NTFS: the first records, and what lies in $Extend. */
    static boolean internal(long record, String path) {
        return (record < NtfsVolume.FIRST_USER_RECORD && record != NtfsVolume.ROOT) || path.startsWith("/$Extend/");
    }

    private static FileNode.Type type(NtfsFile file) throws IOException {
        if (file.reparsePoint().map(ReparsePoint::link).orElse(false)) {
            return FileNode.Type.LINK;
        }
        return file.directory() ? FileNode.Type.DIRECTORY : FileNode.Type.FILE;
    }

    private static long mainSize(NtfsFile file) {
        List<StreamInfo> streams = file.streams();
        return streams.isEmpty() || !streams.get(0).name().isEmpty()
                ? 0
                : streams.get(0).size();
    }

    @Override
    public FileDetails details(FileNode node) throws IOException {
        return details(file(node));
    }

    private static FileDetails details(NtfsFile file) throws IOException {
        StandardInformation information = file.information();
        int names = 0;
        for (FileName name : file.names()) {
            names += name.dosOnly() ? 0 : 1;
        }
        return new FileDetails(
                FileTimes.time(information.created()),
                FileTimes.time(information.modified()),
                FileTimes.time(information.accessed()),
                file.reparsePoint().map(ReparsePoint::target).orElse(""),
                names,
                file.streams().stream()
                        .map(s -> new FileDetails.Stream(s.name(), s.size()))
                        .toList());
    }

    @Override
    public void deleted(DeletedNode.Visitor visitor) throws IOException {
        DeletedFiles.forEach(volume, file -> {
            StandardInformation information = file.information();
            FileNode node = new FileNode(
                    file.path(),
                    file.directory() ? FileNode.Type.DIRECTORY : FileNode.Type.FILE,
                    file.size(),
                    FileTimes.time(information.modified()),
                    information.fileAttributes(),
                    file.record(),
                    false);
            visitor.deleted(new DeletedNode(
                    node,
                    file.record(),
                    DeletedNode.Content.valueOf(file.content().name())));
        });
    }

    @Override
    public FileExtras extras(FileNode node) throws IOException {
        return NtfsExtras.of(file(node));
    }

    @Override
    public Optional<SecurityDescriptor> security(FileNode node) throws IOException {
        return volume.security(file(node));
    }

    @Override
    public FileContent content(FileNode node) throws IOException {
        NtfsFile file = file(node);
        return new FileContent(details(file), open(node, file, ""));
    }

    @Override
    public ByteSource open(FileNode node, String stream) throws IOException {
        return open(node, file(node), stream);
    }

    private ByteSource open(FileNode node, NtfsFile file, String stream) throws IOException {
        String name = stream.isEmpty() ? node.path() : node.path() + ":" + stream;
        String spelled = spelled(file, stream);
        if (spelled == null) {
            if (stream.isEmpty() && !file.directory() && node.internal()) {
                return ByteSource.of(name, new byte[0]); // $Secure and the like have no main stream
            }
            if (stream.isEmpty() && !file.directory()) {
                throw file.record().corrupt("has no $DATA");
            }
            throw new NoSuchFileException(name, null, file.directory() ? "is a directory" : "has no such stream");
        }
        return file.open(spelled, volume.source().name() + name);
    }

    /** The stream's name as the file spells it, or null if it has none of that name. */
    private static String spelled(NtfsFile file, String stream) {
        for (StreamInfo info : file.streams()) {
            if (info.name().equalsIgnoreCase(stream)) {
                return info.name();
            }
        }
        return null;
    }

    @Override
    public String fold(String name) {
        char[] folded = name.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = volume.upCase().toUpper(folded[i]);
        }
        return new String(folded);
    }
}
