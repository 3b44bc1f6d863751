package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.backup.BackupStore;
import dev.lifeboat.formats.source.FileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
            prepare(places.beside(), places);
            return new SealFolder(places.beside(), "");
        } catch (IOException | UnsupportedOperationException beside) {
            try {
                prepare(places.ofUser(), places);
            } catch (IOException e) {
                e.addSuppressed(beside);
                throw e;
            }
            String kind = beside instanceof SealRefusedException
                    ? ""
                    : beside.getClass().getSimpleName() + ": ";
            return new SealFolder(places.ofUser(), kind + beside.getMessage());
        }
    }

    private static void prepare(Path folder, SealPlaces places) throws IOException {
        requireNoLink(folder, places);
        Files.createDirectories(folder);
        requireNoLink(folder, places);
        Path trial = folder.resolve(SealPlaces.SEAL + ".trial");
        Files.deleteIfExists(trial);
        Files.createFile(trial);
        Files.delete(trial);
    }

    /**
     * Looks at what is there of a folder. The way to the backup has no link in it, so that one between the backup and its seal
     * was put there by somebody; the user's own folders may well be links.
     */
    private static void requireNoLink(Path folder, SealPlaces places) throws IOException {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        Path real = existing.toRealPath();
        if (BackupStore.isIn(real)) {
            throw new SealRefusedException(folder + " leads into a backup");
        }
        boolean ofUser = folder.equals(places.ofUser());
        if (!ofUser && !real.toString().equalsIgnoreCase(existing.toString())) {
            throw new SealRefusedException(existing + " leads elsewhere, to " + real);
        }
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
     * @param places where the seal may be
     * @throws SealRefusedException if a link leads elsewhere
     * @throws IOException if the seal cannot be read, or the signature not written
     */
    public void sign(SealKeys keys, SealPlaces places) throws IOException {
        requireNoLink(path, places);
        byte[] manifest;
        try (FileSource file = FileSource.open(seal())) {
            manifest = SealReader.read(file).seal().manifest();
        }
        byte[] signature = keys.sign(manifest);
        AtomicFile.write(signature(), channel -> AtomicFile.put(channel, signature));
    }
}
