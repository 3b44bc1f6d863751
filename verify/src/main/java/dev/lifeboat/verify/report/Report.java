package dev.lifeboat.verify.report;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.fit.FitChecks;
import dev.lifeboat.verify.check.set.SetChecks;
import dev.lifeboat.verify.seal.SealRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a verification found.
 *
 * @param location what was verified
 * @param findings in the order in which they were made
 * @param omitted how many more findings of a rule there were than {@code findings} holds, by the rule's id
 * @param volumes how many volumes, or images of a WIM, were checked
 * @param subject what it is about
 * @param level how much was checked
 */
public record Report(
        BackupLocation location,
        List<Finding> findings,
        Map<String, Long> omitted,
        int volumes,
        Subject subject,
        Level level) {
    /**
     * Returns the verdict: the worst that any finding brings, but for a backup that is being written right now.
     *
     * @return one of the four
     */
    public Verdict verdict() {
        if (findings.stream().anyMatch(SetChecks::unsettlesAll)) {
            return Verdict.UNDECIDED;
        }
        Verdict worst = Verdict.NO_FAULT;
        for (Finding finding : findings) {
            Verdict verdict = Verdict.of(finding.severity());
            worst = verdict.compareTo(worst) > 0 ? verdict : worst;
        }
        return worst;
    }

    /**
     * Returns the findings by their rules.
     *
     * @return in the order in which the first of each was made
     */
    public List<FindingKind> kinds() {
        Map<Rule, List<Finding>> byRule = new LinkedHashMap<>();
        findings.forEach(finding -> byRule.computeIfAbsent(finding.rule(), rule -> new ArrayList<>())
                .add(finding));
        return byRule.entrySet().stream()
                .map(kind -> new FindingKind(
                        kind.getKey(),
                        kind.getValue(),
                        omitted.getOrDefault(kind.getKey().id(), 0L)))
                .toList();
    }

    /**
     * Returns what was not checked.
     *
     * @return each part a line
     */
    public List<String> notChecked() {
        return subject.notChecked(level, has(SealRules::isCompared), has(FitChecks::isFit));
    }

    /**
     * Returns the words of the verdict.
     *
     * @return such as {@code NOT RESTORABLE}
     */
    public String label() {
        return verdict().label(level);
    }

    /**
     * Tells whether every byte was compared with a seal, and is as it was.
     *
     * @return true at the full level only
     */
    public boolean matchesSeal() {
        return has(SealRules::isMatch);
    }

    /**
     * Returns what the verdict means, for someone who is not an engineer.
     *
     * @return a sentence
     */
    public String sentence() {
        if (verdict() == Verdict.WITH_LOSS && isOnly(SealRules::isOutdated)) {
            return Verdict.OUTDATED;
        }
        if (verdict() == Verdict.WITH_LOSS && isOnly(SealRules::isLongAgo)) {
            return Verdict.LONG_AGO;
        }
        if (isOnlyTarget()) {
            return verdict() == Verdict.NOT_RESTORABLE ? Verdict.OTHER_TARGET : Verdict.UNDECIDED_TARGET;
        }
        return level == Level.FULL && verdict() == Verdict.NO_FAULT && matchesSeal()
                ? Verdict.COMPARED
                : verdict().sentence(subject, level);
    }

    /**
     * Tells whether the verdict is about the target that was named, and nothing in the image itself is the reason.
     *
     * @return false also where all is well, and where the target is the reason for a loss only
     */
    public boolean isOnlyTarget() {
        Verdict verdict = verdict();
        return verdict.compareTo(Verdict.UNDECIDED) >= 0
                && findings.stream()
                        .filter(finding -> Verdict.of(finding.severity()) == verdict)
                        .map(Finding::rule)
                        .allMatch(FitChecks::isFit);
    }

    private boolean has(Predicate<Rule> kind) {
        return findings.stream().map(Finding::rule).anyMatch(kind);
    }

    /** Whether nothing is worse than what is said of a seal, and is no loss. */
    private boolean isOnly(Predicate<Rule> kind) {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.DAMAGED)
                .map(Finding::rule)
                .allMatch(kind);
    }
}
