package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.verify.check.Check;
import java.util.ArrayList;
import java.util.List;

/** The checks of recovery environments. */
public final class RecoveryChecks {
    private RecoveryChecks() {}

    /**
     * Returns the checks of a backup.
     *
     * @return one of each; they hold no state
     */
    public static List<Check<RecoverySubject>> ofBackup() {
        return List.of(new ReAgentCheck(), new RecoveryEnvironmentCheck());
    }

    /** The checks of one WIM that has at least one image, behind those of any WIM. */
    static List<Check<RecoveryCandidate>> ofImage() {
        return List.of(
                new RecoveryStartCheck(),
                new RecoveryFilesCheck(),
                new RecoveryProgramsCheck(),
                new RecoveryVersionCheck());
    }

    /**
     * Returns all of them.
     *
     * @return for the documentation
     */
    public static List<Check<?>> all() {
        List<Check<?>> all = new ArrayList<>(ofBackup());
        all.addAll(ofImage());
        return List.copyOf(all);
    }
}
