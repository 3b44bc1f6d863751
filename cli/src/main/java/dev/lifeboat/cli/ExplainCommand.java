package dev.lifeboat.cli;

import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.report.AllRules;
import dev.lifeboat.verify.report.Verdict;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains a finding. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Explains a kind of finding, by the id that verify shows; without one, lists them all.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "2:there is no such id"},
        footerHeading = "%nExamples:%n",
        footer = {"  lifeboat explain ntfs.cluster-shared"})
final class ExplainCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "CHECK-ID",
            description = "Such as ntfs.record.",
            completionCandidates = Ids.class)
    private String id;

    @Spec
    private CommandSpec spec;

    /** For the completion of a command line. */
    private static final class Ids implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return AllRules.byQuestion().values().stream()
                    .flatMap(List::stream)
                    .map(Rule::id)
                    .iterator();
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (id == null) {
            for (Map.Entry<String, List<Rule>> entry : AllRules.byQuestion().entrySet()) {
                out.println(entry.getKey());
                entry.getValue().forEach(rule -> out.printf("  %-9s  %s%n", rule.severity(), rule.id()));
            }
            return ExitCode.OK;
        }
        Rule rule = AllRules.find(id)
                .orElseThrow(() -> new FailedException(
                        ExitCode.USAGE, "there is no finding '" + id + "'; 'lifeboat explain' lists them"));
        String question = AllRules.byQuestion().entrySet().stream()
                .filter(entry -> entry.getValue().contains(rule))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        int width = Terminal.width();
        out.println(rule.id() + ": " + rule.severity());
        Paragraph.print(out, width, "", "Question: " + question);
        Paragraph.print(out, width, "", "Means:    " + rule.meaning());
        if (!rule.remedy().isEmpty()) {
            Paragraph.print(out, width, "", "Do:       " + rule.remedy());
        }
        out.println("Verdict:  " + Verdict.of(rule.severity()).label(AllRules.level(rule)));
        out.println("Level:    " + AllRules.level(rule).label());
        return ExitCode.OK;
    }
}
