package dev.lifeboat.verify.seal;

import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Asks whether checksums that others made still fit. What files have is found out by {@link ContentCheck}. */
public final class SumsCheck implements Check<SealSubject> {
    private static final Rule FOUND = new Rule(
            "checksum.found",
            Severity.NOTE,
            "Somebody put checksums beside the backup. They were not compared.",
            "'lifeboat verify --full' compares them.");
    private static final Rule MATCHES =
            new Rule("checksum.matches", Severity.GOOD, "A file has the checksum that somebody put beside it.", "");
    private static final Rule DIFFERS = new Rule(
            "checksum.differs",
            Severity.DAMAGED,
            "A file has not the checksum that somebody put beside it: it was damaged since, or written to, or the checksum is of"
                    + " another file.",
            "If this is a copy, copy it again from the original. If you know that it was written to since, have the checksum made"
                    + " anew.");
    private static final Rule ODD = new Rule(
            "checksum.odd",
            Severity.NOTE,
            "A file of checksums has lines that name no file beside it, or could not be read. Paths that lead elsewhere are not"
                    + " followed.",
            "");

    @Override
    public String question() {
        return "Do the checksums that lie beside the backup still fit?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(FOUND, MATCHES, DIFFERS, ODD);
    }

    @Override
    public void run(SealSubject subject, Consumer<Finding> findings) {
        OtherSums sums = subject.sums();
        sums.odd()
                .forEach((file, count) -> findings.accept(
                        ODD.at(file.toString(), Words.count(count, "line is not followed", "lines are not followed"))));
        sums.unreadable().forEach((file, problem) -> findings.accept(ODD.at(file.toString(), problem.toString())));
        if (subject.full()) {
            sums.claims().forEach(claim -> judge(sums, claim, findings));
        } else {
            Map<String, Long> files = sums.claims().stream()
                    .collect(Collectors.groupingBy(claim -> claim.sums().toString(), Collectors.counting()));
            files.forEach((file, count) -> findings.accept(
                    FOUND.at(file, Words.count(count, "checksum", "checksums") + " of files of this backup")));
        }
    }

    private static void judge(OtherSums sums, OtherSums.Claim claim, Consumer<Finding> findings) {
        Optional<String> found = sums.found(claim);
        if (found.isEmpty()) {
            return; // it could not be read, which is said
        }
        String text = claim.algorithm() + " is " + found.get() + ", and "
                + claim.sums().getFileName();
        if (found.get().equals(claim.digest())) {
            findings.accept(MATCHES.at(claim.file().name(), text + " says the same"));
        } else {
            findings.accept(DIFFERS.at(claim.file().name(), text + " says " + claim.digest()));
        }
    }
}
