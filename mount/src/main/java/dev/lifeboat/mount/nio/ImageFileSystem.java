package dev.lifeboat.mount.nio;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The files of one volume as paths. Read-only by type; may be used by several threads. It owns nothing: whoever opened the
 * image closes it, and closing this only ends its use.
 *
 * <p>A path reads {@code NAME:/WindowsImageBackup/PC}. Names are compared as the volume compares them, so {@code /USERS} is
 * {@code /Users} where the volume says so; {@link Path#toRealPath} gives the volume's own spelling. Links are shown as
 * symbolic links and never followed. All listings together give four million names; to walk a whole volume is what
 * {@link FileTree#walk} is for. The file system's own files, such as {@code $MFT}, are not listed, but can be named.
 */
public final class ImageFileSystem extends FileSystem {
    private static final int MOST_DAMAGE = 100;
    /**
     * Names that all listings together give. An image can be made in which each of many folders is the same large one, and
     * whoever looks into each of them would never end.
     */
    private static final long MOST_NAMES = 4_000_000;

    private final FileTree tree;
    private final String name;
    private final AtomicLong namesLeft;
    private final Map<String, ImageException> damage = new LinkedHashMap<>();
    private volatile boolean open = true;

    ImageFileSystem(FileTree tree, String name, long mostNames) {
        this.tree = tree;
        this.name = name;
        this.namesLeft = new AtomicLong(mostNames);
    }

    /**
     * Shows a tree as paths.
     *
     * @param tree whose image stays open as long as this is used
     * @param name that stands before the colon of every absolute path, such as {@code E:\Backup.vhdx:1}
     * @return the file system
     */
    public static ImageFileSystem of(FileTree tree, String name) {
        return new ImageFileSystem(tree, name, MOST_NAMES);
    }

    /**
     * Returns what listings of directories had to leave out because it is damaged.
     *
     * @return empty when all is well; at most 100, each once
     */
    public List<ImageException> damage() {
        synchronized (damage) {
            return List.copyOf(damage.values());
        }
    }

    void damaged(ImageException problem) {
        synchronized (damage) {
            if (damage.size() < MOST_DAMAGE) {
                damage.putIfAbsent(problem.getMessage(), problem);
            }
        }
    }

    void countName() throws UnsupportedImageException {
        if (namesLeft.decrementAndGet() < 0) {
            throw new UnsupportedImageException(name, "holds more names in its folders than are listed here");
        }
    }

    /** What absolute paths begin with, up to and without the slash. */
    String prefix() {
        return name + ":";
    }

    String fold(String part) {
        return tree.fold(part);
    }

    /** The node of a path, even if it is a link. A path keeps it, since an image does not change. */
    FileNode node(ImagePath path) throws IOException {
        requireOpen();
        FileNode node = path.node();
        if (node == null) {
            try {
                node = tree.find(path.inside());
            } catch (NoSuchFileException e) {
                throw new NoSuchFileException(path.toString(), null, e.getReason());
            }
            path.remember(node);
        }
        return node;
    }

    /** The node of a path that is not a link. */
    FileNode target(ImagePath path) throws IOException {
        FileNode node = node(path);
        if (node.type() == FileNode.Type.LINK) {
            throw new FileSystemException(path.toString(), null, "is a link, which is not followed in an image");
        }
        return node;
    }

    ByteSource content(ImagePath path) throws IOException {
        FileNode node = target(path);
        if (node.directory()) {
            throw new FileSystemException(path.toString(), null, "is a folder");
        }
        return tree.open(node, "");
    }

    List<ImagePath> children(ImagePath path) throws IOException {
        FileNode node = target(path);
        if (!node.directory()) {
            throw new NotDirectoryException(path.toString());
        }
        ChildPaths children = new ChildPaths(path, node);
        tree.children(node, children);
        return children.paths();
    }

    private void requireOpen() {
        if (!open) {
            throw new ClosedFileSystemException();
        }
    }

    @Override
    public FileSystemProvider provider() {
        return ImageFileSystemProvider.INSTANCE;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(getPath("/"));
    }

    /** None: a tree does not tell the size of its volume. */
    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic", "dos");
    }

    @Override
    public Path getPath(String first, String... more) {
        StringBuilder text = new StringBuilder(first);
        for (String part : more) {
            if (!part.isEmpty()) {
                text.append(text.length() == 0 ? "" : "/").append(part);
            }
        }
        return ImagePath.parse(this, text.toString());
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        int colon = syntaxAndPattern.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("'" + syntaxAndPattern + "' is not of the form syntax:pattern");
        }
        String text = syntaxAndPattern.substring(colon + 1);
        String regex =
                switch (syntaxAndPattern.substring(0, colon)) {
                    case "glob" -> Glob.regex(text);
                    case "regex" -> text;
                    default -> throw new UnsupportedOperationException(syntaxAndPattern);
                };
        Pattern pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
        return path -> pattern.matcher(ImagePath.of(path).text()).matches();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return name;
    }
}
