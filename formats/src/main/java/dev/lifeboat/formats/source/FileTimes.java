package dev.lifeboat.formats.source;

import java.time.Instant;
import java.util.Optional;

/** FILETIMEs: 100 ns since 1601-01-01 UTC. */
public final class FileTimes {
    private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;
    private static final long PER_SECOND = 10_000_000L;

    private FileTimes() {}

    /**
     * Converts a FILETIME that may say that there is none.
     *
     * @param filetime as on disk
     * @return empty for 0, which means that nobody noted it, and for what Windows refuses
     */
    public static Optional<Instant> time(long filetime) {
        return filetime <= 0 ? Optional.empty() : Optional.of(toInstant(filetime));
    }

    /**
     * Converts a FILETIME. Values with the top bit set, which Windows refuses, count as 0.
     *
     * @param filetime as on disk
     * @return the time, exact to 100 ns
     */
    public static Instant toInstant(long filetime) {
        long t = Math.max(filetime, 0);
        return Instant.ofEpochSecond(t / PER_SECOND - SECONDS_1601_TO_1970, t % PER_SECOND * 100);
    }
}
