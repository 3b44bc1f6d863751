package dev.lifeboat.verify.check.fit;

import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the partition table of a target's disk says now. */
final class TargetContentCheck implements Check<Fit> {
    static final Rule IN_USE = new Rule(
            "fit.disk-in-use",
            Severity.NOTE,
            "The new disk has partitions. If the restore makes the disk anew ('Format and repartition disks'), all that is on them is"
                    + " lost.",
            "Copy off it what you need. If it is the disk with the backup, it cannot be the target: exclude it at the restore"
                    + " ('Exclude disks').");
    static final Rule OTHER_TABLE = new Rule(
            "fit.other-partition-table",
            Severity.NOTE,
            "The new disk has another kind of partition table than the original had (GPT, MBR). The restore makes it anew, but people"
                    + " report that Windows sometimes stops with 0x80042412 until the disk is empty.",
            "If that happens and nothing on the disk is needed: at the command prompt of the recovery media, diskpart, list disk,"
                    + " select disk N, clean. That deletes all of disk N; make sure of the number.");

    @Override
    public String question() {
        return "What is on the target's disks now?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(IN_USE, OTHER_TABLE);
    }

    @Override
    public void run(Fit fit, Consumer<Finding> findings) {
        for (TargetDisk disk : fit.target().disks()) {
            if (disk.partitions() > 0) {
                findings.accept(IN_USE.at(
                        disk.name(),
                        disk.partitions() == 1 ? "has 1 partition" : "has " + disk.partitions() + " partitions"));
            }
        }
        for (Fit.Pair pair : fit.pairs()) {
            Optional<PartitionScheme> original = table(pair.original().scheme());
            Optional<PartitionScheme> target = table(pair.target().flatMap(TargetDisk::scheme));
            if (original.isPresent() && target.isPresent() && !original.equals(target)) {
                findings.accept(OTHER_TABLE.at(
                        pair.target().orElseThrow().name(),
                        "has " + target.get() + "; " + pair.original().name() + " had " + original.get()));
            }
        }
    }

    private static Optional<PartitionScheme> table(Optional<PartitionScheme> scheme) {
        return scheme.filter(s -> s != PartitionScheme.NONE);
    }
}
