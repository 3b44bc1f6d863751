package dev.lifeboat.verify.check.set;

import dev.lifeboat.verify.check.Check;
import java.util.List;

/** The list of checks of a set as a whole. */
public final class SetChecks {
    private SetChecks() {}

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
