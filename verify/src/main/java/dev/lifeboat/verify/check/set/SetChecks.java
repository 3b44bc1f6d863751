package dev.lifeboat.verify.check.set;

import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import java.util.List;

/** The list of checks of a set as a whole. */
public final class SetChecks {
    private SetChecks() {}

    /**
     * Tells whether a finding makes all others uncertain: files were read while they changed.
     *
     * @param finding any
     * @return true if no verdict can be given because of it
     */
    public static boolean unsettlesAll(Finding finding) {
        return finding.rule().equals(StillnessCheck.WRITTEN);
    }

    /**
     * Returns every check.
     *
     * @return the checks; they hold no state
     */
    public static List<Check<SetContents>> all() {
        return List.of(
                new StillnessCheck(),
                new AccessCheck(),
                new PlaceCheck(),
                new ComputersCheck(),
                new ComputerNameCheck(),
                new VersionsCheck(),
                new CatalogCheck(),
                new DocumentsCheck(),
                new VolumesCheck(),
                new LeftOutCheck(),
                new WindowsCheck(),
                new BootFilesCheck());
    }
}
