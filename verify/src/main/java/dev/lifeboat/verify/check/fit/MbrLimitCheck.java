package dev.lifeboat.verify.check.fit;

import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** How much of a large target an MBR leaves without use: it counts sectors in 32 bits. */
final class MbrLimitCheck implements Check<Fit> {
    static final Rule BEYOND = new Rule(
            "fit.beyond-mbr",
            Severity.NOTE,
            "The original disk has an MBR, which the restore makes anew. An MBR reaches no further than 2 TiB (16 TiB with sectors of"
                    + " 4096 bytes): the rest of the new disk cannot be used.",
            "Nothing has to be done for the restore. To use the rest later, convert the disk with Microsoft's mbr2gpt, after which"
                    + " the computer has to start by UEFI.");

    private static final long SECTORS = 1L << 32;
    private static final int USUAL_SECTOR = 512;

    @Override
    public String question() {
        return "Can all of the target be used with the original's partition table?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(BEYOND);
    }

    @Override
    public void run(Fit fit, Consumer<Finding> findings) {
        for (Fit.Pair pair : fit.pairs()) {
            Optional<PartitionScheme> scheme = pair.original().scheme();
            if (scheme.filter(PartitionScheme.MBR::equals).isEmpty()
                    || pair.target().isEmpty()) {
                continue;
            }
            TargetDisk target = pair.target().get();
            long limit = SECTORS * target.sectorSize().orElse(USUAL_SECTOR);
            if (target.size().most() > limit) {
                findings.accept(BEYOND.at(
                        fit.original().where(),
                        target.name() + " has " + target.size().text() + "; its MBR will reach to "
                                + DiskSize.text(limit)));
            }
        }
    }
}
