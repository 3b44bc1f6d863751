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
 * @param volumes how many volumes were checked
 */
public record Report(BackupLocation location, List<Finding> findings, Map<String, Long> omitted, int volumes) {
    /** What a quick check cannot know, each part a line. */
    public static final List<String> NOT_CHECKED = List.of(
            "the content of files: a flipped bit inside a document or program is not seen",
            "whether Windows starts from it: that its boot files, registry and drivers are there was looked at in a backup"
                    + " folder, what is in them was not",
            "what the catalogs mean, which only Windows knows");

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
}
