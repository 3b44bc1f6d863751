package dev.lifeboat.verify.report;

import dev.lifeboat.formats.image.Container;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.boot.BootChecks;
import dev.lifeboat.verify.check.disk.DiskChecks;
import dev.lifeboat.verify.check.fat.FatChecks;
import dev.lifeboat.verify.check.fit.FitChecks;
import dev.lifeboat.verify.check.ntfs.NtfsChecks;
import dev.lifeboat.verify.check.recovery.RecoveryChecks;
import dev.lifeboat.verify.check.set.AgeCheck;
import dev.lifeboat.verify.check.set.SetChecks;
import dev.lifeboat.verify.check.wim.WimChecks;
import dev.lifeboat.verify.seal.SealChecks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
        checks.add(new AgeCheck());
        checks.addAll(BootChecks.full());
        checks.addAll(FitChecks.all());
        checks.addAll(RecoveryChecks.all());
        checks.addAll(WimChecks.full());
        checks.addAll(SealChecks.full());
        for (Check<?> check : checks) {
            rules.put(check.question(), check.rules());
        }
        return rules;
    }

    /**
     * Tells at which level a rule's question is asked.
     *
     * @param rule one of {@link #byQuestion()}
     * @return the lowest level
     */
    public static Level level(Rule rule) {
        List<Check<?>> full = new ArrayList<>(WimChecks.full());
        full.addAll(SealChecks.full());
        full.addAll(BootChecks.full());
        List<Check<?>> quick = new ArrayList<>(WimChecks.quick());
        quick.addAll(SealChecks.quick());
        quick.addAll(BootChecks.quick());
        Set<String> questions = quick.stream().map(Check::question).collect(Collectors.toSet());
        boolean later = full.stream()
                .filter(check -> !questions.contains(check.question()))
                .anyMatch(check -> check.rules().contains(rule));
        return later || rule.equals(ContentVerifier.NOT_LISTED) ? Level.FULL : Level.QUICK;
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
