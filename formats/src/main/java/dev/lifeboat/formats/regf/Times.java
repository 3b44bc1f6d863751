package dev.lifeboat.formats.regf;

import java.time.Instant;
import java.util.Optional;

/** FILETIMEs: 100 ns since 1601-01-01 UTC. */
final class Times {
    private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;
    private static final long PER_SECOND = 10_000_000L;

    private Times() {}

    /** Empty for 0, which means that nobody noted it, and for values that Windows refuses. */
    static Optional<Instant> ofFiletime(long filetime) {
        return filetime <= 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(
                        filetime / PER_SECOND - SECONDS_1601_TO_1970, filetime % PER_SECOND * 100));
    }
}
