package dev.lifeboat.verify.check.set;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.verify.check.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgeCheckTest {
    private static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");

    private static List<String> check(Optional<Instant> time, Optional<Duration> most) {
        List<Finding> findings = new ArrayList<>();
        new AgeCheck().run(new BackupAge("Backup", time, NOW, most), findings::add);
        return findings.stream()
                .map(f -> f.severity() + " " + f.rule().id() + " " + f.message())
                .toList();
    }

    private static Optional<Instant> ago(Duration age) {
        return Optional.of(NOW.minus(age));
    }

    @Test
    void anyAgeWillDoWhereNobodyAsks() {
        assertThat(check(ago(Duration.ofDays(4000)), Optional.empty()))
                .containsExactly("GOOD set.age is 4000 days old");
        assertThat(check(ago(Duration.ofMinutes(90)), Optional.empty())).containsExactly("GOOD set.age is 1 hour old");
        assertThat(check(Optional.empty(), Optional.empty())).isEmpty();
    }

    @Test
    void whatIsOlderThanItMayBe() {
        Optional<Duration> month = Optional.of(Duration.ofDays(30));
        assertThat(check(ago(Duration.ofDays(30)), month)).containsExactly("GOOD set.age is 30 days old");
        assertThat(check(ago(Duration.ofDays(30).plusSeconds(1)), month))
                .containsExactly(
                        "DAMAGED set.too-old was made at 2026-05-31T11:59:59Z, 30 days ago, and may be no older than 30 days");
        assertThat(check(Optional.empty(), month)).containsExactly("UNDECIDED set.age-unknown has no time in its name");
    }

    /** An hour may be the difference of two clocks; a year is not. */
    @Test
    void aTimeToComeTellsNothing() {
        assertThat(check(ago(Duration.ofHours(-1)), Optional.empty())).containsExactly("GOOD set.age is 0 hours old");
        assertThat(check(ago(Duration.ofDays(-365)), Optional.of(Duration.ofDays(1))))
                .containsExactly(
                        "NOTE set.time-to-come was made at 2027-06-30T12:00:00Z, and now it is 2026-06-30T12:00:00Z");
    }
}
