package dev.lifeboat.verify.check.set;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the check of the age looks at.
 *
 * @param where the version, or the image
 * @param time when the backup was made; empty if nothing tells
 * @param now the present
 * @param most how old it may be; empty for any age
 */
public record BackupAge(String where, Optional<Instant> time, Instant now, Optional<Duration> most) {}
