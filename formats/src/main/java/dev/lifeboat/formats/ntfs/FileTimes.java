package dev.lifeboat.formats.ntfs;

import java.time.Instant;

/** FILETIMEs: 100 ns since 1601-01-01 UTC. */
public final class FileTimes {
    private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;
    private static final long PER_SECOND = 10_000_000L;

    private FileTimes() {}

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
