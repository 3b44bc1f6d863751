package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.FindingKind;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Subject;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A report as one page for a browser, which needs nothing from anywhere: to be kept, printed, or sent to who helps. */
final class ReportHtml {
    static final String BEGINNING = "<!DOCTYPE html>\n";

    private static final String STYLE =
            """
            :root { color-scheme: light }
            body { font: 16px/1.5 system-ui, "Segoe UI", sans-serif; color: #1b1b1b; background: #fff; margin: 2em auto; max-width: 920px;
              padding: 0 1em }
            h1 { margin: 0; font-size: 1.7em } h2 { margin: 1.8em 0 .4em; border-bottom: 1px solid #ccc }
            h3 { margin: 1.2em 0 .2em; font-size: 1em }
            .verdict { border-left: 12px solid #777; background: #f4f4f4; padding: 1em 1.2em; border-radius: 4px }
            .NO_FAULT { border-color: #1a7f37; background: #eaf6ee } .WITH_LOSS { border-color: #b35900; background: #fdf1e4 }
            .NOT_RESTORABLE { border-color: #b3121d; background: #fceced }
            .rule { margin: 1em 0; padding-left: .8em; border-left: 4px solid #777 }
            .rule.LOST { border-color: #b3121d } .rule.DAMAGED { border-color: #b35900 } .rule.GOOD { border-color: #1a7f37 }
            .rule p { margin: .2em 0 } code, .where { font: 13px/1.4 ui-monospace, Consolas, monospace; overflow-wrap: anywhere }
            .id { color: #555; font-size: .85em } svg { width: 100%; height: auto } svg text { font-size: 13px; fill: #333 }
            .axis { stroke: #888; stroke-width: 2 } .other { fill: #9bb4d3 } .checked { fill: #1f5fa8 }
            .file { fill: #dfe7f1 } .disk { fill: #eee } .volume { fill: #cfe0f5; stroke: #fff } .used { fill: #7ba4d9 }
            line.NOTE { stroke: #555; stroke-width: 2 } line.UNDECIDED { stroke: #7b3fb5; stroke-width: 3 }
            line.DAMAGED, line.LOST { stroke: #b3121d; stroke-width: 3 } dt { float: left; clear: left; width: 9em; color: #555 }
            dd { margin: 0 0 0 9.5em } .hurt { stroke: #b3121d; stroke-width: 3 }
            pre { background: #f4f4f4; padding: .6em; white-space: pre-wrap; overflow-wrap: anywhere } @media print { body { margin: 0; max-width: none } details { display: block } }
            """;

    /** More would hide what matters; the JSON report has a hundred. */
    private static final int MOST_PLACES = 20;

    private final Html html = new Html();
    private final Report report;
    private final Optional<ImageSet> set;
    private final Instant now;

    /**
     * @param report to be shown
     * @param set its images, open; empty if they cannot be opened
     * @param now the present
     */
    ReportHtml(Report report, Optional<ImageSet> set, Instant now) {
        this.report = report;
        this.set = set;
        this.now = now;
    }

    /** The whole page. */
    String page() throws IOException {
        html.raw(BEGINNING + "<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width\">\n")
                .element("title", report.label() + ": " + name())
                .raw("<style>\n" + STYLE + "</style>\n</head>\n<body>\n");
        verdict();
        facts();
        remedies();
        report.location().set().ifPresent(backup -> HtmlTimeline.write(html, backup, now));
        if (set.isPresent()) {
            new HtmlMaps(html, set.get(), report).write();
        }
        findings("What was found", Severity.LOST, Severity.UNDECIDED, Severity.DAMAGED, Severity.NOTE);
        html.raw("<h2>Not checked</h2>\n<ul>\n");
        report.notChecked().forEach(part -> html.element("li", part));
        html.raw("</ul>\n");
        if (report.subject() == Subject.SYSTEM_IMAGE && set.isPresent()) {
            RestoreSteps.write(html, report, set.get());
        }
        html.raw("<details><summary>Checks that found all in order</summary>\n");
        findings("", Severity.GOOD);
        html.raw("</details>\n<p class=\"id\">")
                .text(new Version().getVersion()[0] + ", " + Age.local(now)
                        + " by the clock of the computer that checked.")
                .raw("</p>\n</body>\n</html>\n");
        return html.toString();
    }

    private String name() {
        return report.location()
                .computer()
                .orElse(report.location().images().get(0).getFileName().toString());
    }

    private void verdict() {
        html.raw("<div class=\"verdict " + report.verdict() + "\">\n")
                .element("h1", report.label())
                .element("p", report.sentence())
                .raw("</div>\n");
    }

    private void facts() {
        html.raw("<dl>\n");
        Optional<BackupSet> backup = report.location().set();
        backup.ifPresent(b -> {
            fact("Computer", b.computer().name());
            fact(
                    "Backup",
                    b.version()
                            .time()
                            .map(t -> Age.local(t) + ", " + Age.ago(t, now))
                            .orElse(b.version().name()));
            b.version().identifier().ifPresent(id -> fact("Version", id + " (as wbadmin names it; UTC)"));
            fact("Folder", b.version().folder().toString());
        });
        if (backup.isEmpty()) {
            report.location().images().forEach(image -> fact("Image", image.toString()));
        }
        fact("Checked", Age.local(now) + ", " + report.level().label() + "; volumes: " + report.volumes());
        html.raw("</dl>\n");
    }

    private void fact(String head, String text) {
        html.element("dt", head).element("dd", text);
    }

    /** Of the worst severity: who is in a hurry does these first. */
    private void remedies() {
        Set<String> remedies = new LinkedHashSet<>();
        for (Severity severity : List.of(Severity.LOST, Severity.UNDECIDED, Severity.DAMAGED)) {
            report.findings().stream()
                    .filter(finding -> finding.severity() == severity
                            && !finding.rule().remedy().isEmpty())
                    .forEach(finding -> remedies.add(finding.rule().remedy()));
        }
        if (!remedies.isEmpty()) {
            html.raw("<h2>What to do</h2>\n<ol>\n");
            remedies.forEach(remedy -> html.element("li", remedy));
            html.raw("</ol>\n");
        }
    }

    private void findings(String head, Severity... severities) {
        List<FindingKind> kinds = Stream.of(severities)
                .flatMap(severity ->
                        report.kinds().stream().filter(kind -> kind.rule().severity() == severity))
                .toList();
        if (!kinds.isEmpty() && !head.isEmpty()) {
            html.element("h2", head);
        }
        kinds.forEach(this::kind);
    }

    private void kind(FindingKind kind) {
        Rule rule = kind.rule();
        html.raw("<div class=\"rule " + rule.severity() + "\">\n").element("p", rule.meaning());
        if (!rule.remedy().isEmpty()) {
            html.element("p", "Do: " + rule.remedy());
        }
        html.element("p class=\"id\"", rule.severity() + "  " + rule.id());
        List<Finding> shown = kind.findings().stream().limit(MOST_PLACES).toList();
        shown.forEach(finding -> html.element("p class=\"where\"", finding.where() + ": " + finding.message()));
        long more = kind.count() - shown.size();
        if (more > 0) {
            html.element("p class=\"where\"", "... and " + more + " more of this kind");
        }
        html.raw("</div>\n");
    }
}
