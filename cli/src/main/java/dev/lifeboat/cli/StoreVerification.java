package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.BackupStore;
import dev.lifeboat.formats.backup.BackupVersion;
import dev.lifeboat.formats.backup.ComputerBackups;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.FindingKind;
import dev.lifeboat.verify.report.Level;
import dev.lifeboat.verify.report.MemoryNeed;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verdict;
import dev.lifeboat.verify.report.Verifier;
import dev.lifeboat.verify.report.VerifyOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The newest backups of several computers, the newest of all first, since it is the one that somebody counts on. A quick
 * verification waits for the storage most of the time, so several run at once; where every byte is read, one alone keeps
 * processors and drive busy.
 */
final class StoreVerification {
    private final Path folder;
    private final List<Row> rows = new ArrayList<>();

    /** What became of one computer's backup. */
    private record Row(ComputerBackups computer, Optional<Report> report, String problem) {
        Verdict verdict() {
            return report.map(Report::verdict).orElse(Verdict.UNDECIDED);
        }

        String label() {
            return report.map(Report::label).orElse("UNDECIDED");
        }

        long count(Severity severity) {
            return report.stream()
                    .flatMap(r -> r.kinds().stream())
                    .filter(kind -> kind.rule().severity() == severity)
                    .mapToLong(FindingKind::count)
                    .sum();
        }

        /** The first of what is worst. */
        String reason() {
            Comparator<Finding> bySeverity = Comparator.comparing(Finding::severity);
            return report.flatMap(r -> r.findings().stream()
                            .filter(finding -> finding.severity().compareTo(Severity.DAMAGED) >= 0)
                            .reduce((a, b) -> bySeverity.compare(b, a) > 0 ? b : a))
                    .map(finding -> finding.rule().id() + ": " + finding.message())
                    .orElse(problem);
        }
    }

    private StoreVerification(Path folder) {
        this.folder = folder;
    }

    /**
     * Verifies the newest backup of each computer.
     *
     * @param store the computers
     * @param options how
     * @param progress is told how far it is
     * @return the outcome; what cannot be verified at all is a part of it
     * @throws InterruptedIOException if this thread is interrupted
     */
    static StoreVerification run(BackupStore store, VerifyOptions options, Progress progress)
            throws InterruptedIOException {
        StoreVerification all = new StoreVerification(store.folder());
        List<ComputerBackups> computers = new ArrayList<>(store.computers());
        computers.sort(
                Comparator.comparing(StoreVerification::newest).reversed().thenComparing(ComputerBackups::name));
        StoreProgress together = new StoreProgress(progress, computers.size());
        all.rows.addAll(Computers.each(
                computers,
                computer -> options.level() == Level.QUICK ? need(store, computer) : Long.MAX_VALUE,
                computer -> {
                    Row row = verify(store, computer, options, together.of(computer.name()));
                    together.oneIsDone();
                    return row;
                }));
        return all;
    }

    private static Row verify(BackupStore store, ComputerBackups computer, VerifyOptions options, Progress progress) {
        try {
            Report report = Verifier.verify(newestOf(store, computer), options, progress);
            return new Row(computer, Optional.of(report), "");
        } catch (IOException e) {
            return new Row(computer, Optional.empty(), Errors.message(e));
        }
    }

    private static long need(BackupStore store, ComputerBackups computer) {
        try {
            return MemoryNeed.of(newestOf(store, computer));
        } catch (IOException e) {
            return 0; // nothing will be opened
        }
    }

    private static BackupLocation newestOf(BackupStore store, ComputerBackups computer) throws IOException {
        return BackupLocation.find(store.folder(), Optional.of(computer.name()), Optional.empty());
    }

    private static Instant newest(ComputerBackups computer) {
        return computer.newest().flatMap(BackupVersion::time).orElse(Instant.MIN);
    }

    /** The verdict on the worst. */
    int exitCode() {
        return rows.stream()
                .map(Row::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.UNDECIDED)
                .exitCode();
    }

    List<Report> reports() {
        return rows.stream().flatMap(row -> row.report().stream()).toList();
    }

    /** Why some could not be verified, by the computer. */
    Map<String, String> failures() {
        Map<String, String> failures = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> row.report().isEmpty())
                .forEach(row -> failures.put(row.computer().name(), row.problem()));
        return failures;
    }

    void text(PrintWriter out, Instant now) {
        long bad =
                rows.stream().filter(row -> row.verdict() != Verdict.NO_FAULT).count();
        out.println(Text.safe(
                bad == 0
                        ? "The newest backups of all " + rows.size() + " computers: no fault was found."
                        : "Of the newest backups of " + rows.size() + " computers "
                                + (bad == 1 ? "1 needs" : bad + " need") + " attention."));
        out.println("Folder  " + Text.safe(folder.toString()));
        Table table =
                new Table("Computer", "Newest backup", "Verdict", ">Lost", ">Damaged", ">Notes", "First of the worst");
        for (Row row : rows) {
            table.row(
                    row.computer().name(),
                    row.computer()
                            .newest()
                            .flatMap(BackupVersion::time)
                            .map(time -> Age.local(time) + ", " + Age.ago(time, now))
                            .orElse(""),
                    row.label(),
                    number(row.count(Severity.LOST)),
                    number(row.count(Severity.DAMAGED)),
                    number(row.count(Severity.NOTE)),
                    row.reason());
        }
        table.print(out);
        reports().stream().findFirst().ifPresent(report -> {
            out.println();
            Paragraph.print(out, Terminal.width(), "", "Not checked: " + String.join("; ", report.notChecked()) + ".");
        });
        out.println("The whole report of one: --machine NAME.");
    }

    private static String number(long count) {
        return count == 0 ? "" : String.format(Locale.ROOT, "%,d", count);
    }

    /** One object a line. */
    void json(PrintWriter out) {
        for (Row row : rows) {
            if (row.report().isPresent()) {
                ReportJson.write(row.report().get(), Optional.empty(), out);
            } else {
                JsonLine.write(out, json -> {
                    json.writeStringProperty("verdict", row.label());
                    json.writeNumberProperty("exitCode", row.verdict().exitCode());
                    json.writeStringProperty("computer", row.computer().name());
                    json.writeStringProperty("error", row.problem());
                });
            }
        }
    }
}
