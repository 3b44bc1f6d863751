package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.formats.wim.WimHeader;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks whether the WIM is of the kind that the boot manager starts from. */
final class RecoveryStartCheck implements Check<RecoveryCandidate> {
    static final Rule GOOD = new Rule(
            "recovery.bootable",
            Severity.GOOD,
            "The recovery environment is a WIM that a computer can be started from.",
            "");
    static final Rule NOT_BOOTABLE = new Rule(
            "recovery.not-bootable",
            Severity.NOTE,
            "The file is a WIM, but none that a computer can be started from: it holds no image, names none to start, or is split or packed"
                    + " as the boot manager does not read it. It does not serve to restore the backup.",
            RecoveryRemedies.OTHER_MEDIA);

    @Override
    public String question() {
        return "Can a computer be started from the recovery environment?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(NOT_BOOTABLE, GOOD);
    }

    @Override
    public void run(RecoveryCandidate candidate, Consumer<Finding> findings) {
        Optional<String> problem = problem(candidate.wim());
        findings.accept(
                problem.isPresent()
                        ? NOT_BOOTABLE.at(candidate.where(), problem.get())
                        : GOOD.at(
                                candidate.where(),
                                "image " + candidate.image().number() + " '"
                                        + candidate.image().name() + "'"));
    }

    /** Why it cannot be started from; where the header names an image that is not there, another check has said so. */
    static Optional<String> problem(WimFile wim) {
        WimHeader header = wim.header();
        if (header.parts() > 1 || header.spanned()) {
            return Optional.of("it is part " + header.part() + " of " + header.parts() + " of a split WIM");
        }
        if (header.version() == WimHeader.SOLID || wim.solid()) {
            return Optional.of("its contents are compressed together (solid), as in an .esd file");
        }
        if (wim.images().isEmpty()) {
            return Optional.of("it holds no image");
        }
        return header.bootImage() == 0 ? Optional.of("its header names no image to start from") : Optional.empty();
    }
}
