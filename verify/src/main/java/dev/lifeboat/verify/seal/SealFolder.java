package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.source.FileSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder in which a seal is made.
 *
 * @param path which
 * @param problem why the folder beside the backup cannot be written; empty if it is that one
 */
public record SealFolder(Path path, String problem) {
    /** What is known so far of a seal that is being made. */
    static final String PART = "seal.part";

    /**
     * Chooses the folder beside the backup, or where that cannot be written, the user's.
     *
     * @param places where it may be
     * @return a folder that is there and can be written
     * @throws IOException if neither can be written
     */
    public static SealFolder choose(SealPlaces places) throws IOException {
        try {
            prepare(places.beside());
            return new SealFolder(places.beside(), "");
        } catch (IOException | UnsupportedOperationException beside) {
            try {
                prepare(places.ofUser());
            } catch (IOException e) {
                e.addSuppressed(beside);
                throw e;
            }
            return new SealFolder(places.ofUser(), beside.getClass().getSimpleName() + ": " + beside.getMessage());
        }
    }

    private static void prepare(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (SealPlaces.isInBackup(folder.toRealPath())) { // by a link that lies there
            throw new IOException(folder + " leads into a backup");
        }
        Path trial = folder.resolve(SealPlaces.SEAL + ".trial");
        Files.deleteIfExists(trial);
        Files.createFile(trial);
        Files.delete(trial);
    }

    /**
     * Returns where the seal will be.
     *
     * @return the file
     */
    public Path seal() {
        return path.resolve(SealPlaces.SEAL);
    }

    Path signature() {
        return path.resolve(SealPlaces.SIGNATURE);
    }

    Path part() {
        return path.resolve(PART);
    }

    /**
     * Signs the seal that is there.
     *
     * @param keys with a private key
     * @throws IOException if the seal cannot be read, or the signature not written
     */
    public void sign(SealKeys keys) throws IOException {
        byte[] manifest;
        try (FileSource file = FileSource.open(seal())) {
            manifest = SealReader.read(file).seal().manifest();
        }
        byte[] signature = keys.sign(manifest);
        AtomicFile.write(signature(), channel -> {
            ByteBuffer bytes = ByteBuffer.wrap(signature);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }
}
