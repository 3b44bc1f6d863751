package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.ntfs.ReparsePoint;
import dev.lifeboat.formats.ntfs.ReparseTag;
import dev.lifeboat.formats.security.SecurityDescriptor;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.FileTimes;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.wim.Dentry;
import dev.lifeboat.formats.wim.Sha1;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.formats.wim.WimImage;
import dev.lifeboat.formats.wim.WimMetadata;
import dev.lifeboat.formats.wim.WimStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The files of an image of a WIM. Short (8.3) names are found but not listed. Contents that are read from end to end are
 * compared with their SHA-1.
 */
public final class WimTree implements FileTree {
    private static final int RECALL = 0x44_0000;
    private static final int REPARSE_HEADER = 8;

    private final WimImage image;
    private final WimFile wim;
    private final ReparseData reparseData;

    private WimTree(WimImage image) {
        this.image = image;
        this.wim = image.wim();
        this.reparseData = new ReparseData(image);
    }

    /**
     * Shows an image.
     *
     * @param image whose WIM stays open as long as this is used
     * @return its files
     * @throws ImageException if its metadata is damaged
     * @throws IOException if the storage cannot be read
     */
    public static WimTree open(WimImage image) throws IOException {
        image.metadata();
        return new WimTree(image);
    }

    /**
     * A file, equal for each of its names. Names that claim to be one file's and have different contents are not.
     *
     * @param offset of the only name, else 0
     * @param group of the names
     * @param content of the file
     */
    private record Link(long offset, long group, Sha1 content) {}

    /**
     * What {@link FileNode#file} is here.
     *
     * @param link tells the file
     * @param offset of the name
     */
    private record Key(Link link, long offset) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && link.equals(key.link);
        }

        @Override
        public int hashCode() {
            return link.hashCode();
        }
    }

    private Dentry dentry(FileNode node) throws IOException {
        return metadata().dentry(((Key) node.file()).offset());
    }

    /** Never kept: see {@link WimImage#metadata}. */
    private WimMetadata metadata() throws IOException {
        return image.metadata();
    }

    @Override
    public FileNode root() throws IOException {
        return node("/", metadata().root());
    }

    @Override
    public FileNode find(String path) throws IOException {
        Dentry dentry = metadata().root();
        String found = "";
        for (String part : path.split("/", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            if (type(dentry) != FileNode.Type.DIRECTORY) {
                throw new NoSuchFileException(path, null, found + " is not a directory");
            }
            String place = found.isEmpty() ? "/" : found;
            dentry = child(dentry, part)
                    .orElseThrow(() -> new NoSuchFileException(path, null, "there is no '" + part + "' in " + place));
            found += "/" + dentry.name();
        }
        return node(found.isEmpty() ? "/" : found, dentry);
    }

    /** Spelled so, or else in letters of other case, or else by its short name. */
    private Optional<Dentry> child(Dentry directory, String name) throws IOException {
        String folded = fold(name);
        Dentry[] found = new Dentry[3];
        metadata().children(directory, child -> {
            if (Names.isImpossible(child.name())) {
                return;
            }
            int rank = child.name().equals(name)
                    ? 0
                    : fold(child.name()).equals(folded)
                            ? 1
                            : fold(child.shortName()).equals(folded) ? 2 : -1;
            if (rank >= 0 && found[rank] == null) {
                found[rank] = child;
            }
        });
        return Optional.ofNullable(found[0])
                .or(() -> Optional.ofNullable(found[1]))
                .or(() -> Optional.ofNullable(found[2]));
    }

    @Override
    public void children(FileNode directory, NodeVisitor visitor) throws IOException {
        String[] before = {""};
        new WimDirectory(metadata(), dentry(directory), this::fold).visit(child -> {
            String name = child.name();
            if (Names.isImpossible(name)) {
                visitor.damaged(directory.path(), impossible(child, "holds the impossible name '" + name + "'"));
            } else if (name.equals(before[0])) {
                visitor.damaged(directory.path(), impossible(child, "holds the name '" + name + "' twice"));
            } else {
                child(directory.child(name), child, visitor);
            }
            before[0] = name;
        });
    }

    private CorruptImageException impossible(Dentry dentry, String problem) throws IOException {
        return new CorruptImageException(metadata().source(), dentry.offset(), "directory", problem);
    }

    private void child(String path, Dentry child, NodeVisitor visitor) throws IOException {
        if (path.length() > NtfsTree.LONGEST_PATH) {
            visitor.damaged(path, NtfsTree.tooLong(image.name()));
            return;
        }
        FileNode node;
        try {
            node = node(path, child);
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

    private FileNode node(String path, Dentry dentry) throws ImageException {
        Optional<WimStream> main = stream(dentry, "");
        long size = main.isPresent() ? wim.size(main.get().sha1(), name(path)) : 0;
        Sha1 content = main.map(WimStream::sha1).orElse(null);
        Link link =
                dentry.linkGroup() == 0 ? new Link(dentry.offset(), 0, null) : new Link(0, dentry.linkGroup(), content);
        return new FileNode(
                path,
                type(dentry),
                size,
                FileTimes.time(dentry.modified()),
                dentry.attributes(),
                new Key(link, dentry.offset()),
                false);
    }

    private static FileNode.Type type(Dentry dentry) {
        if (dentry.reparsePoint() && ReparsePoint.link(dentry.reparseTag())) {
            return FileNode.Type.LINK;
        }
        return dentry.directory() ? FileNode.Type.DIRECTORY : FileNode.Type.FILE;
    }

    @Override
    public FileDetails details(FileNode node) throws IOException {
        Dentry dentry = dentry(node);
        List<FileDetails.Stream> streams = new ArrayList<>();
        for (WimStream stream : dentry.streams()) {
            if (stream.kind() != WimStream.Kind.REPARSE_POINT) {
                streams.add(new FileDetails.Stream(stream.name(), wim.size(stream.sha1(), name(node.path()))));
            }
        }
        return new FileDetails(
                FileTimes.time(dentry.created()),
                FileTimes.time(dentry.modified()),
                FileTimes.time(dentry.accessed()),
                type(dentry) == FileNode.Type.LINK
                        ? reparsePoint(dentry, node.path())
                                .map(ReparsePoint::target)
                                .orElse("")
                        : "",
                metadata().names(dentry),
                streams);
    }

    /** A WIM keeps the data of a reparse point only; with tag and length before it, it is what NTFS has. */
    private Optional<ReparsePoint> reparsePoint(Dentry dentry, String path) throws IOException {
        Optional<WimStream> stream = ReparseData.stream(dentry);
        if (stream.isEmpty()) {
            return Optional.empty();
        }
        String name = name(path) + " (reparse point)";
        byte[] data = reparseData.read(stream.get(), name);
        ByteBuffer value = ByteBuffer.allocate(REPARSE_HEADER + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(dentry.reparseTag())
                .putShort((short) data.length)
                .putShort((short) 0)
                .put(data);
        return Optional.of(ReparsePoint.read(Struct.of(ByteSource.of(name, data), 0, value.array(), "reparse point")));
    }

    @Override
    public FileExtras extras(FileNode node) throws IOException {
        Optional<ReparsePoint> point = reparsePoint(dentry(node), node.path());
        return new FileExtras(
                Optional.empty(),
                point.isPresent() ? Optional.of(NtfsExtras.reparse(point.get())) : Optional.empty(),
                List.of(),
                Optional.empty(),
                false,
                List.of());
    }

    @Override
    public Optional<SecurityDescriptor> security(FileNode node) throws IOException {
        Optional<Struct> bytes = metadata().securityDescriptor(dentry(node));
        return bytes.isPresent() ? Optional.of(SecurityDescriptor.read(bytes.get())) : Optional.empty();
    }

    private String name(String path) {
        return image.name() + ":" + path;
    }

    private static Optional<WimStream> stream(Dentry dentry, String name) {
        return dentry.streams().stream()
                .filter(s ->
                        s.kind() != WimStream.Kind.REPARSE_POINT && s.name().equalsIgnoreCase(name))
                .findFirst();
    }

    @Override
    public boolean ordered() {
        return wim.solid();
    }

    @Override
    public OptionalLong order(FileNode node, String stream) throws IOException {
        if (!ordered()) {
            return OptionalLong.empty();
        }
        Optional<WimStream> found = stream(dentry(node), stream);
        return found.isPresent() ? wim.solidOrder(found.get().sha1()) : OptionalLong.empty();
    }

    @Override
    public ByteSource open(FileNode node, String stream) throws IOException {
        String name = name(stream.isEmpty() ? node.path() : node.path() + ":" + stream);
        Dentry dentry = dentry(node);
        Optional<WimStream> found = stream(dentry, stream);
        if (found.isPresent()) {
            refuseForeignContent(dentry, found.get(), name);
            return wim.open(found.get().sha1(), name);
        }
        if (!stream.isEmpty() || dentry.directory()) {
            throw new NoSuchFileException(name, null, dentry.directory() ? "is a directory" : "has no such stream");
        }
        refuseForeignContent(dentry, new WimStream(WimStream.Kind.DATA, "", new Sha1(0, 0, 0)), name);
        return ByteSource.of(name, new byte[0]);
    }

    private static void refuseForeignContent(Dentry dentry, WimStream stream, String name)
            throws UnsupportedImageException {
        if (stream.kind() == WimStream.Kind.ENCRYPTED) {
            throw new UnsupportedImageException(
                    name, "is encrypted with EFS; only its owner's certificate, on Windows, can open it");
        }
        if (!dentry.reparsePoint() || !stream.name().isEmpty()) {
            return;
        }
        int tag = dentry.reparseTag();
        if (ReparseTag.cloud(tag) && (dentry.attributes() & RECALL) != 0) {
            throw new UnsupportedImageException(name, "is online-only: the WIM has its name, the cloud its content");
        }
        boolean elsewhere = tag == ReparsePoint.WOF || tag == ReparsePoint.DEDUP;
        if (elsewhere || (!ReparsePoint.ownData(tag) && !stream.sha1().isZero())) {
            throw new UnsupportedImageException(
                    name,
                    "belongs to a driver of Windows that makes its content (reparse tag " + ReparseTag.describe(tag)
                            + ")");
        }
    }

    /** Letter by letter, as NTFS does. */
    @Override
    public String fold(String name) {
        char[] folded = name.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = Character.toUpperCase(folded[i]);
        }
        return new String(folded);
    }
}
