package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.source.FileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a seal. A run that was interrupted is gone on with: chunks of files that did not change since are not read again. */
public final class Sealer {
    private final SetFiles set;
    private final SealFolder folder;
    private final boolean sums;
    private final Progress progress;

    /** Receives how far it is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Tells how far.
         *
         * @param done bytes that are hashed
         * @param total bytes
         */
        void at(long done, long total);
    }

    /**
     * What was made.
     *
     * @param seal as it lies there now
     * @param resumed bytes that a run before had already read
     */
    public record Result(Seal seal, long resumed) {}

    private Sealer(SetFiles set, SealFolder folder, boolean sums, Progress progress) {
        this.set = set;
        this.folder = folder;
        this.sums = sums;
        this.progress = progress;
    }

    /**
     * Makes a seal.
     *
     * @param location what is sealed; a file that cannot be read ends it
     * @param folder where the seal is made; what is known so far stays there if this fails
     * @param sums whether whole files are hashed, too
     * @param before a seal whose digests have to be those found now, where a file's identity is the same; empty if none is
     * @param progress is told how far it is
     * @return the seal
     * @throws SealRefusedException if files changed meanwhile, or since the seal before
     * @throws IOException if a file cannot be read or the seal not written
     */
    public static Result seal(
            BackupLocation location, SealFolder folder, boolean sums, Optional<Path> before, Progress progress)
            throws IOException {
        return new Sealer(SetFiles.of(location), folder, sums, progress).run(location, before);
    }

    private Result run(BackupLocation location, Optional<Path> before) throws IOException {
        Seal plan = plan(location);
        long total = plan.size();
        try (SealPart part = SealPart.open(folder.part(), plan)) {
            long[] done = {0};
            List<SealJob> jobs = new ArrayList<>();
            try (ChunkReading reading = new ChunkReading()) {
                for (int i = 0; i < plan.files().size(); i++) {
                    SealJob job = new SealJob(part, i, set.files().get(i).path(), sums);
                    done[0] += job.known();
                    jobs.add(job);
                    reading.add(job);
                }
                long resumed = done[0];
                progress.at(resumed, total);
                reading.run(n -> {
                    done[0] += n;
                    progress.at(done[0], total);
                });
                for (SealJob job : jobs) {
                    job.finish();
                }
                requireUnchanged(plan, location);
                Seal seal = withDigests(part);
                if (before.isPresent()) {
                    OldSeal.requireSame(before.get(), seal, set, part);
                }
                write(seal, part);
                return new Result(seal, resumed);
            }
        }
    }

    private Seal plan(BackupLocation location) throws IOException {
        List<SealedFile> files = new ArrayList<>();
        for (SetFile file : set.files()) {
            files.add(Fingerprint.of(file));
        }
        Seal plan = new Seal(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                location.computer(),
                location.backup(),
                media(location),
                List.copyOf(files));
        if (plan.manifest().length > SealReader.LONGEST_TEXT / 2) { // with hashes of whole files it grows
            throw new IOException(set.folder() + " holds more files than a seal has room for");
        }
        return plan;
    }

    /** SHA-256 of MediaId, by which Windows knows the drive. */
    static Optional<String> media(BackupLocation location) throws IOException {
        Optional<Path> file = location.set()
                .filter(set -> set.version().time().isPresent())
                .flatMap(set -> set.computer().mediaId())
                .map(id -> id.file());
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (FileSource source = FileSource.open(file.get())) {
            int length = (int) Math.min(Seal.CHUNK, source.size()); // it has 16 bytes or so
            return Optional.of(Hashes.hex(Hashes.sha256(source.bytes(0, length))));
        }
    }

    private void requireUnchanged(Seal plan, BackupLocation location) throws IOException {
        if (!SetFiles.of(location).files().equals(set.files())) {
            throw new SealRefusedException("files came or went in " + set.folder()
                    + " while it was sealed: is a backup running? Seal again when it has ended.");
        }
        for (int i = 0; i < plan.files().size(); i++) {
            SetFile file = set.files().get(i);
            if (!Files.exists(file.path()) || !Fingerprint.same(plan.files().get(i), Fingerprint.of(file))) {
                throw new SealRefusedException(
                        file.name() + " was written to while it was sealed: is a backup running? Seal"
                                + " again when it has ended. What did not change will not be read again.");
            }
        }
    }

    private Seal withDigests(SealPart part) throws IOException {
        Seal plan = part.plan();
        List<SealedFile> files = new ArrayList<>();
        for (int i = 0; i < plan.files().size(); i++) {
            SealedFile file = plan.files().get(i);
            MessageDigest chunks = Hashes.sha256();
            for (long chunk = 0; chunk < file.chunkCount(); chunk++) {
                chunks.update(known(part, i, chunk));
            }
            files.add(new SealedFile(
                    file.name(),
                    file.size(),
                    file.modified(),
                    file.identity(),
                    part.get(i, file.chunkCount()).map(Hashes::hex),
                    Hashes.hex(chunks.digest())));
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new Seal(now, plan.computer(), plan.backup(), plan.media(), List.copyOf(files));
    }

    private static byte[] known(SealPart part, int file, long chunk) throws IOException {
        return part.get(file, chunk)
                .orElseThrow(() -> new IOException("chunk " + chunk + " is missing in the seal that is being made"));
    }

    private void write(Seal seal, SealPart part) throws IOException {
        Files.deleteIfExists(folder.signature()); // it is of the seal before
        AtomicFile.write(folder.seal(), channel -> {
            byte[] manifest = seal.manifest();
            AtomicFile.put(channel, manifest);
            for (int i = 0; i < seal.files().size(); i++) {
                for (long chunk = 0; chunk < seal.files().get(i).chunkCount(); chunk++) {
                    AtomicFile.put(channel, known(part, i, chunk));
                }
            }
            AtomicFile.put(channel, Hashes.sha256(manifest));
        });
        SealPart.delete(folder.part());
    }
}
