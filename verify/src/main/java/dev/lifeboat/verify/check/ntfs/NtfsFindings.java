package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Passes on what a check found. To say where and what often means to read records, and a wrecked volume has millions of
 * findings: so only for as many as a report shows it is worked out, and the rest are just counted.
 */
final class NtfsFindings {
    private final Consumer<Finding> findings;
    private final Map<Rule, Integer> counts = new HashMap<>();

    NtfsFindings(Consumer<Finding> findings) {
        this.findings = findings;
    }

    /** Works out a part of a finding. */
    interface Words {
        /**
         * Works it out.
         *
         * @return the words
         * @throws IOException if the storage cannot be read
         */
        String say() throws IOException;
    }

    /** Takes a finding whose place or message costs something. */
    void add(Rule rule, Words where, Words message) throws IOException {
        if (counts.merge(rule, 1, Integer::sum) > Finding.SHOWN_OF_A_RULE) {
            findings.accept(rule.at("", ""));
        } else {
            findings.accept(rule.at(where.say(), message.say()));
        }
    }

    void add(Rule rule, Words where, String message) throws IOException {
        add(rule, where, () -> message);
    }

    /** Takes a finding that costs nothing. */
    void add(Finding finding) {
        counts.merge(finding.rule(), 1, Integer::sum);
        findings.accept(finding);
    }

    /** Whether of this rule all has been said that will be shown. */
    boolean full(Rule rule) {
        return counts.getOrDefault(rule, 0) >= Finding.SHOWN_OF_A_RULE;
    }

    /** Whether nothing was found so far. */
    boolean none() {
        return counts.isEmpty();
    }
}
