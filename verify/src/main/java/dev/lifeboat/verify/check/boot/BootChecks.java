package dev.lifeboat.verify.check.boot;

import dev.lifeboat.verify.check.Check;
import java.util.List;

/** The checks of whether the restored computer starts, in the order of a start. */
public final class BootChecks {
    private BootChecks() {}

    /**
     * Lists them.
     *
     * @return one of each; they hold no state
     */
    public static List<Check<RestoredComputer>> all() {
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
}
