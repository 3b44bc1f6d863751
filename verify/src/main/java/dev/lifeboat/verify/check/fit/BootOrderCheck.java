package dev.lifeboat.verify.check.fit;

import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.List;
import java.util.function.Consumer;

/** Whether a BIOS could hold a disk for the first one that is too small for Windows. UEFI has no first disk. */
final class BootOrderCheck implements Check<Fit> {
    static final Rule SMALL = new Rule(
            "fit.bios-first-disk",
            Severity.NOTE,
            "The computer starts by BIOS, which has a first disk, and not every disk of the target is large enough to be that one. If"
                    + " the small one is the first, Windows stops with 0x80042407 ('The disk that is set as active in BIOS is too"
                    + " small to recover the original system disk').",
            "In the BIOS setup, make the larger disk the first one to start from, or disconnect the small one for the restore.");

    @Override
    public String question() {
        return "Is every disk that a BIOS may start from large enough?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(SMALL);
    }

    @Override
    public void run(Fit fit, Consumer<Finding> findings) {
        if (fit.original().firmware().filter(Firmware.BIOS::equals).isEmpty()) {
            return;
        }
        for (OriginalDisk system : fit.original().disks()) {
            List<TargetDisk> small = fit.target().disks().stream()
                    .filter(disk -> disk.size().most() < system.least())
                    .toList();
            // If all are too small, that has been said.
            if (system.system() && small.size() < fit.target().disks().size()) {
                small.forEach(disk -> findings.accept(SMALL.at(
                        fit.original().where(),
                        disk.name() + " has " + disk.size().text() + "; " + system.name() + " had at least "
                                + DiskSize.text(system.least()))));
            }
        }
    }
}
