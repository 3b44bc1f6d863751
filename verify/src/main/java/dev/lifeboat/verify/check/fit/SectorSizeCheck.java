package dev.lifeboat.verify.check.fit;

import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Whether the disks of the target have logical sectors of the same size as those whose place they take. */
final class SectorSizeCheck implements Check<Fit> {
    static final Rule GOOD = new Rule(
            "fit.sector-size", Severity.GOOD, "The new disk has logical sectors of the same size as the original.", "");
    static final Rule OTHER = new Rule(
            "fit.other-sector-size",
            Severity.UNDECIDED,
            "The logical sectors of the new disk are not as large as those of the original (512 bytes, or 4096 with '4K native'"
                    + " disks). A volume is restored as it was, made for its own sectors, and on others Windows may refuse the restore"
                    + " or not start; people report 0x80070057. Microsoft does not say what happens, so this cannot be decided.",
            "Take a disk with logical sectors as the original has them; '512e' disks count as 512. Some disks can be switched with"
                    + " their maker's tool, which erases them.");
    static final Rule UNKNOWN = new Rule(
            "fit.sector-size-unknown",
            Severity.UNDECIDED,
            "Nothing in the image tells for sure how large the logical sectors of the original disk were, so that they cannot be"
                    + " compared with those of the new one.",
            "On the old computer, 'fsutil fsinfo sectorInfo C:' shows LogicalBytesPerSector.");

    @Override
    public String question() {
        return "Are the logical sectors of the target as large as those of the original?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, OTHER, UNKNOWN);
    }

    @Override
    public void run(Fit fit, Consumer<Finding> findings) {
        List<String> good = new ArrayList<>();
        for (Fit.Pair pair : fit.pairs()) {
            OptionalInt original = pair.original().sectorSize();
            OptionalInt target = pair.target().map(TargetDisk::sectorSize).orElse(OptionalInt.empty());
            if (target.isEmpty()) {
                continue;
            }
            String message = pair.original().name() + ": "
                    + (original.isEmpty() ? "not known" : original.getAsInt() + " bytes") + "; "
                    + pair.target().orElseThrow().name() + ": " + target.getAsInt() + " bytes";
            if (original.equals(target)) {
                good.add(message);
            } else {
                findings.accept(
                        (original.isEmpty() ? UNKNOWN : OTHER).at(fit.original().where(), message));
            }
        }
        if (!good.isEmpty()) {
            findings.accept(GOOD.at(fit.original().where(), String.join("; ", good)));
        }
    }
}
