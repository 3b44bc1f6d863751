package dev.lifeboat.verify.check.fit;

import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether the target starts as the original did. */
final class TargetFirmwareCheck implements Check<Fit> {
    static final Rule GOOD = new Rule(
            "fit.firmware", Severity.GOOD, "The new computer starts as the old one did, by UEFI or by BIOS.", "");
    static final Rule OTHER = new Rule(
            "fit.other-firmware",
            Severity.LOST,
            "The old computer started in another way than the new one does. Windows then says: 'Windows cannot restore a system image"
                    + " to a computer that has different firmware', and restores nothing.",
            "Most computers can start either way. For a backup of a computer with UEFI, choose the entry of the recovery stick that"
                    + " begins with 'UEFI:' in the new computer's boot menu. For one with BIOS, switch on 'Legacy' or 'CSM' in its"
                    + " setup and choose the entry without 'UEFI:'. If it has no such setting, this backup cannot be restored to it:"
                    + " copy the files out with 'lifeboat extract'.");
    static final Rule UNKNOWN = new Rule(
            "fit.firmware-unknown",
            Severity.UNDECIDED,
            "Nothing in the image tells for sure whether the old computer started by UEFI or by BIOS. Windows does not restore to a"
                    + " computer that starts in another way.",
            "Run msinfo32 on the old computer and look at 'BIOS Mode'. Of a backup, name the folder rather than an image in it.");

    @Override
    public String question() {
        return "Does the target start as the original did?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, OTHER, UNKNOWN);
    }

    @Override
    public void run(Fit fit, Consumer<Finding> findings) {
        Optional<Firmware> target = fit.target().firmware();
        Optional<Firmware> original = fit.original().firmware();
        if (target.isEmpty()) {
            return;
        }
        Rule rule = original.isEmpty() ? UNKNOWN : original.equals(target) ? GOOD : OTHER;
        findings.accept(rule.at(
                fit.original().where(),
                "the old computer: " + original.map(Firmware::name).orElse("not known") + "; the new one: "
                        + target.get().name()));
    }
}
