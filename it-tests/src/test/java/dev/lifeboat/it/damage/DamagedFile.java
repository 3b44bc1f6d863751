package dev.lifeboat.it.damage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The file of an image, damaged and mended in place: much faster than a copy for each case. */
final class DamagedFile implements Closeable {
    private final Path path;
    private final byte[] sound;
    private final FileChannel channel;

    DamagedFile(Path path, byte[] sound) throws IOException {
        this.path = path;
        this.sound = sound;
        this.channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    void apply(Mutation mutation) throws IOException {
        for (Mutation.Patch patch : mutation.patches()) {
            write(patch.at(), ByteBuffer.wrap(patch.bytes()));
        }
        if (mutation.cuts()) {
            channel.truncate(mutation.cutAt());
        }
    }

    void mend(Mutation mutation) throws IOException {
        for (Mutation.Patch patch : mutation.patches()) {
            write(patch.at(), ByteBuffer.wrap(sound, (int) patch.at(), patch.bytes().length));
        }
        if (mutation.cuts()) {
            int at = (int) mutation.cutAt();
            write(at, ByteBuffer.wrap(sound, at, sound.length - at));
        }
    }

    private void write(long at, ByteBuffer bytes) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    /** The hash of the file as it is on the disk. */
    String hash() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
            for (long at = 0; channel.read(buffer, at) > 0; at += buffer.position(), buffer.clear()) {
                digest.update(buffer.array(), 0, buffer.position());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps the file as it is now, for whoever looks into a failure. */
    void copyTo(Path target) throws IOException {
        Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
