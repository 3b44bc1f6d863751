package dev.lifeboat.verify.check.boot;

import dev.lifeboat.verify.check.Check;
import java.util.ArrayList;
import java.util.List;

/** The checks of whether the restored computer starts, in the order of a start. */
public final class BootChecks {
    private BootChecks() {}

    /**
     * Lists those that read what a start reads.
     *
     * @return one of each; they hold no state
     */
    public static List<Check<RestoredComputer>> quick() {
        return List.of(
                new WindowsCheck(),
                new FirmwareCheck(),
                new BootFilesCheck(),
                new BootStoreCheck(),
                new RecoveryEntryCheck(),
                new SystemFilesCheck(),
                new HivesCheck(),
                new DriversCheck(),
                new ImportsCheck(),
                new DriveLetterCheck(),
                new UnfinishedWorkCheck(),
                new HibernationCheck());
    }

    /**
     * Lists those and the ones that read every program of Windows.
     *
     * @return one of each; they hold no state
     */
    public static List<Check<RestoredComputer>> full() {
        List<Check<RestoredComputer>> all = new ArrayList<>(quick());
        all.add(new SignaturesCheck());
        return List.copyOf(all);
    }
}
