package dev.lifeboat.verify.report;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.set.SetChecks;
import java.util.List;
import java.util.Map;

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
     * Returns what was not checked.
     *
     * @return each part a line
     */
    public List<String> notChecked() {
        return subject.notChecked(level);
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
     * Returns what the verdict means, for someone who is not an engineer.
     *
     * @return a sentence
     */
    public String sentence() {
        return verdict().sentence(subject, level);
    }
}
