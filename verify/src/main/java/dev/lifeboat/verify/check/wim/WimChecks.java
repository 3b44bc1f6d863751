package dev.lifeboat.verify.check.wim;

import dev.lifeboat.verify.check.Check;
import java.util.List;

/** All checks of a WIM, in the order in which they are asked. */
public final class WimChecks {
    private WimChecks() {}

    /**
     * Returns the checks of the quick level: tables and metadata.
     *
     * @return one a part of the format
     */
    public static List<Check<Wim>> quick() {
        return List.of(
                new WimHeaderCheck(),
                new WimPartsCheck(),
                new WimDescriptionCheck(),
                new WimIntegrityCheck(),
                new WimResourceCheck(),
                new WimFilesCheck());
    }

    /**
     * Returns the checks of the full level: every byte of every content, too.
     *
     * @return those of the quick level, and more
     */
    public static List<Check<Wim>> full() {
        return List.of(
                new WimHeaderCheck(),
                new WimPartsCheck(),
                new WimDescriptionCheck(),
                new WimIntegrityCheck(),
                new WimPieceCheck(),
                new WimResourceCheck(),
                new WimContentCheck(),
                new WimFilesCheck());
    }
}
