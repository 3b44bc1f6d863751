package dev.lifeboat.verify.check.fat;

import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.verify.check.Check;
import java.util.List;

/** The list of checks of a FAT volume. */
public final class FatChecks {
    private FatChecks() {}

    /**
     * Returns every check, in the order in which a volume is read.
     *
     * @return the checks; they hold no state
     */
    public static List<Check<FatVolume>> all() {
        return List.of(new FatCopiesCheck(), new FatTreeCheck());
    }
}
