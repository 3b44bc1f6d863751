package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.verify.check.Check;
import java.util.List;

/** The checks of an NTFS volume, in the order in which they run. */
public final class NtfsChecks {
    private NtfsChecks() {}

    /**
     * Lists them.
     *
     * @return one of each
     */
    public static List<Check<NtfsVolume>> all() {
        return List.of(
                new VolumeStateCheck(),
                new AbsentClusterCheck(),
                new MftMirrorCheck(),
                new MftRecordCheck(),
                new ClusterCheck(),
                new DirectoryCheck());
    }
}
