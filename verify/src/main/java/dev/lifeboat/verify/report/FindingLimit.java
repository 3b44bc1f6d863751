package dev.lifeboat.verify.report;

import dev.lifeboat.verify.check.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Collects findings, of each rule only so many: a wrecked volume has millions, and the first hundred say it all. */
final class FindingLimit implements Consumer<Finding> {
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, Long> omitted = new LinkedHashMap<>();

    @Override
    public void accept(Finding finding) {
        String id = finding.rule().id();
        if (counts.merge(id, 1, Integer::sum) <= Finding.SHOWN_OF_A_RULE) {
            findings.add(finding);
        } else {
            omitted.merge(id, 1L, Long::sum);
        }
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    Map<String, Long> omitted() {
        return omitted;
    }
}
