package dev.lifeboat.verify.check.disk;

import dev.lifeboat.verify.check.Check;
import java.util.List;

/** The list of checks of a disk. */
public final class DiskChecks {
    private DiskChecks() {}

    /**
     * Returns every check, in the order in which a disk is read.
     *
     * @return the checks; they hold no state
     */
    public static List<Check<Disk>> all() {
        return List.of(new PartitionTableCheck(), new VolumeCheck(), new BootSectorBackupCheck());
    }
}
