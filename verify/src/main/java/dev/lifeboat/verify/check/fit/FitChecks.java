package dev.lifeboat.verify.check.fit;

import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Rule;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The list of checks of whether a backup fits a target. */
public final class FitChecks {
    private static final List<Check<Fit>> ALL = List.of(
            new DisksCheck(),
            new BootOrderCheck(),
            new TargetFirmwareCheck(),
            new SectorSizeCheck(),
            new MbrLimitCheck(),
            new TargetContentCheck());
    private static final Set<Rule> RULES =
            ALL.stream().flatMap(check -> check.rules().stream()).collect(Collectors.toSet());

    private FitChecks() {}

    /**
     * Returns every check.
     *
     * @return the checks; they hold no state
     */
    public static List<Check<Fit>> all() {
        return ALL;
    }

    /**
     * Tells whether a finding is about a target, rather than about the image.
     *
     * @param rule of the finding
     * @return true for those of these checks
     */
    public static boolean isFit(Rule rule) {
        return RULES.contains(rule);
    }
}
