package dev.lifeboat.verify.report;

import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import java.util.List;

/**
 * The findings of one rule.
 *
 * @param rule their kind
 * @param findings in the order in which they were made, one or more
 * @param omitted how many more there were
 */
public record FindingKind(Rule rule, List<Finding> findings, long omitted) {
    /**
     * Returns how many there were.
     *
     * @return those that are kept, and those that are only counted
     */
    public long count() {
        return findings.size() + omitted;
    }
}
