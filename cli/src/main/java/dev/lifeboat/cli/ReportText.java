package dev.lifeboat.cli;

import dev.lifeboat.mount.contained.ContainedBackup;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.FindingKind;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Subject;
import java.io.PrintWriter;
import java.util.Optional;

/** A report as text: verdict first, then what it cannot know, then the findings, worst first, each kind explained once. */
final class ReportText {
    private static final String INDENT = "    ";

    private final PrintWriter out;
    private final int width;
    private final boolean all;

    /**
     * @param out where to
     * @param width of a line in characters
     * @param all whether what is as it should be is shown too
     */
    ReportText(PrintWriter out, int width, boolean all) {
        this.out = out;
        this.width = width;
        this.all = all;
    }

    void write(Report report, Optional<ContainedBackup> container) {
        out.println(report.label());
        paragraph("", "Not checked: " + String.join("; ", report.notChecked()) + ".");
        paragraph("", report.sentence());
        container.ifPresent(inside -> paragraph("", inside(inside)));
        Severity[] severities = Severity.values();
        for (int i = severities.length - 1; i >= 0; i--) {
            if (severities[i] != Severity.GOOD || all) {
                severity(report, severities[i]);
            }
        }
        out.println();
        long good = count(report, Severity.GOOD);
        paragraph(
                "",
                summary(report)
                        + (all || good == 0 ? "" : " " + good + " checks found all in order (--all shows them)."));
    }

    private static String inside(ContainedBackup container) {
        return "The backup lies inside the image " + Text.safe(container.image().toString()) + ", on its volume "
                + container.volume() + ". That image was checked first; its faults are faults of the backup.";
    }

    private static String summary(Report report) {
        if (report.subject() == Subject.WIM) {
            return "Checked a WIM with " + (report.volumes() == 1 ? "1 image." : report.volumes() + " images.");
        }
        int images = report.location().images().size();
        return "Checked " + (images == 1 ? "1 image" : images + " images") + " with "
                + (report.volumes() == 1 ? "1 volume." : report.volumes() + " volumes.");
    }

    private static long count(Report report, Severity severity) {
        return report.findings().stream().filter(f -> f.severity() == severity).count();
    }

    private void severity(Report report, Severity severity) {
        for (FindingKind kind : report.kinds()) {
            if (kind.rule().severity() == severity) {
                kind(kind);
            }
        }
    }

    private void kind(FindingKind kind) {
        Rule rule = kind.rule();
        out.println();
        out.println(rule.severity() + "  " + rule.id());
        for (Finding finding : kind.findings()) {
            paragraph(INDENT, Text.safe(finding.where() + ": " + finding.message()));
        }
        if (kind.omitted() > 0) {
            out.println(INDENT + "... and " + kind.omitted() + " more of this kind");
        }
        if (rule.severity() != Severity.GOOD) {
            paragraph("  ", "Means: " + rule.meaning());
            if (!rule.remedy().isEmpty()) {
                paragraph("  ", "Do:    " + rule.remedy());
            }
        }
    }

    private void paragraph(String indent, String text) {
        Paragraph.print(out, width, indent, text);
    }
}
