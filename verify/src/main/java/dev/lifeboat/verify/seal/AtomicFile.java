package dev.lifeboat.verify.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that are there whole or not at all, whatever happens while they are written. */
final class AtomicFile {
    private AtomicFile() {}

    /** Writes a file's content. */
    interface Content {
        void write(FileChannel channel) throws IOException;
    }

    /**
     * Writes a file beside its place and then puts it there, once the drive has all of it.
     *
     * @param file to be written; what is there is replaced
     * @param content writes it
     * @throws IOException if it cannot be written; what was there still is
     */
    static void write(Path file, Content content) throws IOException {
        write(file, beside(file), content);
    }

    /**
     * Writes a file in a folder that is not Lifeboat's own: what lies beside it stays.
     *
     * @param file to be written; what is there is replaced
     * @param content writes it
     * @throws IOException if it cannot be written; what was there still is
     */
    static void writeAmongOthers(Path file, Content content) throws IOException {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        Path beside = file.resolveSibling(file.getFileName() + "." + unique + ".new");
        if (Files.exists(beside, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(beside.toString());
        }
        write(file, beside, content);
    }

    /** Writes all of some bytes where the channel is. */
    static void put(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    private static void write(Path file, Path beside, Content content) throws IOException {
        try {
            try (FileChannel channel = create(beside)) {
                content.write(channel);
                channel.force(true);
            }
            replace(beside, file);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
    }

    /** Where a file is written before it is put in its place. */
    static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /** Makes a file anew: a link that somebody put there is not followed. */
    static FileChannel create(Path file) throws IOException {
        Files.deleteIfExists(file);
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    static void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = to.toAbsolutePath().getParent();
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true); // so that the name, too, survives a power cut
        } catch (IOException e) {
            // Windows opens no folders, and does so by itself
        }
    }
}
