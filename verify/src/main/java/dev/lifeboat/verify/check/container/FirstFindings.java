package dev.lifeboat.verify.check.container;

import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Passes on the first findings of each rule and counts the others: a damaged table can have millions. */
final class FirstFindings implements Consumer<Finding> {
    private static final int EACH = 20;
    private static final int ENOUGH = 100_000;

    private final Consumer<Finding> next;
    private final Map<Rule, Integer> counts = new LinkedHashMap<>();
    private int total;

    FirstFindings(Consumer<Finding> next) {
        this.next = next;
    }

    @Override
    public void accept(Finding finding) {
        total++;
        if (counts.merge(finding.rule(), 1, Integer::sum) <= EACH) {
            next.accept(finding);
        }
    }

    boolean isEmpty() {
        return total == 0;
    }

    /** Whether looking on would take long and tell nothing new. */
    boolean isEnough() {
        return total >= ENOUGH;
    }

    /** Says how many were not passed on. */
    void finish(String where) {
        counts.forEach((rule, count) -> {
            if (count > EACH) {
                next.accept(rule.at(
                        where, (count - EACH) + (isEnough() ? " or more" : "") + " further findings like this"));
            }
        });
    }
}
