package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.BackupVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The versions of a computer's backup on a line of time, up to the present. */
final class HtmlTimeline {
    private static final int WIDTH = 880;
    private static final int LEFT = 20;
    /** More would lie upon each other. */
    private static final int MOST = 200;

    private HtmlTimeline() {}

    static void write(Html html, BackupSet backup, Instant now) {
        List<BackupVersion> versions = backup.computer().versions().stream()
                .filter(version -> version.time().isPresent())
                .toList();
        if (versions.isEmpty()) {
            return;
        }
        html.raw("<h2>When</h2>\n");
        Instant first = versions.get(0).time().orElseThrow();
        double whole = Math.max(1, Duration.between(first, now).toSeconds());
        html.raw("<svg role=\"img\" viewBox=\"0 0 " + (WIDTH + 2 * LEFT) + " 52\">")
                .raw("<title>Versions of the backup, from the oldest here to today</title>")
                .raw("<line class=\"axis\" x1=\"" + LEFT + "\" y1=\"16\" x2=\"" + (LEFT + WIDTH) + "\" y2=\"16\"/>");
        for (BackupVersion version : versions.subList(Math.max(0, versions.size() - MOST), versions.size())) {
            Instant time = version.time().orElseThrow();
            double share = Math.min(1, Math.max(0, Duration.between(first, time).toSeconds() / whole));
            boolean checked = version.name().equals(backup.version().name());
            html.raw(String.format(
                            Locale.ROOT,
                            "<circle class=\"%s\" cx=\"%.1f\" cy=\"16\" r=\"%d\"><title>",
                            checked ? "checked" : "other",
                            LEFT + WIDTH * share,
                            checked ? 8 : 5))
                    .text(Age.local(time) + (checked ? ", checked here" : ""))
                    .raw("</title></circle>");
        }
        html.raw("<text x=\"" + LEFT + "\" y=\"46\">")
                .text(Age.local(first))
                .raw("</text><text x=\"" + (LEFT + WIDTH) + "\" y=\"46\" text-anchor=\"end\">today</text></svg>\n");
        int made = backup.computer().versionsMade();
        html.element(
                "p",
                versions.size() == 1
                        ? "One version lies in the folder."
                        : versions.size() + " versions lie in the folder; the large dot is the one that was checked.");
        if (made > versions.size()) {
            html.element(
                    "p",
                    made
                            + " were made in all, as far as the catalogs tell; older ones may lie in shadow copies of the drive,"
                            + " which only Windows shows.");
        }
    }
}
