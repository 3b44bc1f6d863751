package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.source.FileSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The seal that lies in one of the places for it, open for reading, or why it cannot be read. */
public final class FoundSeal implements Closeable {
    private final Optional<Path> path;
    private final Optional<FileSource> file;
    private final Optional<SealReader> reader;
    private final Optional<IOException> problem;
    private final Optional<Instant> compared;

    private FoundSeal(
            Optional<Path> path,
            Optional<FileSource> file,
            Optional<SealReader> reader,
            Optional<IOException> problem,
            Optional<Instant> compared) {
        this.path = path;
        this.file = file;
        this.reader = reader;
        this.problem = problem;
        this.compared = compared;
    }

    /**
     * Opens the seal.
     *
     * @param places where it may be
     * @return the seal, which the caller closes; there may be none
     */
    public static FoundSeal in(SealPlaces places) {
        Optional<Path> path = places.existing();
        if (path.isEmpty()) {
            return new FoundSeal(path, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        FileSource file = null;
        try {
            file = FileSource.open(path.get());
            SealReader reader = SealReader.read(file);
            return new FoundSeal(
                    path,
                    Optional.of(file),
                    Optional.of(reader),
                    Optional.empty(),
                    LastCheck.read(places, reader.seal(), Instant.now()));
        } catch (IOException e) {
            return new FoundSeal(path, Optional.ofNullable(file), Optional.empty(), Optional.of(e), Optional.empty());
        }
    }

    /**
     * Returns where it is.
     *
     * @return empty if there is none
     */
    public Optional<Path> path() {
        return path;
    }

    /**
     * Returns what it says.
     *
     * @return empty if there is none, or it cannot be read
     */
    public Optional<Seal> seal() {
        return reader.map(SealReader::seal);
    }

    /**
     * Tells whether it is the seal of just these files, and none of them was written to since.
     *
     * @param location the backup
     * @param files of it
     * @return false also if there is none, or it cannot be read
     * @throws IOException if the storage cannot be read
     */
    public boolean applies(BackupLocation location, SetFiles files) throws IOException {
        Optional<Seal> seal = seal();
        return seal.isPresent()
                && Standing.foreign(seal.get(), location).isEmpty()
                && seal.get().files().size() == files.files().size()
                && seal.get().media().equals(Sealer.media(location))
                && Standing.of(seal.get(), files).stream().allMatch(one -> one.kind() == Standing.Kind.COMPARABLE);
    }

    /**
     * Returns when every byte was last compared with it.
     *
     * @return empty if that was never noted
     */
    Optional<Instant> compared() {
        return compared;
    }

    Optional<SealReader> reader() {
        return reader;
    }

    Optional<IOException> problem() {
        return problem;
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
