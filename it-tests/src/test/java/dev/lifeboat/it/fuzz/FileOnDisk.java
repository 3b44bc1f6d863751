package dev.lifeboat.it.fuzz;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An edited image as a file, of which only what changes is written: much faster than a copy for each input. */
final class FileOnDisk implements Closeable {
    private final FileChannel channel;
    private final EditedImage image;

    private FileOnDisk(FileChannel channel, EditedImage image) {
        this.channel = channel;
        this.image = image;
    }

    /** Writes the sound image. */
    static FileOnDisk create(Path path, EditedImage image) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileOnDisk file = new FileOnDisk(channel, image);
        file.write(0, image.apply(new byte[0]).bytes(0, image.size()));
        return file;
    }

    /** Makes the file what the input makes of the image. */
    void apply(byte[] input) throws IOException {
        EditedImage.Changes changes = image.changes(input);
        for (EditedImage.Place place : changes.places()) {
            write(place.at(), image.bytes(place));
        }
        if (changes.size() < image.size()) {
            channel.truncate(changes.size());
        }
    }

    private void write(long at, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, at + buffer.position());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
