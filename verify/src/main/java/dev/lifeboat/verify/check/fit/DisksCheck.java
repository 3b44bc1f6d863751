package dev.lifeboat.verify.check.fit;

import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Whether the target has as many disks as a restore needs, and each is at least as large as the one whose place it takes. */
final class DisksCheck implements Check<Fit> {
    static final Rule GOOD = new Rule(
            "fit.disks",
            Severity.GOOD,
            "Each disk that the restore needs is at least as large as the original was.",
            "");
    static final Rule SYSTEM = new Rule(
            "fit.system-disk-too-small",
            Severity.LOST,
            "No disk of the new computer is large enough for the disk that Windows starts from. Windows compares with the size of the"
                    + " whole original disk, not with what was used of it. It stops with 0x80042412 ('No disk that can be used for"
                    + " recovering the system disk can be found') or 0x80042408 ('Failed to find enough suitable disks').",
            "Take a disk at least as large as the one in the old computer, and do not exclude it. Before you start the recovery,"
                    + " disconnect all USB disks; connect the one with the backup again when the recovery has started. Files can be"
                    + " copied out of the backup to any disk: 'lifeboat extract'.");
    static final Rule CRITICAL = new Rule(
            "fit.critical-disk-too-small",
            Severity.LOST,
            "Windows called a volume on this disk critical, and no disk of the new computer is large enough to take its place."
                    + " Windows compares with the size of the whole original disk, not with what was used of it. It stops with"
                    + " 0x80042408 ('Failed to find enough suitable disks for recreating all critical disks').",
            "Take a disk at least as large as the original. Files can be copied out of the backup to any disk: 'lifeboat extract'.");
    static final Rule TOO_FEW = new Rule(
            "fit.too-few-disks",
            Severity.LOST,
            "Critical volumes lay on more disks than the new computer has. Windows makes each of these disks anew, on one of its own,"
                    + " and stops with 0x80042408 ('Failed to find enough suitable disks for recreating all critical disks').",
            "Add a disk, at least as large as the one that is named. Or, if the old computer still runs, move what makes the second"
                    + " disk critical (a program that Windows starts with) to the first one, and make a new backup.");
    static final Rule PERHAPS_NEEDED = new Rule(
            "fit.disk-perhaps-needed",
            Severity.UNDECIDED,
            "A volume without Windows lay on this disk, or may have, and no disk of the new computer is left or large enough to take its"
                    + " place. The document of the backup that tells whether Windows called the volume critical is missing, or does not"
                    + " name it. If it was critical, Windows stops with 0x80042408 ('Failed to find enough suitable disks for"
                    + " recreating all critical disks') and restores nothing; if not, only this volume is not restored.",
            "To be safe, add a disk at least as large as the original. Files can be copied out of the backup to any disk:"
                    + " 'lifeboat extract'.");
    static final Rule UNKNOWN = new Rule(
            "fit.size-unknown",
            Severity.UNDECIDED,
            "Windows compares with the size of the original disk, which was not found in the backup. The new disk is large enough for"
                    + " what is known to have been on the old one; whether it is as large cannot be told.",
            "Compare it with the old disk: its label, or '(Get-Disk).Size' in PowerShell on the old computer, which shows bytes."
                    + " The new one must have at least as many bytes. If it has fewer, Windows stops with 0x80042408 or"
                    + " 0x80042412; take a larger one.");
    static final Rule LABEL = new Rule(
            "fit.size-by-label",
            Severity.UNDECIDED,
            "The size of the original disk is known, and the new one may be as large; but disks sold under the same size differ by a"
                    + " little, a size that a program shows is rounded, and a single byte too few is too small.",
            "Name the exact number of bytes with --target, or the disk itself with --target-disk.");
    static final Rule LIKELY = new Rule(
            "fit.size-likely",
            Severity.NOTE,
            "The size of the original disk, with which Windows compares, was not found in the backup. All volumes that can have lain on it are"
                    + " in the backup, and the new disk is at least as large as the smallest usual disk that holds them: it is too"
                    + " small only if much of the original was never used for a volume.",
            "To be sure, compare it with the old disk: the new one must have at least as many bytes.");
    static final Rule DATA = new Rule(
            "fit.no-disk-for-data",
            Severity.DAMAGED,
            "Windows starts without this disk, but there is no disk in the new computer that could take its place: its volumes are not"
                    + " restored.",
            "Add a disk at least as large as the original, or copy the files out of the backup: 'lifeboat extract'.");

    @Override
    public String question() {
        return "Has the target as many disks as the restore needs, and are they large enough?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, SYSTEM, CRITICAL, TOO_FEW, PERHAPS_NEEDED, UNKNOWN, LABEL, LIKELY, DATA);
    }

    @Override
    public void run(Fit fit, Consumer<Finding> findings) {
        List<String> good = new ArrayList<>();
        for (Fit.Pair pair : fit.pairs()) {
            Rule rule = rule(pair, fit.original());
            String message = message(pair);
            if (rule.equals(GOOD)) {
                good.add(message);
            } else {
                findings.accept(rule.at(fit.original().where(), message));
            }
        }
        if (!good.isEmpty()) {
            findings.accept(GOOD.at(fit.original().where(), String.join("; ", good)));
        }
    }

    private static Rule rule(Fit.Pair pair, OriginalComputer computer) {
        OriginalDisk original = pair.original();
        if (pair.target().isEmpty()) {
            return without(original, TOO_FEW);
        }
        DiskSize size = pair.target().get().size();
        if (size.most() < original.least()) {
            return without(original, original.system() ? SYSTEM : CRITICAL);
        }
        if (original.exact().isPresent()) {
            return size.least() >= original.exact().getAsLong() ? GOOD : LABEL;
        }
        boolean plausible = size.least() >= DiskSize.customary(original.usual());
        return computer.allSeen() && plausible ? LIKELY : UNKNOWN;
    }

    private static Rule without(OriginalDisk original, Rule needed) {
        return switch (original.necessity()) {
            case NOT_NEEDED -> DATA;
            case NOT_KNOWN -> PERHAPS_NEEDED;
            case NEEDED -> needed;
        };
    }

    private static String message(Fit.Pair pair) {
        OriginalDisk original = pair.original();
        String had = original.exact().isPresent()
                ? "had " + DiskSize.text(original.exact().getAsLong())
                : "had at least " + DiskSize.text(original.least());
        String usual = original.usual() > original.least()
                ? ", and at least " + DiskSize.text(original.usual()) + " if all of these lay on it"
                : "";
        String has = pair.target()
                .map(disk -> disk.name() + " would take its place, and has "
                        + disk.size().text())
                .orElse("no disk is left to take its place");
        return original.name() + " " + had + usual + "; " + has;
    }
}
