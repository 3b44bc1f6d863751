package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.formats.xml.ElementXml;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks whether the programs that count are those of Windows, by what they say of themselves. Signatures are another question. */
final class RecoveryProgramsCheck implements Check<RecoveryCandidate> {
    static final Rule GOOD = new Rule(
            "recovery.programs",
            Severity.GOOD,
            "The loader and System Image Recovery are programs, and name no other maker than Microsoft.",
            "");
    static final Rule NOT_OF_WINDOWS = new Rule(
            "recovery.not-of-windows",
            Severity.NOTE,
            "A program in the recovery environment is a stand-in: by what it says itself another than Microsoft made it, or it is no program at"
                    + " all. Whether the environment starts, and restores anything, cannot be told.",
            RecoveryRemedies.OTHER_MEDIA);

    @Override
    public String question() {
        return "Are the programs of the recovery environment those of Windows?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(NOT_OF_WINDOWS, GOOD);
    }

    @Override
    public void run(RecoveryCandidate candidate, Consumer<Finding> findings) {
        List<String> others = candidate.image().programs().stream()
                .flatMap(program -> problem(program).stream())
                .toList();
        if (!others.isEmpty()) {
            findings.accept(NOT_OF_WINDOWS.at(
                    candidate.where(),
                    others.get(0) + (others.size() == 1 ? "" : "; likewise " + (others.size() - 1) + " more")));
        } else if (!candidate.image().programs().isEmpty()) {
            findings.accept(GOOD.at(
                    candidate.where(),
                    "programs: " + candidate.image().programs().size()));
        }
    }

    private static Optional<String> problem(RecoveryProgram program) {
        if (program.problem().isPresent()) {
            return Optional.of(
                    program.path() + " is no program: " + program.problem().get());
        }
        return program.madeByOthers()
                ? Optional.of(program.path() + " says of itself "
                        + ElementXml.quoted(program.description().orElse("")) + ", made by "
                        + ElementXml.quoted(program.maker().orElse("")))
                : Optional.empty();
    }
}
