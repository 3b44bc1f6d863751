package dev.lifeboat.verify.report;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.seal.FoundSeal;
import dev.lifeboat.verify.seal.OtherSums;
import dev.lifeboat.verify.seal.SealChecks;
import dev.lifeboat.verify.seal.SealPlaces;
import dev.lifeboat.verify.seal.SealRules;
import dev.lifeboat.verify.seal.SealSubject;
import dev.lifeboat.verify.seal.SetFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Compares the files of a backup with its seal and with checksums beside it; at the full level every byte of them. */
final class ContentVerifier {
    static final Rule NOT_LISTED = new Rule(
            "content.not-listed",
            Severity.UNDECIDED,
            "A folder of the backup could not be listed, so that not all of its files were read.",
            "Run as administrator (or root). If that does not help, the drive may be about to fail.");

    private ContentVerifier() {}

    /**
     * Compares.
     *
     * @param verified whether every byte was read and compared already, as that of a WIM is with its own hashes: then only what
     *     lies beside it is a reason to read it again
     * @param counter is told how many more bytes were read
     */
    static void run(
            BackupLocation location,
            boolean verified,
            VerifyOptions options,
            Consumer<Finding> findings,
            Progress progress,
            LongConsumer counter)
            throws IOException {
        if (!options.seals()) {
            return;
        }
        boolean full = options.level() == Level.FULL;
        SetFiles files;
        try {
            files = SetFiles.of(location);
        } catch (IOException e) {
            if (full) {
                String where = location.backup().orElse("");
                findings.accept(NOT_LISTED.at(where, String.valueOf(e.getMessage())));
            }
            return;
        }
        long total = full ? size(files) : 0;
        long[] done = {0};
        LongConsumer read = n -> {
            done[0] += n;
            counter.accept(n);
            progress.reading("every byte of " + files.folder().getFileName(), done[0], total);
        };
        try (FoundSeal seal = FoundSeal.in(SealPlaces.of(location))) {
            OtherSums sums = OtherSums.of(location, files);
            if (verified
                    && seal.path().isEmpty()
                    && sums.isEmpty()
                    && options.sealKey().isEmpty()) {
                return;
            }
            SealSubject subject =
                    new SealSubject(location, files, seal, sums, options.sealKey(), options.maxAge(), full, read);
            for (Check<SealSubject> check : full ? SealChecks.full() : SealChecks.quick()) {
                run(check, subject, findings);
            }
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) { // what was found out before is worth more than what lies beside the backup
            findings.accept(notCompared(location, e));
        }
    }

    /** One that fails does not take away what the others find. */
    static void run(Check<SealSubject> check, SealSubject subject, Consumer<Finding> findings)
            throws InterruptedIOException {
        try {
            check.run(subject, findings);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            findings.accept(notCompared(subject.location(), e));
        }
    }

    private static Finding notCompared(BackupLocation location, IOException problem) {
        return SealRules.NOT_COMPARED.at(location.backup().orElse(""), String.valueOf(problem));
    }

    private static long size(SetFiles files) {
        return files.files().stream().mapToLong(file -> size(file.path())).sum();
    }

    /** 0 where it cannot be asked: it only tells how far the reading is. */
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
