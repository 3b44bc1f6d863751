package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {
    private static final Instant NOW = Instant.parse("2026-03-29T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT0S, just now",
        "PT1M59S, just now",
        "PT2M, 2 minutes ago",
        "PT1H59M59S, 119 minutes ago",
        "PT2H, 2 hours ago",
        "PT47H59M, 47 hours ago",
        "PT48H, 2 days ago",
        "P400D, 400 days ago",
        "PT-1S, in the future: a clock is wrong",
        "P-400D, in the future: a clock is wrong"
    })
    void saysHowLongAgo(Duration age, String words) {
        assertThat(Age.ago(NOW.minus(age), NOW)).isEqualTo(words);
    }

    /** A folder may bear any name. */
    @ParameterizedTest
    @CsvSource({"0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
    void anyYearCanBeTold(Instant time) {
        assertThat(Age.ago(time, NOW)).isNotEmpty();
        assertThat(Age.local(time)).matches("\\+?-?\\d{4,5}-\\d\\d-\\d\\d \\d\\d:\\d\\d");
    }

    @Test
    void showsTheTimeOfThisComputer() {
        Instant time = LocalDateTime.parse("2026-01-31T13:05:59")
                .atZone(ZoneId.systemDefault())
                .toInstant();
        assertThat(Age.local(time)).isEqualTo("2026-01-31 13:05");
    }
}
