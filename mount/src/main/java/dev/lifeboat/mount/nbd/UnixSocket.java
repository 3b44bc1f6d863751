package dev.lifeboat.mount.nbd;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A listening Unix socket that only its owner can connect to. It is made in a folder that nobody else can enter, and gets its
 * name when its permissions are right.
 */
public final class UnixSocket implements Closeable {
    /** sun_path of Linux holds 108 bytes with the zero behind, that of macOS and the BSDs 104. */
    private static final int LONGEST_PATH = 103;

    private static final String INSIDE = "s";

    private final Path file;
    private final Object key;
    private final ServerSocketChannel channel;

    private UnixSocket(Path file, Object key, ServerSocketChannel channel) {
        this.file = file;
        this.key = key;
        this.channel = channel;
    }

    /**
     * Makes a socket.
     *
     * @param file its name; what a server that has ended left there is replaced
     * @return listening, with mode 0600
     * @throws FileAlreadyExistsException if something is there that no server left behind, or that a server still uses
     * @throws IOException if it cannot be made; says why
     */
    public static UnixSocket bind(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new NoSuchFileException(file.toString(), null, "its folder does not exist");
        }
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw new FileSystemException(
                    file.toString(), null, "a socket cannot be kept to one user here; use --port");
        }
        removeStale(absolute);
        Path inner = Files.createTempDirectory(
                folder, ".nbd", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path made = inner.resolve(INSIDE);
        try {
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.bind(address(made, absolute));
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
                Files.createLink(absolute, made); // unlike a move, this never replaces what came there meanwhile
                return new UnixSocket(absolute, key(absolute), channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } finally {
            Files.deleteIfExists(made);
            Files.deleteIfExists(inner);
        }
    }

    private static UnixDomainSocketAddress address(Path made, Path file) throws IOException {
        if (bytes(made) > LONGEST_PATH || bytes(file) > LONGEST_PATH) {
            throw new FileSystemException(
                    file.toString(), null, "the path is too long for a socket; choose a folder with a shorter one");
        }
        return UnixDomainSocketAddress.of(made);
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static void removeStale(Path file) throws IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!found.isOther()) {
            throw new FileAlreadyExistsException(file.toString(), null, "is there already, and is no socket");
        }
        try {
            SocketChannel.open(UnixDomainSocketAddress.of(file)).close();
        } catch (ConnectException e) {
            Files.deleteIfExists(file); // nobody listens any more
            return;
        }
        throw new FileAlreadyExistsException(file.toString(), null, "is the socket of a server that is running");
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /**
     * Returns the socket.
     *
     * @return closed with this
     */
    public ServerSocketChannel channel() {
        return channel;
    }

    /** Also removes the file, unless another has its name by now. */
    @Override
    public void close() throws IOException {
        channel.close();
        try {
            if (key.equals(key(file))) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // somebody has removed it
        }
    }
}
