package dev.lifeboat.mount.nio;

import dev.lifeboat.mount.tree.FileNode;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers {@code Files} for the paths of images. It is not installed: only {@link ImageFileSystem#of} leads here. */
final class ImageFileSystemProvider extends FileSystemProvider {
    static final String SCHEME = "lifeboat";
    static final ImageFileSystemProvider INSTANCE = new ImageFileSystemProvider();

    private ImageFileSystemProvider() {}

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException("no URI leads into an image");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException("no URI leads into an image");
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException("no URI leads into an image");
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        for (OpenOption option : options) {
            if (option == StandardOpenOption.WRITE
                    || option == StandardOpenOption.APPEND
                    || option == StandardOpenOption.DELETE_ON_CLOSE) {
                throw new ReadOnlyFileSystemException();
            }
            if (!(option instanceof StandardOpenOption) && !(option instanceof LinkOption)) {
                throw new UnsupportedOperationException(option + " is not supported");
            }
        }
        ImagePath image = ImagePath.of(path);
        return new ImageFileChannel(image.getFileSystem().content(image));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        ImagePath image = ImagePath.of(directory);
        return new ImageDirectoryStream(image.getFileSystem().children(image), filter);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        if (path.equals(other)) {
            return true;
        }
        if (!(other instanceof ImagePath second)) {
            return false;
        }
        ImagePath first = ImagePath.of(path);
        return first.getFileSystem() == second.getFileSystem()
                && first.getFileSystem()
                        .target(first)
                        .file()
                        .equals(second.getFileSystem().target(second).file());
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return attributes(ImagePath.of(path), false).isHidden();
    }

    @Override
    public FileStore getFileStore(Path path) {
        throw new UnsupportedOperationException("a volume in an image is no store of this computer");
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        ImagePath image = ImagePath.of(path);
        image.getFileSystem().target(image);
        for (AccessMode mode : modes) {
            if (mode != AccessMode.READ) {
                throw new AccessDeniedException(path.toString(), null, "is in an image, which is only read");
            }
        }
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        if (!type.isAssignableFrom(DosFileAttributeView.class)) {
            return null;
        }
        return type.cast(new ImageAttributeView(
                ImagePath.of(path), type == DosFileAttributeView.class ? "dos" : "basic", follow(options)));
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        if (!type.isAssignableFrom(DosFileAttributes.class)) {
            throw new UnsupportedOperationException(type.getSimpleName() + " are not kept in an image");
        }
        return type.cast(attributes(ImagePath.of(path), follow(options)));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) throws IOException {
        return attributes(ImagePath.of(path), follow(options)).named(names);
    }

    static ImageFileAttributes attributes(ImagePath path, boolean follow) throws IOException {
        ImageFileSystem fileSystem = path.getFileSystem();
        FileNode node = follow ? fileSystem.target(path) : fileSystem.node(path);
        return new ImageFileAttributes(node);
    }

    private static boolean follow(LinkOption[] options) {
        return !List.of(options).contains(LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void delete(Path path) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new ReadOnlyFileSystemException(); // the target is in an image; copies to the host do not come here
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new ReadOnlyFileSystemException();
    }
}
