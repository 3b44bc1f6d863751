package dev.lifeboat.formats.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.ntfs.NtfsBytes;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FileTimesTest {
    @Test
    void countsFrom1601() {
        assertThat(FileTimes.toInstant(0)).isEqualTo(Instant.parse("1601-01-01T00:00:00Z"));
        assertThat(FileTimes.toInstant(116_444_736_000_000_000L)).isEqualTo(Instant.EPOCH);
        assertThat(FileTimes.toInstant(NtfsBytes.NOON)).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    }

    @Test
    void isExactTo100Nanoseconds() {
        assertThat(FileTimes.toInstant(NtfsBytes.NOON + 1)).isEqualTo(Instant.parse("2026-01-31T12:00:00.000000100Z"));
        assertThat(FileTimes.toInstant(116_444_735_999_999_999L))
                .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999900Z"));
    }

    @Test
    void takesATimeWithItsTopBitSetForNone() {
        assertThat(FileTimes.toInstant(-1)).isEqualTo(FileTimes.toInstant(0));
        assertThat(FileTimes.toInstant(Long.MIN_VALUE)).isEqualTo(FileTimes.toInstant(0));
    }

    @Test
    void tellsWhereThereIsNone() {
        assertThat(FileTimes.time(0)).isEmpty();
        assertThat(FileTimes.time(-1)).isEmpty();
        assertThat(FileTimes.time(NtfsBytes.NOON)).contains(Instant.parse("2026-01-31T12:00:00Z"));
    }

    @Test
    void reachesTheYear30828() {
        assertThat(FileTimes.toInstant(Long.MAX_VALUE)).isEqualTo(Instant.parse("+30828-09-14T02:48:05.477580700Z"));
    }
}
