package dev.lifeboat.verify.check.fat;

import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Passes on the first hundred findings of each rule and counts the rest: a torn FAT would name every file there is. */
final class AtMost implements Consumer<Finding> {
    private static final int LIMIT = 100;

    private final Consumer<Finding> findings;
    private final Map<Rule, Integer> counts = new LinkedHashMap<>();

    AtMost(Consumer<Finding> findings) {
        this.findings = findings;
    }

    @Override
    public void accept(Finding finding) {
        if (counts.merge(finding.rule(), 1, Integer::sum) <= LIMIT) {
            findings.accept(finding);
        }
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Says how many findings were kept back. */
    void finish(String where) {
        counts.forEach((rule, count) -> {
            if (count > LIMIT) {
                findings.accept(rule.at(where, (count - LIMIT) + " more of the same kind"));
            }
        });
    }
}
