package dev.lifeboat.verify.check.fit;

import dev.lifeboat.formats.backup.document.Firmware;
import java.util.List;
import java.util.Optional;

/**
 * The computer that a backup is to be restored to, as far as a person named it.
 *
 * @param disks its disks, without those for the backup and the recovery media; at least one
 * @param firmware how it starts; empty if nobody said
 */
public record Target(List<TargetDisk> disks, Optional<Firmware> firmware) {
    /** Copies the list. */
    public Target {
        disks = List.copyOf(disks);
    }
}
