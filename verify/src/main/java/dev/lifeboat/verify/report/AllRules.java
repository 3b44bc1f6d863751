package dev.lifeboat.verify.report;

import dev.lifeboat.formats.image.Container;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.boot.BootChecks;
import dev.lifeboat.verify.check.disk.DiskChecks;
import dev.lifeboat.verify.check.fat.FatChecks;
import dev.lifeboat.verify.check.ntfs.NtfsChecks;
import dev.lifeboat.verify.check.set.SetChecks;
import dev.lifeboat.verify.check.wim.WimChecks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every question that is asked and every kind of answer there is, for {@code explain} and docs/checks.md. */
public final class AllRules {
    private AllRules() {}

    /**
     * Returns the rules by the question that they answer.
     *
     * @return questions in the order in which they are asked
     */
    public static Map<String, List<Rule>> byQuestion() {
        Map<String, List<Rule>> rules = new LinkedHashMap<>();
        rules.put("Can the image be opened at all?", Verifier.rules());
        List<Check<?>> checks = new ArrayList<>();
        for (Container container : Container.values()) {
            checks.addAll(Verifier.containerChecks(container));
        }
        checks.addAll(DiskChecks.all());
        checks.addAll(NtfsChecks.all());
        checks.addAll(FatChecks.all());
        checks.addAll(SetChecks.all());
        checks.addAll(BootChecks.all());
        checks.addAll(WimChecks.full());
        for (Check<?> check : checks) {
            rules.put(check.question(), check.rules());
        }
        return rules;
    }

    /**
     * Finds a rule.
     *
     * @param id such as {@code ntfs.record}
     * @return the rule, or empty
     */
    public static Optional<Rule> find(String id) {
        return byQuestion().values().stream()
                .flatMap(List::stream)
                .filter(rule -> rule.id().equals(id))
                .findFirst();
    }
}
