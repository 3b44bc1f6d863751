package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.backup.BackupLocation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What is compared with a seal, the subject of the checks of this package.
 *
 * @param location the backup, or a single image
 * @param files all of it
 * @param seal as it was found; empty if there is none that can be used
 * @param sums checksums that others made
 * @param key with which it has to be signed; empty if nobody asked
 * @param most how long ago every byte may have been compared last; empty if that does not matter
 * @param full whether every byte is read
 * @param read is told how many more bytes were read
 */
public record SealSubject(
        BackupLocation location,
        SetFiles files,
        FoundSeal seal,
        OtherSums sums,
        Optional<SealKeys> key,
        Optional<Duration> most,
        boolean full,
        LongConsumer read) {}
