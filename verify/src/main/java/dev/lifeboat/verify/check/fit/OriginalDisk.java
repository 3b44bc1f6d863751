package dev.lifeboat.verify.check.fit;

import dev.lifeboat.formats.partition.PartitionScheme;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A disk of the computer that was backed up, as far as the backup tells of it.
 *
 * @param name for findings, by what lies on it
 * @param necessity whether a restore fails without it
 * @param system whether Windows, or what starts it, lies on it
 * @param exact its size in bytes; empty if nothing tells
 * @param least bytes that it had in any case; the exact size where that is known
 * @param usual bytes that it had at least if what is usual is true: that volumes of which nothing tells the disk lay on this one
 * @param sectorSize logical, 512 or 4096 bytes; empty if nothing tells
 * @param scheme of its partition table; empty if nothing tells
 */
public record OriginalDisk(
        String name,
        Necessity necessity,
        boolean system,
        OptionalLong exact,
        long least,
        long usual,
        OptionalInt sectorSize,
        Optional<PartitionScheme> scheme) {}
