package dev.lifeboat.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.docs.GeneratedPage;
import dev.lifeboat.formats.image.Container;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of all rules, and what every rule must have. */
class ChecksPageTest {
    private static final List<Rule> RULES =
            AllRules.byQuestion().values().stream().flatMap(List::stream).toList();

    @Test
    void thePageInDocsIsCurrent() throws IOException {
        GeneratedPage.requireCurrent("docs/checks.md", "verify", ChecksPageTest.class, ChecksPage.markdown());
    }

    @Test
    void everyQuestionIsAskedOnce() {
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
        assertThat(checks).extracting(Check::question).doesNotHaveDuplicates().allMatch(q -> q.endsWith("?"));
        assertThat(AllRules.byQuestion()).hasSize(checks.size() + 1);
    }

    @Test
    void everyIdIsUnique() {
        assertThat(RULES).extracting(Rule::id).doesNotHaveDuplicates();
    }

    @Test
    void everyIdHasOneForm() {
        assertThat(RULES).extracting(Rule::id).allMatch(id -> id.matches("[a-z]+\\.[a-z0-9-]+"));
    }

    @Test
    void everyRuleSaysWhatItMeans() {
        assertThat(RULES)
                .filteredOn(rule -> rule.severity() != Severity.GOOD)
                .allSatisfy(rule -> assertThat(rule.meaning()).as(rule.id()).endsWith("."));
    }

    @Test
    void everyRuleThatMattersSaysWhatToDo() {
        assertThat(RULES)
                .filteredOn(rule -> rule.severity().compareTo(Severity.NOTE) > 0)
                .allSatisfy(rule -> assertThat(rule.remedy()).as(rule.id()).isNotBlank());
    }

    @Test
    void noTextBreaksItsTable() {
        assertThat(RULES).noneMatch(rule -> (rule.meaning() + rule.remedy()).matches("(?s).*[|\\n].*"));
    }

    @Test
    void aRuleIsFoundByItsId() {
        assertThat(AllRules.find("ntfs.record")).map(Rule::severity).contains(Severity.DAMAGED);
        assertThat(AllRules.find("ntfs.none")).isEmpty();
    }
}
