package dev.lifeboat.verify.check.fit;

import dev.lifeboat.formats.backup.document.Firmware;
import java.util.List;
import java.util.Optional;

/**
 * The computer that was backed up, as far as a restore asks for it.
 *
 * @param where the set or the image, for findings
 * @param disks those of which anything is known
 * @param allSeen whether every volume that can have lain on these disks is in the backup and could be looked at, so that nothing
 *     but space outside volumes can have been there beside
 * @param firmware by all that tells of it; empty if nothing does, or not all of it the same
 */
public record OriginalComputer(String where, List<OriginalDisk> disks, boolean allSeen, Optional<Firmware> firmware) {
    /** Copies the list. */
    public OriginalComputer {
        disks = List.copyOf(disks);
    }
}
