package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.source.FileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What tells quickly whether a file was written to. */
final class Fingerprint {
    /** In place of a digest that is not known yet. */
    private static final String UNKNOWN = "0".repeat(2 * Seal.DIGEST);

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private Fingerprint() {}

    /** The file as it is now, without digests. */
    static SealedFile of(SetFile file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
        try (FileSource source = FileSource.open(file.path())) {
            return new SealedFile(
                    file.name(),
                    source.size(), // of a block device the file system tells none
                    modified(attributes),
                    Identity.of(source),
                    Optional.empty(),
                    UNKNOWN);
        }
    }

    static Instant modified(BasicFileAttributes attributes) {
        return clamp(attributes.lastModifiedTime().toInstant()).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Years of four digits: a file system or a seal may tell any, and not all of them can be written as a date. */
    static Instant clamp(Instant time) {
        if (time.isBefore(FIRST)) {
            return FIRST;
        }
        return time.isAfter(LAST) ? LAST : time;
    }

    static boolean same(SealedFile then, SealedFile now) {
        return then.size() == now.size()
                && then.modified().equals(now.modified())
                && then.identity().equals(now.identity());
    }
}
