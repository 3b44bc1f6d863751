package dev.lifeboat.mount.inode;

import dev.lifeboat.formats.ntfs.DirectoryIndex;
import dev.lifeboat.formats.ntfs.FileName;
import dev.lifeboat.formats.ntfs.FileReference;
import dev.lifeboat.formats.ntfs.IndexEntry;
import dev.lifeboat.formats.ntfs.NtfsFile;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.ReparsePoint;
import dev.lifeboat.formats.ntfs.ReparseTag;
import dev.lifeboat.formats.ntfs.StandardInformation;
import dev.lifeboat.formats.ntfs.StreamInfo;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.FileTimes;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.NtfsTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files of an NTFS volume. A file's number is that of its record, so nothing has to be remembered of the files that the
 * host knows, however many these are.
 *
 * <p>A directory or link that is listed where its own record does not say that it is gets a bit more in its number, and so
 * does what lies below. A link there has no text: how far up it would lead is not known.
 */
final class NtfsInodes implements Inodes {
    /** Far above any record number: a table has at most 2^32 records. */
    static final long ASTRAY = 1L << (BITS - 1);

    /** FILE_ATTRIBUTE bit that only stands in names: the file is a directory. */
    private static final int DIRECTORY_INDEX = 0x1000_0000;
    /** Deeper than any path that Windows makes, so that damaged parents that lead in a circle end. */
    private static final int DEEPEST = 16_384;

    private final NtfsVolume volume;
    private final NtfsTree tree;
    private final ShownNames shown = new ShownNames();
    private final LinkTexts links;

    /**
     * @param volume whose source stays open as long as this is used
     * @param names by which absolute links call it: {@code C:}
     */
    NtfsInodes(NtfsVolume volume, Set<String> names) {
        this.volume = volume;
        this.tree = new NtfsTree(volume);
        this.links = new LinkTexts(tree, names, shown);
    }

    @Override
    public long root() {
        return NtfsVolume.ROOT;
    }

    private static long record(long number) {
        return number & ~ASTRAY;
    }

    private NtfsFile file(long number) throws IOException {
        return volume.file(record(number));
    }

    @Override
    public Inode inode(long number) throws IOException {
        return inode(number, file(number));
    }

    private Inode inode(long number, NtfsFile file) throws IOException {
        StandardInformation information = file.information();
        Inode.Kind kind = kind(file);
        List<StreamInfo> streams = file.streams();
        boolean main = kind == Inode.Kind.FILE
                && !streams.isEmpty()
                && streams.get(0).name().isEmpty();
        return new Inode(
                number,
                kind,
                main ? streams.get(0).size() : kind == Inode.Kind.LINK ? linkLength(number) : 0,
                main ? streams.get(0).storedSize() : 0,
                new Inode.Times(
                        time(information.created()),
                        time(information.modified()),
                        time(information.accessed()),
                        time(information.changed())),
                kind == Inode.Kind.DIRECTORY ? 1 : Math.max(1, longNames(file)),
                information.fileAttributes());
    }

    private static Instant time(long filetime) {
        return FileTimes.time(filetime).orElse(Instant.EPOCH);
    }

    private static Inode.Kind kind(NtfsFile file) throws IOException {
        if (file.reparsePoint().map(ReparsePoint::link).orElse(false)) {
            return Inode.Kind.LINK;
        }
        return file.directory() ? Inode.Kind.DIRECTORY : Inode.Kind.FILE;
    }

    private long linkLength(long number) throws IOException {
        try {
            return link(number).getBytes(StandardCharsets.UTF_8).length;
        } catch (ImageException e) {
            return 0; // whoever asks for the text is told
        }
    }

    private static int longNames(NtfsFile file) throws CorruptImageException {
        int names = 0;
        for (FileName name : file.names()) {
            names += name.dosOnly() ? 0 : 1;
        }
        return names;
    }

    @Override
    public Inode find(long directory, String name) throws IOException {
        DirectoryIndex index = volume.index(file(directory));
        Optional<IndexEntry> entry = exact(index, name).filter(e -> isShown(directory, e));
        if ((entry.isEmpty() || !shown.of(name).equals(name)) && ShownNames.maybeEscaped(name)) {
            entry = escaped(directory, index, name);
        } else if (!shown.of(name).equals(name)) {
            entry = Optional.empty();
        }
        if (entry.isEmpty()) {
            throw new NoSuchFileException(name);
        }
        return child(directory, entry.get().reference(), entry.get().name().name());
    }

    private static Optional<IndexEntry> exact(DirectoryIndex index, String name) throws IOException {
        return index.find(name).filter(entry -> entry.name().name().equals(name));
    }

    /** Short names are not shown, nor is a directory in itself, as the root is. */
    private static boolean isShown(long directory, IndexEntry entry) {
        return !entry.name().dosOnly() && FileReference.number(entry.reference()) != record(directory);
    }

    /** Files of NTFS itself can be named, but are not listed. */
    private static boolean isListed(long directory, IndexEntry entry) {
        boolean internal = record(directory) == NtfsVolume.ROOT
                && FileReference.number(entry.reference()) < NtfsVolume.FIRST_USER_RECORD;
        return isShown(directory, entry) && !internal;
    }

    private Optional<IndexEntry> escaped(long directory, DirectoryIndex index, String name) throws IOException {
        IndexEntry[] found = new IndexEntry[1];
        index.forEach(new DirectoryIndex.Visitor() {
            @Override
            public void entry(IndexEntry entry) throws IOException {
                if (found[0] == null
                        && isShown(directory, entry)
                        && shownName(index, entry).equals(name)) {
                    found[0] = entry;
                }
            }

            @Override
            public void damaged(CorruptImageException problem) {
                // whoever lists the directory is told
            }
        });
        return Optional.ofNullable(found[0]);
    }

    private String shownName(DirectoryIndex index, IndexEntry entry) throws IOException {
        String name = entry.name().name();
        String made = shown.of(name);
        if (made.equals(name) || exact(index, made).isEmpty()) {
            return made;
        }
        return shown.distinct(name, (int) FileReference.number(entry.reference()));
    }

    private Inode child(long directory, long reference, String name) throws IOException {
        NtfsFile file = volume.fileOf(reference);
        boolean astray = (directory & ASTRAY) != 0 || !isAtHome(file, record(directory), name);
        boolean matters = file.directory() || file.reparsePoint().isPresent();
        return inode(file.number() | (astray && matters ? ASTRAY : 0), file);
    }

    /** A short name does not count: it is not shown, and {@link #directoryOf} takes no notice of it. */
    private static boolean isAtHome(NtfsFile file, long directory, String name) throws CorruptImageException {
        for (FileName own : file.names()) {
            if (!own.dosOnly()
                    && FileReference.number(own.parent()) == directory
                    && own.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Listing list(long directory, long from, int most, Damage damage) throws IOException {
        DirectoryIndex index = volume.index(file(directory));
        NtfsListing listing = new NtfsListing(from, most, (reference, name) -> child(directory, reference, name));
        try {
            index.forEach(new DirectoryIndex.Visitor() {
                private long at;

                @Override
                public void entry(IndexEntry entry) throws IOException {
                    if (isListed(directory, entry) && at++ >= from) {
                        listing.add(entry, shownName(index, entry), listedKind(entry.name()));
                    }
                }

                @Override
                public void damaged(CorruptImageException problem) {
                    damage.damaged(path(directory), problem);
                }
            });
        } catch (NtfsListing.FullException e) {
            // the rest is listed when it is asked for
        }
        return listing;
    }

    private static Inode.Kind listedKind(FileName name) {
        if ((name.fileAttributes() & StandardInformation.REPARSE_POINT) != 0) {
            if (ReparsePoint.link(name.reparseTag())) {
                return Inode.Kind.LINK;
            }
            if (ReparseTag.name(name.reparseTag()).isEmpty()) {
                return Inode.Kind.UNKNOWN;
            }
        }
        return (name.fileAttributes() & DIRECTORY_INDEX) != 0 ? Inode.Kind.DIRECTORY : Inode.Kind.FILE;
    }

    @Override
    public ByteSource open(long number, String stream) throws IOException {
        return tree.open(node(number), stream);
    }

    private FileNode node(long number) {
        long record = record(number);
        boolean internal = record < NtfsVolume.FIRST_USER_RECORD && record != NtfsVolume.ROOT;
        return new FileNode(path(number), FileNode.Type.FILE, 0, Optional.empty(), 0, record, internal);
    }

    @Override
    public List<FileDetails.Stream> streams(long number) throws IOException {
        return file(number).streams().stream()
                .map(stream -> new FileDetails.Stream(stream.name(), stream.size()))
                .toList();
    }

    @Override
    public String link(long number) throws IOException {
        if ((number & ASTRAY) != 0) {
            throw new UnsupportedImageException(
                    path(number), "is a link in a folder that is not its own; where it would lead is not known");
        }
        NtfsFile file = file(number);
        String target = file.reparsePoint().map(ReparsePoint::target).orElse("");
        return links.text(target, directoryOf(file));
    }

    /** The only path of the directory that a link lies in. If it had two, the text could lead out of the mount from one. */
    private String directoryOf(NtfsFile link) throws IOException {
        Deque<String> parts = new ArrayDeque<>();
        NtfsFile at = link;
        while (at.number() != NtfsVolume.ROOT) {
            FileName name = onlyName(at);
            if (at != link) {
                parts.addFirst(name.name());
            }
            if (parts.size() > DEEPEST) {
                throw at.record().corrupt("lies in folders that lead in a circle");
            }
            at = volume.fileOf(name.parent());
        }
        return "/" + String.join("/", parts);
    }

    private FileName onlyName(NtfsFile file) throws IOException {
        FileName only = null;
        for (FileName name : file.names()) {
            if (!name.dosOnly()) {
                if (only != null) {
                    throw new UnsupportedImageException(
                            path(file.number()), "is a link with several names, or lies in a folder with several");
                }
                only = name;
            }
        }
        if (only == null) {
            throw file.record().corrupt("has no name");
        }
        return only;
    }

    @Override
    public String path(long number) {
        StringBuilder path = new StringBuilder();
        try {
            long record = record(number);
            while (record != NtfsVolume.ROOT && path.length() < DEEPEST) {
                FileName name = firstName(volume.file(record));
                path.insert(0, name.name()).insert(0, '/');
                record = FileReference.number(name.parent());
            }
        } catch (IOException e) {
            path.insert(0, "/?"); // a folder on the way cannot be read
        }
        return path.length() == 0 ? "/" : path.toString();
    }

    private static FileName firstName(NtfsFile file) throws IOException {
        List<FileName> names = file.names();
        for (FileName name : names) {
            if (!name.dosOnly()) {
                return name;
            }
        }
        if (names.isEmpty()) {
            throw file.record().corrupt("has no name");
        }
        return names.get(0);
    }
}
